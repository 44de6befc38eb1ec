// The fields that the organisation added to its tickets, each saved when it is left.
import type { CustomValue, Row } from '#kernel/contract/index.ts'
import { CustomFields, useCommand, useCustomFields, useT, withValue } from '#kernel/web/index.tsx'
import { type Ticket, tickets } from '../../../contract.ts'
import { useRefusal } from '../refusal.ts'
import { PanelSection } from './panel-section.tsx'

export function OwnFields({ ticket }: { ticket: Row<typeof Ticket> }) {
  const t = useT()
  const fields = useCustomFields('ticket')
  const onProblem = useRefusal()
  const after = (given: Readonly<Record<string, CustomValue | null>> = {}) =>
    Object.entries(given).reduce((all, [key, value]) => withValue(all, key, value), ticket.custom)
  const update = useCommand(tickets.update, {
    optimistic: ({ id, custom }) => ({ id, custom: after(custom) }),
    onProblem,
  })
  if (fields.length === 0) return null
  return (
    <PanelSection name="own-fields" title={t('tickets.own_fields')}>
      <CustomFields
        entity="ticket"
        isPanel
        record={ticket}
        values={ticket.custom}
        problem={update.problem}
        onChange={(key, value) => void update.run({ id: ticket.id, custom: { [key]: value } })}
      />
    </PanelSection>
  )
}
