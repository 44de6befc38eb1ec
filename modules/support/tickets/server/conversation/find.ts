// Finding letters in one conversation: as in a page, wherever in a word they stand.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { find as findOne } from '#kernel/server/crud.ts'
import { sql } from 'kysely'
import { READ_NOTES, Ticket } from '../../contract.ts'
import type { conversation } from '../../contract/conversation.ts'
import type { TicketContext } from '../tables.ts'

const MOST = 200

export async function find(
  context: TicketContext,
  { id, q }: Parsed<typeof conversation.find>,
): Promise<Out<typeof conversation.find>> {
  const { db, actor } = context
  await findOne(context, Ticket, id, 'tickets.read')
  // A few thousand texts at most: they are looked through, because an index knows words only.
  let rows = db
    .selectFrom('ticket_comments')
    .select('id')
    .where('ticket', '=', id)
    .where('deleted_at', 'is', null)
    .where(sql<boolean>`strpos(lower(text), lower(${q})) > 0`)
    .orderBy('id', 'desc')
    .limit(sql.lit(MOST))
  if (!may(actor, READ_NOTES)) rows = rows.where('internal', '=', false)
  return { ids: (await rows.execute()).map((row) => row.id) }
}
