// Events that a consumer gave up on: found, handed over again, dropped.
import { conflict, notFound } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { readLog } from '#kernel/server/events/log-reader.ts'
import { decodeCursor, encodeCursor } from '#kernel/server/asks/cursor.ts'
import { sql } from 'kysely'
import { reasonIn, tenantNames, type Whose } from './whose.ts'

const ORDER = 'position'
const NO_ID = '00000000-0000-0000-0000-000000000000'

type Row = {
  consumer: string
  position: number
  tenant_id: string
  error: string
  at: string
  event: string | null
  about_id: string | null
  happened_at: string | null
}
type EventId = { tenant_id: string; consumer: string; position: number }

/** The newest first; row-level security shows a tenant its own. */
export async function setAside(
  context: Context,
  whose: Whose,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const after = cursor === undefined ? null : decodeCursor(cursor, ORDER)
  const { rows } = await sql<Row>`
    select f.consumer, f.position, f.tenant_id, f.error, f.at, e.name as event, e.about_id, e.at as happened_at
    from event_failures f left join event_log e on e.tenant_id = f.tenant_id and e.position = f.position
    where ${after === null ? sql`true` : sql`f.position < ${after.value}`}
    order by f.position desc limit ${sql.lit(limit + 1)}`.execute(context.db)
  const shown = rows.slice(0, limit)
  const names = await tenantNames(context, whose, shown)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(({ error, ...row }) => ({
      ...row,
      event: row.event ?? '',
      tenant: names.get(row.tenant_id) ?? null,
      reason: reasonIn(error),
    })),
    next: last ? encodeCursor({ sort: ORDER, value: last.position, id: NO_ID }) : null,
  }
}

/** Hands the event to its consumer once more, in a transaction of its tenant. Throws 404, or 409 when it fails again. */
export async function retryEvent({ platform }: Context, whose: Whose, asked: EventId) {
  refuseForeign(whose, asked)
  const consumer = platform.subscriptions.find(({ name }) => name === asked.consumer)
  if (!consumer) throw notFound('set_aside')
  const cause = `consumer ${asked.consumer}`
  await platform.within(systemOf(asked.tenant_id), { cause }, async (context) => {
    await drop(context, asked)
    const place = { after: asked.position - 1, upTo: asked.position, limit: 1, tenantId: asked.tenant_id }
    const [event] = await readLog(context.db, place)
    if (!event) throw notFound('set_aside')
    await consumer.handle(context, event.payload as never, event).catch((error: unknown) => {
      throw conflict('set_aside.failed_again', { reason: reasonIn(String(error)) })
    })
  })
  return { count: 1 }
}

export async function discardEvent({ platform }: Context, whose: Whose, asked: EventId) {
  refuseForeign(whose, asked)
  await platform.within(systemOf(asked.tenant_id), {}, (context) => drop(context, asked))
  return { count: 1 }
}

function refuseForeign(whose: Whose, { tenant_id }: EventId): void {
  if (whose !== 'all' && whose.tenant !== tenant_id) throw notFound('set_aside')
}

async function drop({ db }: Context, { consumer, position }: EventId): Promise<void> {
  const dropped = await db
    .deleteFrom('event_failures')
    .where('consumer', '=', consumer)
    .where('position', '=', position)
    .executeTakeFirst()
  if (dropped.numDeletedRows === 0n) throw notFound('set_aside')
}
