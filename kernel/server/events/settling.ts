// How far the event log is settled: up to there, no transaction can still commit an event.
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** Positions up to `position` were drawn by transactions with ids below `xmax`. */
type Mark = { position: number; xmax: bigint }

const MOST_MARKS = 64

/**
 * Positions are drawn in one order and committed in another. A mark is the last position drawn so far, and an id that is
 * above those of all transactions that drew up to there; once every transaction below that id is over, the log is settled
 * up to the mark. `look` takes a mark and answers the settled position; `open` tells whether more is drawn than settled.
 */
export function settling() {
  let marks: Mark[] = []
  let settled = 0

  return {
    settled: () => settled,
    async look(db: Db): Promise<{ settled: number; open: boolean }> {
      // Two statements, in this order: a transaction that draws after the first may have any id.
      const [drawn, snapshot] = await Promise.all([
        sql<{
          position: number
        }>`select case when is_called then last_value else 0 end as position from event_positions`.execute(db),
        sql<{
          xmin: string
          xmax: string
        }>`select pg_snapshot_xmin(s)::text as xmin, pg_snapshot_xmax(s)::text as xmax from pg_current_snapshot() s`.execute(
          db,
        ),
      ])
      const { position } = drawn.rows[0]!
      const { xmin, xmax } = snapshot.rows[0]!
      if (position > (marks.at(-1)?.position ?? settled) && marks.length < MOST_MARKS)
        marks.push({ position, xmax: BigInt(xmax) })
      const done = marks.filter((mark) => mark.xmax <= BigInt(xmin))
      if (done.length > 0) settled = done.at(-1)!.position
      marks = marks.slice(done.length)
      return { settled, open: marks.length > 0 || position > settled }
    },
  }
}
