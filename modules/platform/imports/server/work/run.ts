// Writing what was tried, a piece in one transaction with the place it moves to: nothing twice, nothing lost.
import { marked } from '#kernel/server/bulk/bulkable.ts'
import { type ImportRow, PIECE, UNDO_DAYS } from '../../contract.ts'
import type { Frame } from '../rows/frame.ts'
import type { Row } from '../rows/judge.ts'
import { writePiece } from '../rows/write.ts'
import { type ImportContext, save } from '../tables.ts'
import { counted } from './counts.ts'

/** Writes the next piece of a run that is locked; answers the run as it is then. */
export async function writeNext(context: ImportContext, frame: Frame, run: ImportRow): Promise<ImportRow> {
  context.meta.many = marked(run.id)
  const rows = (await context.db
    .selectFrom('import_rows')
    .select(['place', 'line', 'cells'])
    .where('run', '=', run.id)
    .where('place', '>', run.done)
    .orderBy('place')
    .limit(PIECE)
    .execute()) as Row[]
  const plans = await writePiece(context, frame, rows)
  const done = run.done + rows.length
  const isOver = done >= run.total || rows.length === 0
  return save(context, run.id, {
    done,
    counts: counted(run.counts, plans),
    faults: run.faults + plans.filter(({ faults }) => faults.length > 0).length,
    undo_until: new Date(Date.parse(context.now) + UNDO_DAYS * 86_400_000).toISOString(),
    failures: 0,
    ...(isOver ? { state: 'done' as const, ended_at: context.now } : {}),
  })
}
