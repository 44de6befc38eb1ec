// One piece of a run, in one transaction with the place it moves to: done once, whatever dies when.
import { type Bulkable, FEW, marked } from '#kernel/server/bulk/bulkable.ts'
import { sql } from 'kysely'
import { bulkRunChanged, type BulkRunRow, PIECE, UNDO_HOURS } from '../contract.ts'
import { difference, givenBack, kept, tried, withSkipped } from './records.ts'
import { type BulkContext, runFields } from './tables.ts'

type Item = { place: number; record: string; before: object | null; after: object | null }
type Left = { code: string; id: string }

/** Does the next piece of a run, as its owner; the turn must be held. */
export async function step(context: BulkContext, run: BulkRunRow): Promise<BulkRunRow> {
  const kind = context.platform.bulkables.get(run.action)
  if (!kind) return save(context, run, { state: 'failed', ended_at: context.now })
  if (run.total > FEW) context.meta.many = marked(run.id)
  return run.state === 'undoing' ? takeBack(context, kind, run) : goOn(context, kind, run)
}

async function goOn(context: BulkContext, { action, ...rest }: Bulkable, run: BulkRunRow): Promise<BulkRunRow> {
  const { db, call, now } = context
  const kind = { action, ...rest }
  const items = (await db
    .selectFrom('bulk_items')
    .select(['place', 'record'])
    .where('run', '=', run.id)
    .where('place', '>', run.done)
    .orderBy('place')
    .limit(PIECE)
    .execute()) as Item[]
  const ids = items.map(({ record }) => record)
  const before = await kept(context, kind, ids)
  const refusals = new Map<string, string>()
  for (const id of ids) {
    const code = await tried(context, () => call(action, { ...run.input, id }))
    if (code) refusals.set(id, code)
  }
  const after = await kept(context, kind, ids)
  const left: Left[] = []
  const changes = items.flatMap(({ place, record: id }) => {
    const [was, is] = [before.get(id), after.get(id)]
    const changed = was && is && difference(was, is)
    if (changed && !refusals.has(id)) return [{ place, ...changed }]
    left.push({ id, code: refusals.get(id) ?? 'already_so' })
    return []
  })
  await sql`
    update bulk_items set is_changed = true, before = one.before, after = one.after
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as one (place integer, before jsonb, after jsonb)
    where run = ${run.id}::uuid and bulk_items.place = one.place`.execute(db)
  const done = run.done + items.length
  const changed = run.changed + changes.length
  const skipped = withSkipped(run.skipped, left)
  const isOver = done >= run.total
  return save(context, run, {
    done,
    changed,
    skipped,
    state: isOver ? 'done' : 'running',
    ...(isOver && { ended_at: now }),
    undo_until: changed > 0 ? until(now) : null,
  })
}

async function takeBack(context: BulkContext, kind: Bulkable, run: BulkRunRow): Promise<BulkRunRow> {
  const { db, now } = context
  const items = (await db
    .selectFrom('bulk_items')
    .select(['place', 'record', 'before', 'after'])
    .where('run', '=', run.id)
    .where('is_changed', '=', true)
    .orderBy('place')
    .limit(PIECE)
    .execute()) as Item[]
  const there = await kept(
    context,
    kind,
    items.map(({ record }) => record),
  )
  const left: Left[] = []
  for (const { record: id, before, after } of items) {
    const is = there.get(id)
    const values = is && givenBack(kind, before as never, after as never, is)
    const code = values ? await tried(context, () => kind.undo(context, id, values)) : 'changed_since'
    if (code) left.push({ id, code })
  }
  await db
    .updateTable('bulk_items')
    .set({ is_changed: false, before: null, after: null })
    .where('run', '=', run.id)
    .where(
      'place',
      'in',
      items.map(({ place }) => place),
    )
    .execute()
  const done = run.done + items.length
  const isOver = done >= run.changed
  return save(context, run, {
    done,
    undone: run.undone + items.length - left.length,
    undo_skipped: withSkipped(run.undo_skipped, left),
    ...(isOver && { state: 'undone', ended_at: now, undo_until: null }),
  })
}

export const until = (now: string): string => new Date(Date.parse(now) + UNDO_HOURS * 3_600_000).toISOString()

/** Writes down where a run is, and tells its owner. */
export async function save(
  { db, emit }: BulkContext,
  { id }: BulkRunRow,
  { skipped, undo_skipped, ...more }: Partial<BulkRunRow>,
): Promise<BulkRunRow> {
  const row = (await db
    .updateTable('bulk_runs')
    .set({
      ...more,
      failures: 0,
      ...(skipped && { skipped: JSON.stringify(skipped) as never }),
      ...(undo_skipped && { undo_skipped: JSON.stringify(undo_skipped) as never }),
    })
    .where('id', '=', id)
    .returning(runFields)
    .executeTakeFirstOrThrow()) as BulkRunRow
  emit(bulkRunChanged, { bulk_run: row })
  return row
}
