// Tags of a ticket, with those that are used most offered while one types.
import { TagsInput } from '@mantine/core'
import { useAction, useMe, useT } from '#kernel/web/index.tsx'
import { ticketTags } from '../../contract/tags.ts'

type Props = { value: readonly string[]; disabled?: boolean; onChange: (tags: string[]) => void }
const OFFERED = 12

export function TagsField({ value, disabled = false, onChange }: Props) {
  const t = useT()
  const { may } = useMe()
  const { data } = useAction(ticketTags.list, {}, { staleMs: 60_000, enabled: !disabled && may(ticketTags.list.can) })
  return (
    <TagsInput
      label={t('ticket.tags')}
      placeholder={t('tickets.add_tag')}
      value={[...value]}
      data={(data?.items ?? []).map(({ tag }) => tag)}
      limit={OFFERED}
      maxTags={20}
      disabled={disabled}
      acceptValueOnBlur
      onChange={(tags) => onChange(tags.map((tag) => tag.trim().toLowerCase().slice(0, 50)))}
    />
  )
}
