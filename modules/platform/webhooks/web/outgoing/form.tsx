// The form of a webhook: its address, and a choice among the events that modules declare public.
import { MultiSelect } from '@mantine/core'
import type { Row } from '#kernel/contract/index.ts'
import { EntityForm, type FieldControl, useAction, useT } from '#kernel/web/index.tsx'
import { Webhook, webhooks } from '../../contract.ts'

type Props = { row?: Partial<Row<typeof Webhook>>; onDone: (answer: { secret?: string }) => void; onCancel: () => void }

export function WebhookForm({ row, onDone, onCancel }: Props) {
  const t = useT()
  return (
    <EntityForm
      of={Webhook}
      command={(row ? webhooks.update : webhooks.create) as typeof webhooks.create}
      fields={['url', 'description', 'events', 'include_internal']}
      controls={{ events: (field) => <Events {...field} /> }}
      {...(row ? { start: row, also: { id: row.id } } : {})}
      submitLabel={t(row ? 'do.save' : 'do.create')}
      draftKey={`webhook.${row?.id ?? 'new'}`}
      onDone={(answer) => onDone(answer ?? {})}
      onCancel={onCancel}
    />
  )
}

function Events({ value, set, label, description, error, disabled, required }: FieldControl) {
  const t = useT()
  const { data } = useAction(webhooks.events, {})
  const chosen = (value as string[] | undefined) ?? []
  return (
    <MultiSelect
      label={label}
      description={description}
      error={error}
      disabled={disabled}
      withAsterisk={required}
      data-field="events"
      searchable
      hidePickedOptions
      placeholder={chosen.length === 0 ? t('webhook.events_choose') : ''}
      data={(data?.items ?? []).map(({ name }) => ({ value: name, label: t(`event.${name}`) }))}
      value={chosen}
      onChange={set}
    />
  )
}
