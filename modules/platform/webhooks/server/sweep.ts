// What is older than a month leaves the logs.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { every } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'

const sweepQueue = 'webhooks.sweep'
const KEPT = sql`now() - interval '30 days'`
const BATCH = sql.lit(5_000)

/** Deletes old rows of every tenant, in short transactions. */
export async function sweep({ database, within }: Platform): Promise<void> {
  const tenants = (await database.platform('read', (db) => db.selectFrom('tenants').select('id').execute())) as {
    id: string
  }[]
  for (const { id } of tenants)
    for (const table of ['webhook_deliveries', 'incoming_calls'])
      while ((await within(systemOf(id), { cause: sweepQueue }, ({ db }) => sweepOnce(db, table))) > 0);
}

async function sweepOnce(db: Parameters<Parameters<Platform['within']>[2]>[0]['db'], table: string): Promise<number> {
  const gone = await sql`delete from ${sql.table(table)} where id in
    (select id from ${sql.table(table)} where created_at < ${KEPT} limit ${BATCH})`.execute(db)
  return Number(gone.numAffectedRows)
}

export const sweepJob = every('17 3 * * *', sweepQueue, sweep)
