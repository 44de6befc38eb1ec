// Runs that nobody can take back any more.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { every } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'

const KEPT_DAYS = 7

async function sweepRuns({ database, within }: Platform): Promise<void> {
  const tenants = (await database.platform('read', (db) => db.selectFrom('tenants').select('id').execute())) as {
    id: string
  }[]
  for (const { id } of tenants)
    await within(systemOf(id), {}, ({ db }) =>
      sql`delete from bulk_runs where ended_at < now() - make_interval(days => ${sql.lit(KEPT_DAYS)})`.execute(db),
    )
}

export const sweepingRuns = every('40 3 * * *', 'bulk.sweep', sweepRuns)
