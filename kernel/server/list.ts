// One SQL statement for every list: filters, search, permission, order and page.
import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import { type Entity, fieldsWith, hintsOf, type ListInput, type Page, type Row } from '../contract/index.ts'
import { type Actor, reach } from './access/actor.ts'
import { predicate } from './access/predicate.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { Db } from './database/index.ts'

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
}

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

  const where = db.selectFrom(of.table).where((eb) => eb.and(conditions(eb, of, actor, asked, options)))
  // The limit is written into the text: a parameter would keep the planner from choosing the ordered index.
  let page = where
    .select(needed)
    .orderBy(field, direction)
    .orderBy('id', direction)
    .limit(sql.lit(asked.limit + 1))
  if (asked.cursor) {
    const { value, id } = decodeCursor(asked.cursor, asked.sort)
    const operator = direction === 'desc' ? sql`<` : sql`>`
    page = page.where(sql<boolean>`(${sql.ref(field)}, id) ${operator} (${value}, ${id}::uuid)`)
  }
  const rows = (await page.execute()) as Row<E>[]
  const items = rows.slice(0, asked.limit)
  const last = items.at(-1) as Record<string, unknown> | undefined
  const next =
    rows.length > asked.limit && last
      ? encodeCursor({ sort: asked.sort, value: last[field] as string, id: last['id'] as string })
      : null
  if (!asked.total) return { items, next }
  const { count } = (await where.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow()) as {
    count: number
  }
  return { items, next, total: count }
}

function conditions(
  eb: Eb,
  of: Entity,
  actor: Actor,
  asked: Asked,
  { permission, search, filters = {} }: ListOptions,
): Expression<SqlBool>[] {
  const wanted = asked as Record<string, unknown>
  const found: Expression<SqlBool>[] = [eb('deleted_at', 'is', null), predicate(reach(actor, of, permission), actor)]
  if (asked.q && search) found.push(search(asked.q, actor))
  for (const name of fieldsWith(of, (hints) => hints.filterable)) {
    if (wanted[name] === undefined) continue
    const values = valuesOf(wanted[name], of, name, actor)
    found.push(filters[name] ? filters[name](values as string[], eb) : comparison(eb, name, values))
  }
  for (const name of fieldsWith(of, (hints) => hints.sortable)) {
    if (wanted[`${name}_from`]) found.push(eb(name, '>=', wanted[`${name}_from`]))
    if (wanted[`${name}_to`]) found.push(eb(name, '<', wanted[`${name}_to`]))
  }
  return found
}

/** The asked values with groups unfolded and `me` replaced. */
function valuesOf(asked: unknown, of: Entity, name: string, actor: Actor): unknown[] {
  const { groups = {}, column } = hintsOf(of.fields[name]!)
  const several = Array.isArray(asked) ? asked : [asked]
  return several.flatMap(
    (value) => groups[value as string] ?? [column === 'uuid' && value === 'me' ? actor.user_id : value],
  )
}

function comparison(eb: Eb, name: string, values: readonly unknown[]): Expression<SqlBool> {
  const given = values.filter((value) => value !== 'none')
  const parts: Expression<SqlBool>[] = []
  if (given.length === 1) parts.push(eb(name, '=', given[0]))
  if (given.length > 1) parts.push(eb(name, 'in', given))
  if (given.length < values.length) parts.push(eb(name, 'is', null))
  return eb.or(parts)
}
