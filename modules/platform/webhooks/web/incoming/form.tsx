// The form of an address for incoming calls.
import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { EntityForm, type FieldControl, useAction, useT } from '#kernel/web/index.tsx'
import { INCOMING_SCHEMES, IncomingHook, incomingHooks } from '../../contract.ts'
import { fieldsOf, linesOf } from './lines.ts'

type Props = {
  row?: Partial<Row<typeof IncomingHook>>
  onDone: (answer: { secret?: string }) => void
  onCancel: () => void
}

export function EndpointForm({ row, onDone, onCancel }: Props) {
  const t = useT()
  return (
    <EntityForm
      of={IncomingHook}
      command={(row ? incomingHooks.update : incomingHooks.create) as typeof incomingHooks.create}
      fields={['name', 'action', 'fields', 'scheme', 'signature_header', 'id_header', 'is_active']}
      controls={{
        action: (field) => <Command {...field} />,
        fields: (field) => <Templates {...field} />,
        scheme: (field) => <Scheme {...field} />,
      }}
      {...(row ? { start: row, also: { id: row.id } } : {})}
      submitLabel={t(row ? 'do.save' : 'do.create')}
      draftKey={`incoming_hook.${row?.id ?? 'new'}`}
      onDone={(answer) => onDone(answer ?? {})}
      onCancel={onCancel}
    />
  )
}

function Command({ value, set, label, description, error, disabled, required }: FieldControl) {
  const t = useT()
  const { data } = useAction(incomingHooks.commands, {})
  return (
    <Select
      label={label}
      description={description}
      error={error}
      disabled={disabled}
      withAsterisk={required}
      data-field="action"
      allowDeselect={false}
      data={(data?.items ?? []).map(({ name }) => ({ value: name, label: t(`action.${name}`) }))}
      value={(value as string | undefined) || null}
      onChange={set}
    />
  )
}

function Scheme({ value, set, label, error, disabled }: FieldControl) {
  const t = useT()
  return (
    <Select
      label={label}
      error={error}
      disabled={disabled}
      allowDeselect={false}
      data={INCOMING_SCHEMES.map((scheme) => ({ value: scheme, label: t(`incoming_hook.schemes.${scheme}`) }))}
      value={(value as string | undefined) ?? 'standard'}
      onChange={set}
    />
  )
}

/** What is typed stays as it is while it is typed; only what can be read as `field = text` counts. */
function Templates({ value, set, label, description, error, disabled }: FieldControl) {
  const [text, setText] = useState(() => linesOf((value ?? {}) as Record<string, string>))
  return (
    <Textarea
      label={label}
      description={description}
      error={error}
      disabled={disabled}
      autosize
      minRows={3}
      maxRows={12}
      dir="ltr"
      placeholder={'title = {{alert.name}}\npriority = high'}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        set(fieldsOf(event.currentTarget.value))
      }}
    />
  )
}
