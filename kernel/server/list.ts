// One SQL statement for every list: filters, search, permission, order and page.
import * as z from 'zod'
import { sql } from 'kysely'
import { choicesOf, type Entity, isRanked, type ListInput, MAX_TOTAL, type Page, type Row } from '../contract/index.ts'
import type { Actor } from './access/actor.ts'
import { type Ask, ask, type Sorted, type Sorting, walked } from './asks/ask.ts'
import { type AskOptions, asksOf, ownFields } from './asks/asked.ts'
import { nearOrGathered } from './custom/near.ts'
import { isOwnSort, sortedByOwn } from './custom/sorted.ts'
import { decodeCursor, encodeCursor } from './asks/cursor.ts'
import type { Db } from './database/index.ts'
import { slot } from './database/statement/shape.ts'

type Asked = ListInput & { sort: string; limit: number }

export type ListOptions = Omit<AskOptions, 'own'> & {
  /** Fields left out of list rows because they are long. */
  omit?: readonly string[]
  /** How far a total is counted; as a list on a page where nothing is said. */
  counted?: number
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
  const { counted = MAX_TOTAL, omit = [] } = options
  const columns = (asked.fields ?? Object.keys(of.fields)).filter((name) => !omit.includes(name))
  const own = await ownFields(db, actor, of, asked)
  const asks = asksOf(of, actor, asked, { ...options, own })
  const wanted = { ...asked, of, asks, columns, read: asked['custom'] ? nearOrGathered : walked }
  // Sent together: a total costs no round trip of its own.
  const counting = asked.total ? countOf(db, of, asks, counted) : null
  const sorted = isOwnSort(asked.sort.replace(/^-/, ''))
    ? sortedByOwn(db, { ...wanted, actor, own })
    : sortedByField(db, wanted)
  const [{ rows, cursorOf }, count] = await Promise.all([sorted, counting])
  const items = rows.slice(0, asked.limit)
  return pageOf(items as Row<E>[], rows.length > asked.limit ? cursorOf(items.at(-1)!) : null, count, counted)
}

async function sortedByField(db: Db, { of, asks, columns, sort, limit, cursor, read }: Sorting): Promise<Sorted> {
  const field = sort.replace(/^-/, '')
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const rows = await read<Sorted['rows'][number]>(
    db,
    of,
    cursor ? [...asks, after(of, cursor, sort, direction)] : asks,
    {
      columns: [...new Set([...columns, 'id', field])],
      order: [isRanked(of, field) ? `${field}_rank` : field, 'id'],
      direction,
      most: limit + 1,
    },
  )
  return { rows, cursorOf: (row) => encodeCursor({ sort, value: row[field] as string, id: row.id }) }
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
