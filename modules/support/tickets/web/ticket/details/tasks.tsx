// The tasks about a ticket, for those who work on it.
import type { Row } from '#kernel/contract/index.ts'
import { SlotOutlet, useMe } from '#kernel/web/index.tsx'
import { tasksBlock } from '#modules/platform/tasks/contract.ts'
import { READ_NOTES, Ticket } from '../../../contract.ts'
import classes from '../ticket.module.css'

export default function TicketTasks({ ticket: { id } }: { ticket: Pick<Row<typeof Ticket>, 'id'> }) {
  const { may } = useMe()
  if (!may(READ_NOTES)) return null
  return (
    <div className={classes['ofAnyRecord']}>
      <SlotOutlet of={tasksBlock} entity={Ticket} id={id} />
    </div>
  )
}
