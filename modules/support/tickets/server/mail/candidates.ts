// The tickets that a mail may answer.
import { may } from '#kernel/server/access/actor.ts'
import type * as z from 'zod'
import type { ReceivedMail } from '#modules/platform/mail/contract.ts'
import { isStaff } from '../staff.ts'
import type { TicketContext } from '../tables.ts'
import type { Candidate } from './place.ts'
import type { Sender } from './sender.ts'

type Received = z.output<typeof ReceivedMail>

/** Best first: proven, then named by a Message-ID, then by a number in the subject. */
export async function candidatesOf(
  { db }: TicketContext,
  { threads, hints }: Received,
  { user, actor }: Sender,
): Promise<Candidate[]> {
  const ids = [...threads.signed, ...threads.named]
  const numbers = hints.filter((hint) => /^\d{1,12}$/.test(hint)).map(Number)
  if (ids.length + numbers.length === 0) return []
  const tickets = await db
    .selectFrom('tickets')
    .select(['id', 'number', 'status', 'requester'])
    .where('deleted_at', 'is', null)
    .where((eb) =>
      eb.or([
        ...(ids.length > 0 ? [eb('id', 'in', ids)] : []),
        ...(numbers.length > 0 ? [eb('number', 'in', numbers)] : []),
      ]),
    )
    .execute()
  if (tickets.length === 0) return []
  const named = await db
    .selectFrom('ticket_participants')
    .select('ticket')
    .where('address', '=', user.email)
    .where(
      'ticket',
      'in',
      tickets.map(({ id }) => id),
    )
    .where('deleted_at', 'is', null)
    .execute()
  const takesPart = new Set(named.map(({ ticket }) => ticket))
  const staff = isStaff(actor) && may(actor, 'tickets.comment')

  const of = (proof: Candidate['proof'], ticket: (typeof tickets)[number] | undefined): Candidate[] => {
    if (!ticket) return []
    const own = ticket.requester === user.id ? 'requester' : staff ? 'staff' : null
    return [{ ticket, proof, relation: own ?? (takesPart.has(ticket.id) ? 'participant' : null) }]
  }
  const byId = (id: string) => tickets.find((ticket) => ticket.id === id)
  return [
    ...threads.signed.flatMap((id) => of('signed', byId(id))),
    ...threads.named.flatMap((id) => of('named', byId(id))),
    ...numbers.flatMap((number) =>
      of(
        'hint',
        tickets.find((ticket) => ticket.number === number),
      ),
    ),
  ]
}
