// One SQL statement for every list: filters, search, permission, order and page.
import * as z from 'zod'
import {
  type Expression,
  expressionBuilder,
  type ExpressionBuilder,
  type SelectQueryBuilder,
  type Compilable,
  sql,
  type SqlBool,
} from 'kysely'
import {
  choicesOf,
  type CustomFilter,
  type Entity,
  type FieldDefinition,
  fieldsWith,
  hintsOf,
  isRanked,
  type ListInput,
  MAX_TOTAL,
  type Page,
  rangedFields,
  type Row,
} from '../contract/index.ts'
import { type Actor, reach } from './access/actor.ts'
import { predicate, shapeOf, viewerSlots, viewerValues } from './access/predicate.ts'
import { customAsks } from './custom/asks.ts'
import { fieldsOf } from './custom/definitions.ts'
import { nearOrGathered } from './custom/near.ts'
import { isOwnSort, sortedByOwn } from './custom/sorted.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { Db } from './database/index.ts'
import { byItsText, runShape, slot } from './database/statement/shape.ts'

type Asked = ListInput & { sort: string; limit: number }
type Eb = ExpressionBuilder<any, any>

export type ListOptions = {
  permission: string
  /** Fields left out of list rows because they are long. */
  omit?: readonly string[]
  /** How `q` finds rows; a module with more than plain full text brings its own. */
  search?: (q: string, actor: Actor) => Expression<SqlBool>
  /** Filters that are not a plain comparison of a column, by field. */
  filters?: Record<string, (values: readonly string[], eb: Eb) => Expression<SqlBool>>
  /** More that each row must be: what no filter of the input says. */
  also?: readonly Ask[]
  /** How far a total is counted; as a list on a page where nothing is said. */
  counted?: number
  /** The tenant's own fields, where the input filters by them: see `ownFields`. */
  own?: readonly FieldDefinition[]
}

/** The tenant's own fields of an entity, for a list whose input filters by them. */
export const ownFields = async (db: Db, actor: Actor, of: Entity, asked: Record<string, unknown>) =>
  of.custom && (asked['custom'] || isOwnSort(String(asked['sort'] ?? '').replace(/^-/, '')))
    ? await fieldsOf(db, actor.tenant_id, of.name)
    : []

/** Lists the rows of an entity that the actor may see. */
export async function list<E extends Entity>(
  db: Db,
  actor: Actor,
  of: E,
  input: ListInput<Row<E>>,
  options: ListOptions,
): Promise<Page<Row<E>>> {
  const asked = input as Asked
  const field = asked.sort.replace(/^-/, '')
  const direction = asked.sort.startsWith('-') ? 'desc' : 'asc'
  const columns = (asked.fields ?? Object.keys(of.fields)).filter((name) => !options.omit?.includes(name))
  const needed = [...new Set([...columns, 'id', field])]

  const { counted = MAX_TOTAL } = options
  const own = await ownFields(db, actor, of, asked)
  const asks = asksOf(of, actor, asked, { ...options, own })
  const read = asked['custom'] ? nearOrGathered : walked
  if (isOwnSort(field)) {
    const [{ rows, cursorOf }, count] = await Promise.all([
      sortedByOwn(db, { ...asked, of, actor, own, asks, columns, read }),
      asked.total ? countOf(db, of, asks, counted) : null,
    ])
    const items = rows.slice(0, asked.limit)
    return pageOf(items as Row<E>[], rows.length > asked.limit ? cursorOf(items.at(-1)!) : null, count, counted)
  }
  const ordered = isRanked(of, field) ? `${field}_rank` : field
  const onPage = asked.cursor ? [...asks, after(of, asked.cursor, asked.sort, direction)] : asks
  // Sent together: a total costs no round trip of its own.
  const counting = asked.total ? countOf(db, of, asks, counted) : null
  const asking = read<Row<E>>(db, of, onPage, {
    columns: needed,
    order: [ordered, 'id'],
    direction,
    most: asked.limit + 1,
  })
  const [rows, count] = await Promise.all([asking, counting])
  const items = rows.slice(0, asked.limit)
  const last = items.at(-1) as Record<string, unknown> | undefined
  const next =
    rows.length > asked.limit && last
      ? encodeCursor({ sort: asked.sort, value: last[field] as string, id: last['id'] as string })
      : null
  return pageOf(items, next, count, counted)
}

function pageOf<R>(items: R[], next: string | null, count: number | null, counted: number): Page<R> {
  if (count === null) return { items, next }
  return count > counted ? { items, next, total: counted, total_capped: true } : { items, next, total: count }
}

