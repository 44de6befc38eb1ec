// Reading the event log in order.
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

export type LoggedEvent = {
  position: number
  tenant_id: string
  name: string
  about_id: string
  actor_id: string | null
  request_id: string | null
  at: string
  payload: unknown
}

type Range = {
  /** Only later events. */
  after: number
  /** Up to here the log is settled: nothing can appear in between any more. */
  upTo: number
  limit: number
  named?: readonly string[]
  tenantId?: string
}

/** The events of a settled range, at most `limit`; `named` keeps to some kinds of events, `tenantId` to one tenant. */
export async function readLog(db: Db, { after, upTo, limit, named, tenantId }: Range): Promise<LoggedEvent[]> {
  let rows = db
    .selectFrom('event_log')
    .select(['position', 'tenant_id', 'name', 'about_id', 'actor_id', 'request_id', 'at', 'payload'])
    .where('position', '>', after)
    .where('position', '<=', upTo)
    .orderBy('position')
    .limit(sql.lit(limit))
  if (named) rows = named.length === 1 ? rows.where('name', '=', named[0]!) : rows.where('name', 'in', named)
  if (tenantId) rows = rows.where('tenant_id', '=', tenantId)
  return (await rows.execute()) as LoggedEvent[]
}
