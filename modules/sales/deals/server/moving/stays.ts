// How long deals were where.
import type { Out } from '#kernel/contract/index.ts'
import { find } from '#kernel/server/crud.ts'
import { sql } from 'kysely'
import { Deal, type deals } from '../../contract.ts'
import type { DealContext } from '../tables.ts'

const MOST_STAYS = 200

/** A deal is in a stage from now on, and no longer where it was. */
export async function beginStay({ db, actor }: DealContext, deal: string, stage: string, since: string): Promise<void> {
  const by = actor.kind === 'person' ? actor.user_id : null
  await Promise.all([
    sql`update deal_stays set until = ${since} where deal = ${deal} and until is null`.execute(db),
    // Two moves within one millisecond are one stay, in the stage that it ended in.
    sql`insert into deal_stays (deal, since, stage, actor) values (${deal}, ${since}, ${stage}, ${by})
        on conflict (tenant_id, deal, since) do update set stage = excluded.stage, until = null`.execute(db),
  ])
}

export async function stays(context: DealContext, { id }: { id: string }): Promise<Out<typeof deals.stays>> {
  await find(context, Deal, id, 'deals.read')
  const { rows } = await sql<Out<typeof deals.stays>['items'][number]>`
    select stage, since, extract(epoch from until - since)::bigint as seconds, actor
    from deal_stays where deal = ${id} order by deal_stays.since desc limit ${sql.lit(MOST_STAYS)}`.execute(context.db)
  return { items: rows }
}

/** The open stage that a deal was in last, if it is still there. */
export async function lastOpenStage({ db }: DealContext, deal: string): Promise<string | null> {
  const { rows } = await sql<{ stage: string }>`
    select s.id as stage from deal_stays d join pipeline_stages s on s.tenant_id = d.tenant_id and s.id = d.stage
    where d.deal = ${deal} and s.kind = 'open' and s.deleted_at is null order by d.since desc limit 1`.execute(db)
  return rows[0]?.stage ?? null
}