/** How many rows there are, counted no further than one over the limit. */
async function countOf(db: Db, of: Entity, asks: readonly Ask[], most: number): Promise<number> {
  const [found] = await ask<{ count: number }>(db, of, asks, `count ${most}`, (from) =>
    db
      .selectFrom(
        from
          .select(sql.lit(1).as('one'))
          .limit(sql.lit(most + 1))
          .as('counted'),
      )
      .select((eb) => eb.fn.countAll().as('count')),
  )
  return found!.count
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

/** What is asked of each row: that the actor may see it, and every filter, search and range of a list's input. */
export function asksOf(
  of: Entity,
  actor: Actor,
  asked: Record<string, unknown>,
  { permission, search, filters = {}, own = [], also = [] }: ListOptions,
): Ask[] {
  const wanted = asked
  const eb = expressionBuilder<any, any>()
  const asks: Ask[] = [
    {
      shape: `${permission} ${shapeOf(actor, permission)}`,
      values: viewerValues(actor),
      build: (first) => predicate(reach(actor, of, permission), viewerSlots(actor, first)),
    },
  ]
  const q = asked['q'] as string | undefined
  if (q && search) asks.push(byItsText(search(q, actor)))
  for (const name of fieldsWith(of, (hints) => hints.filterable)) {
    if (wanted[name] === undefined) continue
    const values = valuesOf(wanted[name], of, name, actor)
    const special = filters[name]
    asks.push(
      special
        ? { shape: `${name}${JSON.stringify(values)}`, values: [], build: () => special(values as string[], eb) }
        : comparison(name, values),
    )
  }
  for (const name of rangedFields(of)) {
    for (const [bound, operator] of [
      ['from', '>='],
      ['to', '<'],
    ] as const) {
      const value = wanted[`${name}_${bound}`]
      if (!value) continue
      asks.push({ shape: `${name}${operator}`, values: [value], build: (first) => eb(name, operator, slot(first)) })
    }
  }
  asks.push(...also)
  if (of.custom) asks.push(...customAsks(of, actor, own, asked['custom'] as CustomFilter | undefined))
  return asks
}

/** Rows behind the one a cursor names; those without a value stand last, first where the order goes down. */
function after(of: Entity, cursor: string, sort: string, direction: 'asc' | 'desc'): Ask {
  const { value, id } = decodeCursor(cursor, sort)
  const field = sort.replace(/^-/, '')
  const ranks = isRanked(of, field) ? choicesOf(of.fields[field]!) : null
  const operator = direction === 'desc' ? sql`<` : sql`>`
  const column = sql.ref(field)
  if (value === null) {
    const others = direction === 'desc' ? sql`or ${column} is not null` : sql``
    return {
      isPlace: true,
      shape: 'after empty',
      values: [id],
      build: (first) => sql<boolean>`(${column} is null and id ${operator} ${slot(first)}::uuid ${others})`,
    }
  }
  if (of.fields[field] instanceof z.ZodNullable && direction === 'asc')
    return {
      isPlace: true,
      shape: 'after or empty',
      values: [value, id],
      build: (first) =>
        sql<boolean>`((${column}, id) > (${slot(first)}, ${slot(first + 1)}::uuid) or ${column} is null)`,
    }
  return {
    isPlace: true,
    shape: 'after',
    values: [ranks ? ranks.indexOf(String(value)) + 1 : value, id],
    build: (first) =>
      sql<boolean>`(${sql.ref(ranks ? `${field}_rank` : field)}, id) ${operator} (${slot(first)}, ${slot(first + 1)}::uuid)`,
  }
}

/** The asked values with groups unfolded and `me` replaced. */
function valuesOf(asked: unknown, of: Entity, name: string, actor: Actor): unknown[] {
  const { groups = {}, column } = hintsOf(of.fields[name]!)
  const several = Array.isArray(asked) ? asked : [asked]
  const mine = (value: unknown) => (column === 'uuid' && value === 'me' ? actor.user_id : value)
  return several.flatMap((value): readonly unknown[] =>
    Object.hasOwn(groups, String(value)) ? groups[String(value)]! : [mine(value)],
  )
}

function comparison(name: string, values: readonly unknown[]): Ask {
  const eb = expressionBuilder<any, any>()
  const given = values.filter((value) => value !== 'none')
  const orEmpty = given.length < values.length
  return {
    shape: `${name}=${given.length}${orEmpty ? ' or empty' : ''}`,
    values: given,
    build: (first) => {
      const parts: Expression<SqlBool>[] = []
      if (given.length === 1) parts.push(eb(name, '=', slot(first)))
      if (given.length > 1)
        parts.push(
          eb(
            name,
            'in',
            given.map((_value, index) => slot(first + index)),
          ),
        )
      if (orEmpty) parts.push(eb(name, 'is', null))
      return eb.or(parts)
    },
  }
}
