// Where a person wants a mail that had been suspended.
import type { Parsed } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { inboundMails } from '#modules/platform/mail/contract.ts'
import { Ticket } from '../../contract.ts'
import type { takingMail } from '../../contract/taking-mail.ts'
import { isStaff } from '../staff.ts'
import type { TicketContext } from '../tables.ts'
import type { Place } from './place.ts'
import type { Sender } from './sender.ts'

/** For a person who may write in the ticket and restore mails. */
export async function takeMail(
  context: TicketContext,
  { id, mail }: Parsed<typeof takingMail.takeMail>,
): Promise<null> {
  await find(context, Ticket, id, 'tickets.comment')
  await context.call(inboundMails.direct, { id: mail, thread: id })
  return null
}

/** Null when nobody chose. What staff seem to have written stays a note: a person vouches for the place, not for the sender. */
export async function chosenPlace(
  { db }: TicketContext,
  into: string | null,
  { user, actor }: Sender,
): Promise<Place | null> {
  if (into === null) return null
  if (into === 'new') return { kind: 'new', about: null }
  const ticket = await db
    .selectFrom('tickets')
    .select(['id', 'number', 'status', 'requester'])
    .where('id', '=', into)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!ticket) return { kind: 'aside', state: 'suspended', reason: 'ticket_gone', thread: null }
  const own = ticket.requester === user.id
  if (!own && isStaff(actor)) return { kind: 'comment', ticket: ticket.id, internal: true, relation: 'staff' }
  if (ticket.status === 'closed') return { kind: 'new', about: ticket.number }
  return { kind: 'comment', ticket: ticket.id, internal: false, relation: own ? 'requester' : 'participant' }
}
