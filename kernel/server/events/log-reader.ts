// Reading the event log in commit order without gaps.
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** A place in the log: transaction id, then position within all. Both travel as text (xid is 64 bits wide). */
export type LogPlace = { xid: string; position: string }

export type LoggedEvent = LogPlace & {
  tenant_id: string
  name: string
  about_id: string
  actor_id: string | null
  request_id: string | null
  at: string
  payload: unknown
}

const MOST_XID = 2n ** 64n - 1n
const MOST_POSITION = 2n ** 63n - 1n

/** Before everything that the log tells of a record. */
export const BEGINNING: LogPlace = { xid: '0', position: '0' }

/**
 * Before everything that is news. Rows of transaction 0 are history that was brought in from elsewhere (a demo, another
 * system): a record's timeline tells it, but nobody is told of it as if it had just happened.
 */
export const START: LogPlace = { xid: '0', position: String(MOST_POSITION) }

/** A place as one token for clients, and back; null when it is not one. */
export const placeToken = ({ xid, position }: LogPlace): string => `${xid}-${position}`
export function placeOf(token: string): LogPlace | null {
  const [, xid, position] = /^(\d{1,20})-(\d{1,19})$/.exec(token) ?? []
  if (!xid || !position || BigInt(xid) > MOST_XID || BigInt(position) > MOST_POSITION) return null
  return { xid, position }
}

export const isAfter = (a: LogPlace, b: LogPlace): boolean =>
  a.xid === b.xid ? BigInt(a.position) > BigInt(b.position) : BigInt(a.xid) > BigInt(b.xid)

/**
 * Events after a place, at most `limit`. Only rows of transactions below the snapshot's xmin are read: every
 * transaction that could still commit an earlier row is then over, so nothing is ever skipped.
 * `named` keeps to one kind of event, `tenantId` to one tenant.
 */
export async function readLog(
  db: Db,
  after: LogPlace,
  { limit, named, tenantId }: { limit: number; named?: string; tenantId?: string },
): Promise<LoggedEvent[]> {
  let rows = db
    .selectFrom('event_log')
    .select([
      'tenant_id',
      sql<string>`xid::text`.as('xid'),
      sql<string>`position::text`.as('position'),
      'name',
      'about_id',
      'actor_id',
      'request_id',
      'at',
      'payload',
    ])
    .where(sql<boolean>`(xid, position) > (${after.xid}::xid8, ${after.position}::bigint)`)
    .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`)
    .orderBy(sql`event_log.xid`)
    .orderBy(sql`event_log.position`)
    .limit(sql.lit(limit))
  if (named) rows = rows.where('name', '=', named)
  if (tenantId) rows = rows.where('tenant_id', '=', tenantId)
  return (await rows.execute()) as LoggedEvent[]
}

/** The last place that is settled now: what a new listener starts after. */
export async function endOfLog(db: Db): Promise<LogPlace> {
  const row = await db
    .selectFrom('event_log')
    .select([sql<string>`xid::text`.as('xid'), sql<string>`position::text`.as('position')])
    .where(sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot()) and xid > '0'::xid8`)
    .orderBy(sql`event_log.xid`, 'desc')
    .orderBy(sql`event_log.position`, 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row ?? START
}
