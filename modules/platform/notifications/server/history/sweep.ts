// Old notices go, in small pieces.
import type { Context, Platform } from '#kernel/server/context.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { every, jobKind, worker } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'

const KEPT_DAYS = 90
const BATCH = 1_000

const sweepJob = jobKind<object>('notifications.sweep')

/** Takes one batch of a tenant's old notices and lines away; a full one asks for the next. Answers how many went. */
export async function sweepBatch({ db, now, enqueue }: Context, batch = BATCH): Promise<number> {
  const old = sql`${now}::timestamptz - make_interval(days => ${sql.lit(KEPT_DAYS)})`
  const gone = async (table: 'notices' | 'notifications', at: 'created_at' | 'happened_at') =>
    (
      await sql`delete from ${sql.ref(table)} where (tenant_id, id) in (
        select tenant_id, id from ${sql.ref(table)} where ${sql.ref(at)} < ${old} limit ${sql.lit(batch)})`.execute(db)
    ).numAffectedRows
  const most = [await gone('notices', 'created_at'), await gone('notifications', 'happened_at')].map(Number)
  if (most.some((count) => count === batch)) await enqueue(sweepJob, {})
  return most[0]! + most[1]!
}

async function askTenants(platform: Platform): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('deleted_at', 'is', null).execute(),
  )) as { id: string }[]
  for (const { id } of tenants) await platform.within(systemOf(id), {}, ({ enqueue }) => enqueue(sweepJob, {}))
}

export const sweepJobs = [
  every('12 3 * * *', 'notifications.find_old', askTenants),
  worker(sweepJob, async (context) => void (await sweepBatch(context))),
]
