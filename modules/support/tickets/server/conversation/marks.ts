// How far each person has read each ticket.
import { invalid, type Out, type Parsed, type Row } from '#kernel/contract/index.ts'
import { may, reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { find } from '#kernel/server/crud.ts'
import { sql, type SqlBool } from 'kysely'
import { READ_NOTES, Ticket } from '../../contract.ts'
import { type conversation, markChanged, type ReadMark } from '../../contract/conversation.ts'
import { markFields, type TicketContext } from '../tables.ts'

type Mark = Row<typeof ReadMark>
/** Before every message. */
const NOTHING = '00000000-0000-0000-0000-000000000000'

/** The messages of others that the actor may read. */
function ofOthers({ db, actor }: TicketContext, ticket: string) {
  const rows = db
    .selectFrom('ticket_comments')
    .where('ticket', '=', ticket)
    .where('author', '<>', actor.user_id)
    .where('deleted_at', 'is', null)
  return may(actor, READ_NOTES) ? rows : rows.where('internal', '=', false)
}

const held = ({ db, actor }: TicketContext, ticket: string) =>
  db.selectFrom('ticket_marks').select(markFields).where('reader', '=', actor.user_id).where('ticket', '=', ticket)

export async function mark(context: TicketContext, { id }: { id: string }): Promise<Out<typeof conversation.mark>> {
  const [, own] = await Promise.all([find(context, Ticket, id, 'tickets.read'), held(context, id).executeTakeFirst()])
  const seen = own?.seen ?? null
  const news = ofOthers(context, id).where('id', '>', seen ?? NOTHING)
  const [first, count] = await Promise.all([
    news.select('id').orderBy('id').limit(sql.lit(1)).executeTakeFirst(),
    news.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow(),
  ])
  return { seen, first: first?.id ?? null, unread: Number(count.count), is_new: own === undefined }
}

/** Two windows that say it at the same time leave the later message, whichever comes last. */
export async function see(context: TicketContext, { id, seen, back }: Parsed<typeof conversation.see>): Promise<Mark> {
  const { db, actor, emit } = context
  await find(context, Ticket, id, 'tickets.read')
  if (seen !== null) await refuseUnknown(context, id, seen)
  const written = await db
    .insertInto('ticket_marks')
    .values({ reader: actor.user_id, ticket: id, seen })
    .onConflict((met) =>
      met
        .columns(['tenant_id', 'reader', 'ticket'] as never)
        .doUpdateSet({ seen })
        .where(
          back
            ? sql<SqlBool>`ticket_marks.seen is distinct from excluded.seen`
            : sql<SqlBool>`excluded.seen > coalesce(ticket_marks.seen, ${NOTHING}::uuid)`,
        ),
    )
    .returning(markFields)
    .executeTakeFirst()
  if (!written) return held(context, id).executeTakeFirstOrThrow()
  emit(markChanged, { ticket_mark: written })
  return written
}

async function refuseUnknown({ db, actor }: TicketContext, ticket: string, seen: string): Promise<void> {
  let rows = db.selectFrom('ticket_comments').select('id').where('id', '=', seen).where('ticket', '=', ticket)
  if (!may(actor, READ_NOTES)) rows = rows.where('internal', '=', false)
  if (!(await rows.executeTakeFirst())) throw invalid([{ pointer: '/seen', code: 'unknown_reference' }])
}

/** Of tickets that were never opened those count that are still open: a finished desk is not bold from top to bottom. */
export async function unread(
  context: TicketContext,
  { ids }: Parsed<typeof conversation.unread>,
): Promise<Out<typeof conversation.unread>> {
  const { db, actor } = context
  if (ids.length === 0) return { ids: [] }
  const news = sql<SqlBool>`exists (
    select from ticket_comments c
    where c.ticket = tickets.id and c.id > coalesce(own.seen, ${NOTHING}::uuid) and c.author <> ${actor.user_id}
      and c.deleted_at is null and ${may(actor, READ_NOTES) ? sql`true` : sql`not c.internal`})`
  const untouched = sql<SqlBool>`tickets.status in ('new', 'in_progress', 'waiting') and tickets.requester <> ${actor.user_id}`
  const rows = await db
    .selectFrom('tickets')
    .leftJoin('ticket_marks as own', (join) =>
      join.onRef('own.ticket', '=', 'tickets.id').on('own.reader', '=', actor.user_id),
    )
    .select('tickets.id')
    .where('tickets.id', 'in', ids)
    .where('tickets.deleted_at', 'is', null)
    .where(predicate(reach(actor, Ticket, 'tickets.read'), actor))
    .where(sql<SqlBool>`case when own.id is null then ${untouched} else ${news} end`)
    .execute()
  return { ids: rows.map((row) => row.id) }
}
