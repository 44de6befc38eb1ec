// What the months to come may bring, and what the months behind have brought.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { sql } from 'kysely'
import { type board as contract, Deal } from '../../contract.ts'
import type { DealContext } from '../tables.ts'

type Item = Out<typeof contract.forecast>['items'][number]
const NO_MONTH = 'none'

/**
 * Weighted: Σ amount × probability of the stage, of open deals, by the month of their expected close; won: Σ amount of won
 * deals, by the month (UTC) they were won in. Half a minor unit is rounded up, once a row.
 */
export async function forecast(
  { db, actor }: DealContext,
  { pipeline, from, months, owner }: Parsed<typeof contract.forecast>,
): Promise<Out<typeof contract.forecast>> {
  const first = Temporal.PlainDate.from(`${from}-01`)
  const [begin, end] = [first.toString(), first.add({ months }).toString()]
  const mine = [
    sql`d.deleted_at is null`,
    sql`${predicate(reach(actor, Deal, 'deals.read'), actor, 'd')}`,
    ...(pipeline ? [sql`d.pipeline = ${pipeline}`] : []),
    ...(owner === undefined ? [] : [ownedBy([owner].flat(), actor.user_id)]),
  ]
  const where = sql.join(mine, sql` and `)
  const sums = sql`count(*) as count, least(sum(d.amount), 9007199254740991)::bigint as sum`
  const [open, won] = await Promise.all([
    sql<{ month: string; owner: string | null; currency: string; count: number; sum: number; weighted: number }>`
      select coalesce(to_char(d.expected_close, 'YYYY-MM'), ${sql.lit(NO_MONTH)}) as month, d.owner, d.currency, ${sums},
        least(round(sum(d.amount * s.probability) / 100), 9007199254740991)::bigint as weighted
      from deals d join pipeline_stages s on s.tenant_id = d.tenant_id and s.id = d.stage
      where ${where} and d.state = 'open' and (d.expected_close is null or d.expected_close >= ${begin} and d.expected_close < ${end})
      group by 1, d.owner, d.currency`.execute(db),
    sql<{ month: string; owner: string | null; currency: string; count: number; sum: number }>`
      select to_char(d.won_at at time zone 'UTC', 'YYYY-MM') as month, d.owner, d.currency, ${sums}
      from deals d where ${where} and d.won_at >= ${`${begin}T00:00:00Z`} and d.won_at < ${`${end}T00:00:00Z`}
      group by 1, d.owner, d.currency`.execute(db),
  ])
  const items = new Map<string, Item>()
  const at = (row: { month: string; owner: string | null; currency: string }): Item => {
    const key = `${row.month} ${row.owner} ${row.currency}`
    const { month, currency } = row
    const fresh = { month, owner: row.owner, currency, open: 0, sum: 0, weighted: 0, won: 0, won_sum: 0 }
    const item = items.get(key) ?? fresh
    items.set(key, item)
    return item
  }
  for (const row of open.rows) Object.assign(at(row), { open: row.count, sum: row.sum, weighted: row.weighted })
  for (const row of won.rows) Object.assign(at(row), { won: row.count, won_sum: row.sum })
  return { items: [...items.values()].toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0)) }
}

function ownedBy(owners: readonly string[], me: string) {
  const ids = owners.filter((one) => one !== 'none').map((one) => (one === 'me' ? me : one))
  const named = ids.length > 0 ? sql`d.owner in (${sql.join(ids)})` : sql`false`
  return owners.includes('none') ? sql`(${named} or d.owner is null)` : named
}
