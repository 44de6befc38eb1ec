// Puts a record between two others of a column that people order by hand. Whoever calls holds the column's lock.
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { keyBetween, keysBetween } from './keys.ts'

/** The records of a column: `field` = `value` in `table`, which has `position`, `id` and `deleted_at`, and an index over them. */
export type Column = { table: string; field: string; value: string }
/** Where to: right behind a record, right before one, or with neither at the top. One that is no longer there counts as not said. */
export type Place = { after?: string | null | undefined; before?: string | null | undefined }
type Placed = { id: string; position: string }

/** Longer keys are made anew, together with those around them. */
const LONGEST = 40
/** What keys made anew may be at most: a wider stretch is taken until they are. */
const SHORT = 20
const STRETCH = 128

/** Only one at a time puts records into a column, so that no two get the same key. Until the end of the transaction. */
export async function lockColumn(db: Db, { table, value }: Column): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`order ${table} ${value}`}, 0))`.execute(db)
}

/** The key for a record at a place; keys around it are shortened first where it would be too long. */
export async function keyAt(db: Db, column: Column, moving: string | null, place: Place): Promise<string> {
  const gap = await gapAt(db, column, moving, place)
  const key = gap.low === null || gap.high === null || gap.low < gap.high ? keyBetween(gap.low, gap.high) : null
  if (key !== null && key.length <= LONGEST) return key
  return keyAmong(db, column, moving, gap)
}

type Gap = { low: string | null; high: string | null; below: Placed | null }

async function gapAt(db: Db, column: Column, moving: string | null, place: Place): Promise<Gap> {
  const [above, behind] = await Promise.all([
    find(db, column, place.after, moving),
    find(db, column, place.before, moving),
  ])
  if (above) {
    const below = await next(db, column, moving, above)
    return { low: above.position, high: below?.position ?? null, below }
  }
  if (behind) {
    const low = await previous(db, column, moving, behind)
    return { low: low?.position ?? null, high: behind.position, below: behind }
  }
  const below = await next(db, column, moving, null)
  return { low: null, high: below?.position ?? null, below }
}

const inColumn = ({ table, field, value }: Column) => ({
  from: sql.table(table),
  belongs: sql`${sql.ref(field)} = ${value} and deleted_at is null`,
})

async function find(db: Db, column: Column, id: string | null | undefined, but: string | null): Promise<Placed | null> {
  if (!id || id === but) return null
  const { from, belongs } = inColumn(column)
  const { rows } = await sql<Placed>`select id, position from ${from} where id = ${id} and ${belongs}`.execute(db)
  return rows[0] ?? null
}

const next = async (db: Db, column: Column, but: string | null, of: Placed | null) =>
  (await stretch(db, column, but, { of, way: 'next', most: 1 }))[0] ?? null
const previous = async (db: Db, column: Column, but: string | null, of: Placed) =>
  (await stretch(db, column, but, { of, way: 'previous', most: 1 }))[0] ?? null

/** The records beside one in the column's order, the nearest first, without the one that moves. */
async function stretch(
  db: Db,
  column: Column,
  but: string | null,
  { of, way, most }: { of: Placed | null; way: 'next' | 'previous'; most: number },
): Promise<Placed[]> {
  const { from, belongs } = inColumn(column)
  const direction = way === 'next' ? sql`asc` : sql`desc`
  const beside = way === 'next' ? sql`>` : sql`<`
  const { rows } = await sql<Placed>`
    select id, position from ${from}
    where ${belongs} ${of ? sql`and (position, id) ${beside} (${of.position}, ${of.id}::uuid)` : sql``}
      ${but ? sql`and id <> ${but}` : sql``}
    order by position ${direction}, id ${direction} limit ${sql.lit(most)}`.execute(db)
  return rows
}

/** Makes the keys around a gap anew, as far around as it takes for them to be short; answers the one for the gap. */
async function keyAmong(db: Db, column: Column, moving: string | null, { below }: Gap): Promise<string> {
  for (let most = STRETCH; ; most *= 2) {
    const above = await stretch(db, column, moving, { of: below, way: 'previous', most: below ? most + 1 : 0 })
    const under = below ? [below, ...(await stretch(db, column, moving, { of: below, way: 'next', most }))] : []
    const tail = below ? [] : await last(db, column, moving, most + 1)
    const over = (below ? above : tail).toReversed()
    // One more than is moved was fetched on each side: it stays, as the edge.
    const first = over.length > most ? over.shift()! : null
    const end = under.length > most ? under.pop()! : null
    const [low, high] = [first?.position ?? null, end?.position ?? null]
    if (low !== null && high !== null && low >= high) continue
    const keys = keysBetween(low, high, over.length + 1 + under.length)
    const isAll = first === null && end === null
    if (!isAll && keys.some((key) => key.length > SHORT)) continue
    const [own] = keys.splice(over.length, 1)
    await write(db, column, [...over, ...under], keys)
    return own!
  }
}

async function last(db: Db, column: Column, but: string | null, most: number): Promise<Placed[]> {
  const { from, belongs } = inColumn(column)
  const { rows } = await sql<Placed>`
    select id, position from ${from} where ${belongs} ${but ? sql`and id <> ${but}` : sql``}
    order by position desc, id desc limit ${sql.lit(most)}`.execute(db)
  return rows
}

async function write(db: Db, { table }: Column, records: readonly Placed[], keys: readonly string[]): Promise<void> {
  const ids = records.map(({ id }) => id)
  await sql`
    update ${sql.table(table)} as placed set position = given.key
    from unnest(${ids}::uuid[], ${keys}::text[]) as given (id, key) where placed.id = given.id`.execute(db)
}
