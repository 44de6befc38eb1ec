// What is asked of rows, condition by condition, and the statements that are made of it.
import { type Compilable, type Expression, type SelectQueryBuilder, sql, type SqlBool } from 'kysely'
import type { Entity } from '../../contract/index.ts'
import type { Db } from '../database/index.ts'
import { runShape } from '../database/statement/shape.ts'

/**
 * One condition of a list: how it is built with placeholders from `first` on, and what makes it another statement; null for
 * one that is built anew each time.
 */
export type Ask = {
  shape: string | null
  values: readonly unknown[]
  build: (first: number) => Expression<SqlBool>
  /** It says where in the list's order to look: no index of that order meets a record that does not fit. */
  isPlace?: true
  /** An index holds the records that fit in the order of their creation. */
  hasAges?: true
}

/** Rows of an entity for which all `asks` hold; `what` names what `select` does with them. */
export const ask = <R>(
  db: Db,
  of: Entity,
  asks: readonly Ask[],
  what: string,
  select: (from: SelectQueryBuilder<any, any, object>) => Compilable,
): Promise<R[]> =>
  askBy(db, of, asks, what, (conditions) =>
    select(
      db
        .selectFrom(of.table)
        .where('deleted_at', 'is', null)
        .where((eb) => eb.and(conditions)),
    ),
  )

/** As `ask`, with a statement of one's own made of the conditions, which stand in the order of the `asks`. */
export function askBy<R>(
  db: Db,
  of: Entity,
  asks: readonly Ask[],
  what: string,
  build: (conditions: Expression<SqlBool>[]) => Compilable,
): Promise<R[]> {
  const shapes = asks.map(({ shape }) => shape)
  const shape = shapes.includes(null) ? null : [of.name, what, ...shapes].join('|')
  const values = asks.flatMap((one) => one.values)
  return runShape<R>(db, shape, values, () => build(conditionsOf(asks)))
}

/** A page of an order: its columns with the id at the end, and how many rows at most. */
export type PageOf = {
  columns: readonly string[]
  order: readonly string[]
  direction: 'asc' | 'desc'
  most: number
}

/** A page that is asked for, and the way to read its rows. */
export type Sorting = {
  of: Entity
  asks: readonly Ask[]
  sort: string
  limit: number
  cursor?: string
  columns: readonly string[]
  read: <R>(db: Db, of: Entity, asks: readonly Ask[], page: PageOf) => Promise<R[]>
}
type SortedRow = Record<string, unknown> & { id: string }
/** The rows of a page and one more where there is one, and the cursor behind each. */
export type Sorted = { rows: SortedRow[]; cursorOf: (row: SortedRow) => string }

/** The first rows of an order for which all `asks` hold, as PostgreSQL finds them best. */
export const walked = <R>(db: Db, of: Entity, asks: readonly Ask[], { columns, order, direction, most }: PageOf) =>
  ask<R>(db, of, asks, `${order.join()} ${direction} ${most} ${columns.join()}`, (from) =>
    order
      .reduce((ordered, field) => ordered.orderBy(field, direction), from.select(columns))
      // Written into the text: a parameter would keep the planner from choosing the ordered index.
      .limit(sql.lit(most)),
  )

/** The conditions of some asks; their values take the placeholders from the first on, in their order. */
export function conditionsOf(asks: readonly Ask[]): Expression<SqlBool>[] {
  let first = 0
  return asks.map((one) => {
    const condition = one.build(first)
    first += one.values.length
    return condition
  })
}
