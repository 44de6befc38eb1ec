// Traces that nobody needs any more.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { every } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { MOST_OVERDUE_DAYS } from './waking/trigger.ts'

/** What did not fire is of interest for a while; what fired also says that a long stay was seen to. */
const KEPT_DAYS = 14
const FIRED_KEPT_DAYS = MOST_OVERDUE_DAYS + 30
/** Of one record. */
const MOST_OF_RECORD = 200

export async function sweepRuns({ database, within }: Platform): Promise<void> {
  const tenants = (await database.platform('read', (db) => db.selectFrom('tenants').select('id').execute())) as {
    id: string
  }[]
  for (const { id } of tenants)
    await within(systemOf(id), { cause: 'rules.sweep' }, async ({ db }) => {
      await sql`
        delete from rule_runs where created_at < now() - make_interval(days => ${sql.lit(FIRED_KEPT_DAYS)})
          or (outcome <> 'fired' and chain not like 'stay %'
            and created_at < now() - make_interval(days => ${sql.lit(KEPT_DAYS)}))`.execute(db)
      await sql`
        delete from rule_runs u using (
          select record, (array_agg(created_at order by created_at desc))[${sql.lit(MOST_OF_RECORD)}] as oldest
          from rule_runs group by record having count(*) > ${sql.lit(MOST_OF_RECORD)}) many
        where u.record = many.record and u.created_at < many.oldest and u.chain not like 'stay %'`.execute(db)
    })
}

export const sweepJob = every('50 3 * * *', 'rules.sweep', sweepRuns)
