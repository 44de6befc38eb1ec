// How far the event log is settled: up to there, no transaction can still commit an event.
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** Positions up to `position` were drawn by transactions whose ids are not above `bound`. */
type Mark = { position: number; bound: bigint }

const MOST_MARKS = 64

/**
 * Positions are drawn in one order and committed in another. A mark is the last position drawn so far and a transaction id
 * taken after it, above those of all who drew; once every transaction up to that id is over, the log is settled up to the
 * mark. (A snapshot's own xmax is no such bound: it lies below the ids of transactions that began after the last commit.)
 * `look` takes a mark and answers the settled position; `open` tells that more is drawn than settled: look again soon.
 * A crash of PostgreSQL may take back positions that nothing committed: the settled position then falls, too.
 */
export function settling() {
  let marks: Mark[] = []
  let settled = 0

  return {
    async look(db: Db): Promise<{ settled: number; open: boolean }> {
      const drawn = await sql<{ position: number }>`
        select case when is_called then last_value else 0 end as position from event_positions`.execute(db)
      const { position } = drawn.rows[0]!
      const isNew = position !== (marks.at(-1)?.position ?? settled) && marks.length < MOST_MARKS
      if (!isNew && marks.length === 0) return { settled, open: false }

      // A statement of its own, after the first: whoever draws later may have any id. Idle looks take no id.
      const bound = isNew ? sql`pg_current_xact_id()::text` : sql`null`
      const { rows } = await sql<{ xmin: string; bound: string | null }>`
        select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, ${bound} as bound`.execute(db)
      const over = BigInt(rows[0]!.xmin)
      const done = marks.filter((mark) => mark.bound < over)
      if (done.length > 0) settled = done.at(-1)!.position
      marks = marks.slice(done.length)
      if (rows[0]!.bound !== null) marks.push({ position, bound: BigInt(rows[0]!.bound) })
      return { settled, open: marks.length > 0 }
    },
  }
}
