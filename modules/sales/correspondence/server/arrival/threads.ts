// The conversations of letters.
import { sql } from 'kysely'
import type { LetterContext } from '../tables.ts'

/** The record of its last letter, and everybody who took part, in lower case. */
export type Thread = { thread: string; client: string; deal: string | null; addresses: string[] }

export async function threadsById({ db }: LetterContext, wanted: readonly string[]): Promise<Map<string, Thread>> {
  const ids = [...new Set(wanted)]
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Thread>`
    select distinct on (l.thread) l.thread, l.client, l.deal, (
      select array_agg(distinct lower(who.address)) from letters o
        cross join lateral (select o.from_address as address
          union all select p ->> 'address' from jsonb_array_elements(o.people) p) who
      where o.thread = l.thread
    ) as addresses
    from letters l where l.thread = any(${ids}::uuid[]) and l.deleted_at is null
    order by l.thread, l.created_at desc`.execute(db)
  return new Map(rows.map((row) => [row.thread, row]))
}
