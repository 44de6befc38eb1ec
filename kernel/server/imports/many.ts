// Thousands of records of one kind in one statement each: made, changed, read and put away.
import { sql } from 'kysely'
import { bare, type Entity, hintsOf } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import * as z from 'zod'

type Record_ = Readonly<Record<string, unknown>>

/** A field's column type, as its table has it. */
function columnOf(of: Entity, name: string): string {
  if (name === 'deleted_at') return 'timestamptz'
  const schema = of.fields[name]
  if (!schema) throw new Error(`${of.name} has no field ${name}`)
  return hintsOf(schema).column ?? (bare(schema) instanceof z.ZodString ? 'text' : 'jsonb')
}

const recordset = (of: Entity, columns: readonly string[], rows: readonly Record_[]) => {
  const typed = sql.join(columns.map((name) => sql`${sql.ref(name)} ${sql.raw(columnOf(of, name))}`))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (${typed})`
}

/** Makes records that were checked before. All rows have the same fields, `id` among them. */
export async function insertMany({ db }: Context, of: Entity, rows: readonly Record_[]): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const names = sql.join(columns.map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(of.table)} (${names}) select ${names} from ${recordset(of, columns, rows)}`.execute(
    db,
  )
}

/** Gives records new values; all rows have the same fields, `id` among them. Answers the versions that they have now. */
export async function updateMany(
  { db }: Context,
  of: Entity,
  rows: readonly Record_[],
): Promise<ReadonlyMap<string, number>> {
  if (rows.length === 0) return new Map()
  const columns = Object.keys(rows[0]!)
  const set = columns.filter((name) => name !== 'id').map((name) => sql`${sql.ref(name)} = one.${sql.ref(name)}`)
  const byId = JSON.stringify(Object.fromEntries(rows.map((row) => [String(row['id']), row])))
  const typed = columns.map((name) => sql`${sql.ref(name)} ${sql.raw(columnOf(of, name))}`)
  // By the records' own index, whatever the planner believes of a table that was empty a minute ago.
  const { rows: done } = await sql<{ id: string; version: number }>`
    update ${sql.table(of.table)} as kept set ${sql.join(set)}
    from (
      select one.* from (select ${byId}::jsonb as rows) as said,
        unnest(${rows.map((row) => row['id'])}::uuid[]) as wanted (id),
        lateral jsonb_to_record(said.rows -> wanted.id::text) as one (${sql.join(typed)})
    ) as one
    where kept.id = one.id and kept.id = any(${rows.map((row) => row['id'])}::uuid[])
    returning kept.id, kept.version`.execute(db)
  return new Map(done.map(({ id, version }) => [id, Number(version)]))
}

/** Records by id, removed ones too, locked in the order of their ids so that nobody waits for each other. */
export async function lockMany(
  { db }: Context,
  of: Entity,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record_ & { deleted_at: string | null }>> {
  if (ids.length === 0) return new Map()
  const names = sql.join([...Object.keys(of.fields), 'deleted_at'].map((name) => sql.ref(name)))
  const { rows } = await sql<Record_ & { id: string; deleted_at: string | null }>`
    select ${names} from ${sql.table(of.table)} where id = any(${ids}::uuid[]) order by id for update`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
