// Many rows in one statement: they travel as one JSON value, so that the statement is the same for any number of them.
import { sql } from 'kysely'
import type { Db } from '#kernel/server/database/index.ts'

/**
 * Inserts rows that all have the same columns. A row that is there already, by any unique key, stays as it is.
 * Answers the ids of the rows that are new, where the table has an `id`.
 */
export async function insertRows(db: Db, table: string, rows: readonly object[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const columns = Object.keys(rows[0]!)
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const returned = columns.includes('id') ? sql`returning id` : sql``
  const inserted = await sql<{ id: string }>`
    insert into ${sql.table(table)} (${list})
    select ${list} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing ${returned}`.execute(db)
  return new Set(inserted.rows.map(({ id }) => id))
}

/** Takes `count` numbers of a series at once; answers the first of them. The counter stays locked until the commit. */
export async function takeNumbers(db: Db, series: string, count: number): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    insert into counters (series, value) values (${series}, ${count})
    on conflict (tenant_id, series) do update set value = counters.value + excluded.value
    returning value`.execute(db)
  return rows[0]!.value - count + 1
}
