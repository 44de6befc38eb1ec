// The tasks about a ticket, for those who work on it.
import type { Row } from '#kernel/contract/index.ts'
import { SlotOutlet, useMe } from '#kernel/web/index.tsx'
import { tasksBlock } from '#modules/platform/tasks/contract.ts'
import { READ_NOTES, Ticket } from '../../../contract.ts'

export default function TicketTasks({ ticket: { id } }: { ticket: Pick<Row<typeof Ticket>, 'id'> }) {
  const { may } = useMe()
  return may(READ_NOTES) ? <SlotOutlet of={tasksBlock} entity={Ticket} id={id} /> : null
}
