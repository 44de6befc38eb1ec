// A ticket goes on to others: another team or department, or a higher level of support.
import * as z from 'zod'
import { actions, command, id, prose } from '#kernel/contract/index.ts'
import { MOST_LEVEL } from '#modules/platform/identity/contract.ts'
import { READ_NOTES, Ticket, ticketEvent, TicketLine } from '../contract.ts'

const MOST_WORDS = 2_000
const changes = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))

export const handingOn = actions('tickets', '/tickets', {
  /**
   * To a team, or to a department (its team of the lowest level, if it has one). An assignee who works there stays, another
   * one is taken off. The note is internal. 409 `ticket.already_there`, `ticket.is_closed`.
   */
  transfer: command('POST /:id/transfer', {
    in: z.strictObject({
      id: id(),
      team: id().optional(),
      department: id().optional(),
      note: prose(MOST_WORDS).default(''),
    }),
    out: Ticket,
    can: 'tickets.assign',
  }),
  /**
   * To a higher level of support: to the team of the next level in the same department, else to the department's or
   * team's lead, else to a manager. 409 `ticket.top_level`, `ticket.is_closed`.
   */
  escalate: command('POST /:id/escalate', {
    in: z.strictObject({
      id: id(),
      reason: prose(MOST_WORDS).min(1),
      level: z.int().min(2).max(MOST_LEVEL).optional(),
      team: id().optional(),
    }),
    out: Ticket,
    can: 'tickets.assign',
  }),
})

/** Customers are not told who among the staff has their ticket, and the words are an internal note. */
export const ticketTransferred = ticketEvent(
  'ticket.transferred',
  z.object({ ticket: TicketLine, changes, note: z.string() }),
  () => READ_NOTES,
)
export const ticketEscalated = ticketEvent(
  'ticket.escalated',
  z.object({ ticket: TicketLine, changes, reason: z.string() }),
  () => READ_NOTES,
)
