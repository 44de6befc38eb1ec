// Trying an import: the file is read to its end, every row judged and kept, and no record written.
import { Problem } from '#kernel/contract/index.ts'
import type { Actor } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { files } from '#modules/platform/files/contract.ts'
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { type Counts, type ImportRow, PIECE } from '../../contract.ts'
import { readRows } from '../reading/read.ts'
import { type Frame, frameOf } from '../rows/frame.ts'
import { judge, type Plan, type Row, type Seen } from '../rows/judge.ts'
import { type ImportContext, runFields, save, workJob } from '../tables.ts'
import { counted } from './counts.ts'

type Progress = { done: number; counts: Counts; faults: number; read: number }

/** Somebody else reads, or it was stopped. */
class Overtaken extends Error {}

export async function checkFile(platform: Platform, actor: Actor, run: ImportRow): Promise<void> {
  const meta = { cause: workJob.queue, channel: 'api' }
  const reader = randomUUID()
  const { frame, content } = await platform.within(actor, meta, async (context) => {
    const own = context as ImportContext
    await own.db.deleteFrom('import_rows').where('run', '=', run.id).execute()
    await save(own, run.id, { reader, done: 0, total: 0, read: 0, counts: {}, faults: 0, reason: null })
    return {
      frame: await frameOf(own, run),
      content: (await context.call(files.content, { id: run.file })) as RawAnswer,
    }
  })
  const step = (work: (context: ImportContext) => Promise<void>) =>
    platform.within(actor, meta, async (context) => {
      const own = context as ImportContext
      await demandTurn(own, run.id, reader)
      await work(own)
    })
  const bytes = await content.open()
  let passed = 0
  bytes.on('data', (chunk: Uint8Array) => void (passed += chunk.length))
  bytes.pause()
  const seen: Seen = new Map()
  const so: Progress = { done: 0, counts: {}, faults: 0, read: 0 }
  try {
    let piece: Row[] = []
    const flush = () => {
      const rows = piece
      piece = []
      so.read = Math.min(99, Math.floor((100 * passed) / Math.max(1, content.size)))
      return step((context) => tryPiece(context, frame, rows, seen, so))
    }
    for await (const row of readRows(bytes, run.format)) {
      piece.push({ ...row, place: so.done + piece.length + 1 })
      if (piece.length >= PIECE) await flush()
    }
    if (piece.length > 0) await flush()
    await step(async (context) => {
      const over = { state: 'checked', total: so.done, read: 100, reader: null, failures: 0 } as const
      await save(context, run.id, so.done > 0 ? over : { ...over, state: 'failed', reason: 'import_run.empty' })
    })
  } catch (error) {
    if (error instanceof Overtaken) return
    if (!(error instanceof Problem)) throw error
    await step((context) => save(context, run.id, { state: 'failed', reason: error.code, reader: null }) as never)
  } finally {
    close(bytes)
  }
}

const close = (bytes: Readable) => void (bytes.destroyed || bytes.destroy())

async function demandTurn({ db }: ImportContext, id: string, reader: string): Promise<void> {
  const now = await db.selectFrom('import_runs').select(runFields).where('id', '=', id).forUpdate().executeTakeFirst()
  if (now?.state !== 'checking' || now.reader !== reader) throw new Overtaken()
}

async function tryPiece(
  context: ImportContext,
  frame: Frame,
  rows: readonly Row[],
  seen: Seen,
  so: Progress,
): Promise<void> {
  const plans = await judge(context, frame, rows, seen)
  const { id } = frame.reading.run
  await keepTried(context, id, plans)
  so.done += rows.length
  so.counts = counted(so.counts, plans)
  so.faults += plans.filter(({ faults }) => faults.length > 0).length
  await save(context, id, { ...so })
}

const keepTried = async ({ db }: ImportContext, run: string, plans: readonly Plan[]): Promise<unknown> => {
  const rows = plans.map(({ place, line, cells, outcome, faults, id, draft }) => ({
    place,
    line,
    cells,
    outcome,
    faults: faults.length > 0 ? faults : null,
    record: draft ? null : id,
  }))
  return sql`
    insert into import_rows (run, place, line, cells, outcome, faults, record)
    select ${run}::uuid, place, line, cells, outcome, faults, record
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as one (place integer, line integer, cells jsonb, outcome text, faults jsonb, record uuid)`.execute(db)
}
