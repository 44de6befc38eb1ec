// A list in the order of a field of the tenant's own: first the records that have a value, then the others by their age. Each
// part reads its index in its order; one order over both would sort everything.
import { expressionBuilder, sql } from 'kysely'
import { type FieldDefinition, invalid, malformed } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import { decodeCursor, encodeCursor } from '../asks/cursor.ts'
import type { Db } from '../database/index.ts'
import { slot } from '../database/statement/shape.ts'
import type { Ask, Sorted, Sorting } from '../asks/ask.ts'
import { maySee } from './definitions.ts'

const PREFIX = 'custom.'
export const isOwnSort = (field: string): boolean => field.startsWith(PREFIX)

type Wanted = Sorting & { actor: Actor; own: readonly FieldDefinition[] }
type Found = Sorted['rows'][number]
type Place = { value: string | number | null; created_at: string; id: string }

const eb = expressionBuilder<any, any>()

/** A page in the order of a field of one's own; throws 422 for what is not sorted by. */
export async function sortedByOwn(db: Db, wanted: Wanted): Promise<Sorted> {
  const { of, asks, sort, limit, columns } = wanted
  const column = columnOf(wanted)
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const from = wanted.cursor === undefined ? null : placeOf(wanted.cursor, sort)
  const needed = [...new Set([...columns, 'id', 'created_at', column])]
  const part = (isFilled: boolean, most: number, after: Place | null): Promise<Found[]> => {
    const order = isFilled ? [column, 'created_at', 'id'] : ['created_at', 'id']
    const filled: Ask = {
      isPlace: true,
      shape: `${column} ${isFilled}`,
      values: [],
      build: () => eb(column, isFilled ? 'is not' : 'is', null),
    }
    const behind = after ? [behindOf(after, isFilled ? column : null, direction)] : []
    return wanted.read<Found>(db, of, [...asks, filled, ...behind], { columns: needed, order, direction, most })
  }
  const first = from && from.value === null ? [] : await part(true, limit + 1, from)
  const rest =
    first.length > limit ? [] : await part(false, limit + 1 - first.length, from?.value === null ? from : null)
  const rows = [...first, ...rest]
  const values = new Map(rows.map((row) => [row.id, row[column] as Place['value']]))
  // The column is where the value stands for lists; people see it among the record's own.
  for (const row of rows) if (!columns.includes(column)) delete row[column]
  return {
    rows,
    cursorOf: ({ id, created_at }) =>
      encodeCursor({ sort, value: JSON.stringify([values.get(id) ?? null, created_at]), id }),
  }
}

function columnOf({ own, actor, sort }: Wanted): string {
  const key = sort.replace(/^-/, '').slice(PREFIX.length)
  const field = own.find((one) => one.key === key && !one.archived && maySee(actor, one))
  const code = !field
    ? 'unknown_field'
    : !field.filterable || !field.slot
      ? 'not_filterable'
      : !field.ready
        ? 'not_ready'
        : null
  if (code !== null) throw invalid([{ pointer: '/sort', code }])
  return field!.slot!
}

function behindOf({ value, created_at, id }: Place, column: string | null, direction: 'asc' | 'desc'): Ask {
  const operator = direction === 'desc' ? sql`<` : sql`>`
  return {
    isPlace: true,
    shape: 'behind',
    values: column === null ? [created_at, id] : [created_at, id, value],
    build: (first) =>
      column === null
        ? sql<boolean>`(created_at, id) ${operator} (${slot(first)}, ${slot(first + 1)}::uuid)`
        : sql<boolean>`(${sql.ref(column)}, created_at, id) ${operator} (${slot(first + 2)}, ${slot(first)}, ${slot(first + 1)}::uuid)`,
  }
}

function placeOf(cursor: string, sort: string): Place {
  const { value, id } = decodeCursor(cursor, sort)
  try {
    const [own, created_at] = JSON.parse(String(value)) as [unknown, unknown]
    const isOwn = own === null || typeof own === 'string' || typeof own === 'number'
    if (isOwn && typeof created_at === 'string' && !Number.isNaN(Date.parse(created_at)))
      return { value: own, created_at, id }
  } catch {
    // Not what this order gives: refused below.
  }
  throw malformed('cursor')
}
