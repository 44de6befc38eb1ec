// A reply must answer what is there: what others wrote since its writer looked stands in its way.
import { conflict, invalid } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { existing } from '#kernel/server/access/references.ts'
import { READ_NOTES } from '../../contract.ts'
import type { TicketContext } from '../tables.ts'

/**
 * Throws 409 when somebody else wrote after the message `seen` (null: anything at all). Call it under the ticket's lock:
 * ids of comments are in the order of writing there.
 */
export async function refuseStale(context: TicketContext, ticket: string, seen: string | null): Promise<void> {
  const { db, actor } = context
  let newer = db
    .selectFrom('ticket_comments')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ticket', '=', ticket)
    .where('author', '<>', actor.user_id)
    .where('deleted_at', 'is', null)
  if (seen !== null) {
    if (!(await existing(context, 'comment', [seen])).has(seen))
      throw invalid([{ pointer: '/seen', code: 'unknown_reference' }])
    newer = newer.where('id', '>', seen)
  }
  if (!may(actor, READ_NOTES)) newer = newer.where('internal', '=', false)
  const { count } = await newer.executeTakeFirstOrThrow()
  if (Number(count) > 0) throw conflict('ticket.stale', { count: Number(count) })
}
