// A ticket put off: out of sight of the desk until its moment comes or the customer writes.
import * as z from 'zod'
import { actions, command, id, instant } from '#kernel/contract/index.ts'
import { READ_NOTES, Ticket, ticketEvent, TicketLine } from '../../contract.ts'

export const MOST_DAYS = 366

export const snoozing = actions('tickets', '/tickets', {
  /**
   * Puts a ticket off until a moment within a year, or with null until the customer writes; one that is put off already gets
   * the new moment. 409 `ticket.is_done` for a resolved or closed one.
   */
  snooze: command('POST /:id/snooze', {
    in: z.strictObject({ id: id(), until: instant().nullable() }),
    out: Ticket,
    can: 'tickets.update',
  }),
  /** Takes it up again; one that was not put off stays as it is. */
  wake: command('POST /:id/wake', { in: z.strictObject({ id: id() }), out: Ticket, can: 'tickets.update' }),
})

const changes = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))

/** What the desk puts off is not the customer's to know. */
export const ticketSnoozed = ticketEvent('ticket.snoozed', z.object({ ticket: TicketLine, changes }), () => READ_NOTES)
/** `by` is who had put it off, where its moment came by itself. */
export const ticketWoken = ticketEvent(
  'ticket.woken',
  z.object({ ticket: TicketLine, changes, by: id().nullable() }),
  () => READ_NOTES,
)
