// What people do with an import: look, map, try, run, stop, take back.
import { conflict, invalid, type Out, type Parsed } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { ImportRun, type ImportRow, type imports, RUN_IMPORTS } from '../contract.ts'
import { lookAgain } from './begin.ts'
import { fieldsFor } from './mapping/fields.ts'
import { suggest } from './mapping/suggest.ts'
import { kindOf } from './rows/frame.ts'
import { type ImportContext, runFields, save, workJob } from './tables.ts'

const SHOWN = 50

export async function kinds(context: ImportContext): Promise<Out<typeof imports.kinds>> {
  const mine = [...context.platform.importables.values()].filter(({ can }) => may(context.actor, can))
  const items = await Promise.all(
    mine.map(async (kind) => ({
      entity: kind.of.name,
      page: kind.page,
      fields: await fieldsFor(context, kind),
      identity: [...kind.identity],
    })),
  )
  return { items }
}

export async function list({ db, actor }: ImportContext): Promise<Out<typeof imports.list>> {
  const items = await db
    .selectFrom('import_runs')
    .select(runFields)
    .where('owner', '=', actor.user_id)
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute()
  return { items: items as ImportRow[] }
}

export const get = (context: ImportContext, { id }: { id: string }): Promise<ImportRow> =>
  find(context, ImportRun, id, RUN_IMPORTS)

/** The import, locked; asks again whether its kind may still be imported. */
async function held(context: ImportContext, id: string): Promise<ImportRow> {
  const run: ImportRow = await findLocked(context, ImportRun, id, RUN_IMPORTS)
  const { can } = kindOf(context, run.entity)
  if (!may(context.actor, can)) throw conflict('import_run.not_allowed')
  return run
}

const isOpen = ({ state }: ImportRow) => state === 'draft' || state === 'checked'

export async function update(
  context: ImportContext,
  { id, format, mapping, ...choices }: Parsed<typeof imports.update>,
): Promise<ImportRow> {
  const run = await held(context, id)
  if (!isOpen(run) && !(run.state === 'failed' && run.undo_until === null)) throw conflict('import_run.works')
  const fresh = { state: 'draft', counts: {}, done: 0, total: 0, read: 0, faults: 0, reason: null } as const
  const kind = kindOf(context, run.entity)
  const fields = await fieldsFor(context, kind)
  const known = new Set(fields.map(({ name }) => name))
  const strange = (mapping ?? []).flatMap((name, at) =>
    name === null || known.has(name) ? [] : [{ pointer: `/mapping/${at}`, code: 'unknown_field' }],
  )
  if (strange.length > 0) throw invalid(strange)
  if (!format) return save(context, id, { ...fresh, ...choices, ...(mapping ? { mapping } : {}) })
  // What kind of file it is, is not a matter of opinion.
  const wanted = { ...run.format, ...format, kind: run.format.kind }
  const { columns } = await lookAgain(context, run.file, wanted)
  const guessed = mapping ?? suggest(columns, fields, kind, context.platform.texts)
  return save(context, id, { ...fresh, ...choices, format: wanted, columns, mapping: guessed })
}

export async function check(context: ImportContext, { id }: { id: string }): Promise<ImportRow> {
  const run = await held(context, id)
  if (!isOpen(run) && !(run.state === 'failed' && run.undo_until === null)) throw conflict('import_run.works')
  if (run.mapping.every((name) => name === null)) throw invalid([{ pointer: '/mapping', code: 'required' }])
  await context.enqueue(workJob, { run: id })
  return save(context, id, {
    state: 'checking',
    done: 0,
    total: 0,
    read: 0,
    counts: {},
    faults: 0,
    reason: null,
    reader: null,
  })
}

export async function run(context: ImportContext, { id }: { id: string }): Promise<ImportRow> {
  const found = await held(context, id)
  if (found.state !== 'checked') throw conflict('import_run.not_checked')
  await context.enqueue(workJob, { run: id })
  return save(context, id, { state: 'running', done: 0, counts: {}, faults: 0 })
}

export async function cancel(context: ImportContext, { id }: { id: string }): Promise<ImportRow> {
  const found = await held(context, id)
  if (found.state === 'checking') return save(context, id, { state: 'draft', reader: null })
  if (found.state !== 'running') throw conflict('import_run.is_over')
  return save(context, id, { state: 'cancelled', ended_at: context.now })
}

export async function undo(context: ImportContext, { id }: { id: string }): Promise<ImportRow> {
  const found = await held(context, id)
  const isOver = found.state === 'done' || found.state === 'cancelled' || found.state === 'failed'
  if (!isOver || !found.undo_until || Date.parse(found.undo_until) < Date.parse(context.now))
    throw conflict('import_run.not_undoable')
  await context.enqueue(workJob, { run: id })
  return save(context, id, { state: 'undoing', done: 0, undone: 0, undo_kept: 0, ended_at: null })
}
