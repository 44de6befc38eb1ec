// Keys whose answers are not given any more.
import { sql } from 'kysely'
import { systemOf } from '../access/actor.ts'
import type { Platform } from '../context.ts'
import { every } from '../jobs.ts'
import { KEPT_HOURS } from './once.ts'

const BATCH = 1_000

/** Deletes the outdated keys of every tenant, a batch in a transaction. */
export async function sweepKeys(platform: Platform, batch = BATCH): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').execute(),
  )) as { id: string }[]
  for (const { id } of tenants) {
    for (let full = true; full;) full = (await sweepBatch(platform, id, batch)) === batch
  }
}

const sweepBatch = ({ within }: Platform, tenantId: string, batch: number): Promise<number> =>
  within(systemOf(tenantId), {}, async ({ db }) => {
    const { numAffectedRows } = await sql`
      delete from idempotency_keys where (account, key) in (
        select account, key from idempotency_keys
        where created_at < now() - make_interval(hours => ${sql.lit(KEPT_HOURS)})
        order by created_at limit ${sql.lit(batch)} for update skip locked)`.execute(db)
    return Number(numAffectedRows)
  })

export const sweepingKeys = every('13,33,53 * * * *', 'idempotency.sweep', (platform) => sweepKeys(platform))
