// Who follows a ticket.
import { invalid, type Out, type Parsed } from '#kernel/contract/index.ts'
import { demand, may } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { READ_NOTES, Ticket } from '../../contract.ts'
import { Follower, followers, ticketFollowed } from '../../contract/composing/follower.ts'
import { tables, type TicketContext, type TicketRow } from '../tables.ts'
import { lineOf } from '../ticket-line.ts'

type Answer = Out<typeof followers.list>
const fields = Object.keys(Follower.fields) as (keyof Answer['items'][number])[]

async function shown({ db, actor }: TicketContext, ticket: string): Promise<Answer> {
  let rows = db.selectFrom('ticket_followers').select(fields).where('ticket', '=', ticket).orderBy('id')
  if (!may(actor, READ_NOTES)) rows = rows.where('person', '=', actor.user_id)
  return { items: await rows.execute() }
}

async function list(context: TicketContext, { id }: { id: string }): Promise<Answer> {
  await find(context, Ticket, id, 'tickets.read')
  return shown(context, id)
}

async function follow(context: TicketContext, { id, person }: Parsed<typeof followers.follow>): Promise<Answer> {
  const ticket = await find(context, Ticket, id, 'tickets.read')
  const who = person === 'me' ? context.actor.user_id : person
  if (who !== context.actor.user_id) {
    demand(context.actor, 'tickets.update')
    const { items } = await context.call(users.cards, { ids: [who] })
    if (!items.some(({ is_active }) => is_active)) throw invalid([{ pointer: '/person', code: 'unknown_reference' }])
  }
  await add(context, ticket, [who])
  return shown(context, id)
}

async function unfollow(context: TicketContext, { id, person }: Parsed<typeof followers.unfollow>): Promise<Answer> {
  const ticket = await find(context, Ticket, id, 'tickets.read')
  const who = person === 'me' ? context.actor.user_id : person
  if (who !== context.actor.user_id) demand(context.actor, 'tickets.update')
  const { numDeletedRows } = await context.db
    .deleteFrom('ticket_followers')
    .where('ticket', '=', id)
    .where('person', '=', who)
    .executeTakeFirst()
  if (numDeletedRows > 0n) context.emit(ticketFollowed, { ticket: lineOf(ticket), person: who, follows: false })
  return shown(context, id)
}

async function add(context: TicketContext, ticket: TicketRow, people: readonly string[]): Promise<void> {
  if (people.length === 0) return
  const added = await context.db
    .insertInto('ticket_followers')
    .values(people.map((person) => ({ ticket: ticket.id, person })))
    .onConflict((met) => met.columns(['tenant_id', 'ticket', 'person'] as never).doNothing())
    .returning('person')
    .execute()
  for (const { person } of added) context.emit(ticketFollowed, { ticket: lineOf(ticket), person, follows: true })
}

/** Whoever is named in a message follows the ticket from then on. */
export const followMentioned = add

export default implement(followers, { tables }, { list, follow, unfollow })
