// A page of a list that is narrowed by the tenant's own fields. Each stands in an index, no index holds two of them, and PostgreSQL
// takes them to know nothing of each other: of two that exclude each other it would read a list to its end.
import { sql } from 'kysely'
import type { Entity } from '../../contract/index.ts'
import type { Db } from '../database/index.ts'
import { type Ask, askBy, type PageOf } from '../asks/ask.ts'

/** So many records are met in the list's own order; where they do not fill the page, all that fit are gathered and put in order. */
const NEAR = 5_000

/**
 * The first rows of an order for which all `asks` hold, in one statement. What fits often stands near; what does not is rare
 * enough to be gathered.
 */
export function nearOrGathered<R>(
  db: Db,
  of: Entity,
  asks: readonly Ask[],
  { columns, order, direction, most }: PageOf,
): Promise<R[]> {
  const leading = order[0] === 'created_at' ? asks.findIndex(({ hasAges }) => hasAges) : -1
  return askBy<R>(db, of, asks, `near ${order.join()} ${direction} ${most} ${columns.join()}`, (conditions) => {
    const table = sql.table(of.table)
    const kept = sql`deleted_at is null`
    const all = sql.join([kept, ...conditions], sql` and `)
    const met = sql.join(
      [kept, ...conditions.filter((_condition, at) => at === leading || asks[at]!.isPlace)],
      sql` and `,
    )
    const refs = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)))
    const ordered = sql.join(order.map((name) => sql`${sql.ref(name)} ${sql.raw(direction)}`))
    const needed = refs([...new Set([...columns, ...order])])
    const first = sql`order by ${ordered} limit ${sql.lit(most)}`
    const statement = sql<R>`with
      near as materialized (
        select ${needed} from (select * from ${table} where ${met} order by ${ordered} limit ${sql.lit(NEAR)}) as ${table} where ${all} ${first}),
      gathered as materialized (select ${refs(order)} from ${table} where ${all} and (select count(*) from near) < ${sql.lit(most)})
      select ${refs(columns)} from (
        select ${needed} from near where (select count(*) from near) = ${sql.lit(most)}
        union all
        select ${needed} from ${table} where id in (select id from gathered ${first})) page ${first}`
    return { compile: () => statement.compile(db) }
  })
}
