// Large exports: asked for, looked after, stopped, fetched.
import { conflict, forbidden, type Out, parse, type Parsed } from '#kernel/contract/index.ts'
import { may, systemOf } from '#kernel/server/access/actor.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { files } from '#modules/platform/files/contract.ts'
import {
  type exporting,
  ExportRun,
  type ExportRow,
  exportRunChanged,
  MOST_AT_ONCE,
  RUN_EXPORTS,
} from '../../contract.ts'
import { countOf, exportedOf, refuseLarge } from './open.ts'
import { exportFields, type ExportContext, exportJob, saveExport } from './tables.ts'

const SHOWN = 20

export async function kinds({ platform, actor }: ExportContext): Promise<Out<typeof exporting.kinds>> {
  const mine = [...platform.exportables.values()].filter(
    ({ action }) => may(actor, action.can) && platform.components.offers(actor.tenant_id, action),
  )
  return {
    items: mine.map(({ of, card, clear }) => ({
      entity: of.name,
      cards: card !== undefined,
      masked: !may(actor, clear),
    })),
  }
}

export async function list({ db, actor }: ExportContext): Promise<Out<typeof exporting.list>> {
  const items = await db
    .selectFrom('export_runs')
    .select(exportFields)
    .where('owner', '=', actor.user_id)
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute()
  return { items: items as ExportRow[] }
}

export async function begin(
  context: ExportContext,
  { entity, input, always }: Parsed<typeof exporting.begin>,
): Promise<Out<typeof exporting.begin>> {
  const { actor, db, enqueue, emit } = context
  const { action } = exportedOf(context, entity)
  if (!may(actor, action.can)) throw forbidden(action.can)
  const checked = parse(action.in, input) as object
  // The list's own export refuses what it would refuse: a component that is off, a segment that is not the caller's to ask.
  await context.call(action, input)
  const total = await countOf(context, entity, checked)
  refuseLarge(context, checked, total)
  if (total <= MOST_AT_ONCE && !always) return { run: null }
  const run = (await db
    .insertInto('export_runs')
    .values({
      entity,
      input: JSON.stringify(input) as never,
      owner: actor.user_id,
      state: 'waiting',
      total,
      done: 0,
      file: null,
      file_name: null,
      size: 0,
      reason: null,
      ended_at: null,
      expires_at: null,
      failures: 0,
    })
    .returning(exportFields)
    .executeTakeFirstOrThrow()) as ExportRow
  await enqueue(exportJob, { run: run.id })
  emit(exportRunChanged, { export_run: run })
  return { run }
}

export async function cancel(context: ExportContext, { id }: { id: string }): Promise<ExportRow> {
  const run: ExportRow = await findLocked(context, ExportRun, id, RUN_EXPORTS)
  if (run.state !== 'waiting' && run.state !== 'running') throw conflict('export_run.is_over')
  return saveExport(context, id, { state: 'cancelled', ended_at: context.now })
}

/** The file; whoever has lost the permission to export meanwhile does not get it any more. */
export async function content(context: ExportContext, { id }: { id: string }): Promise<RawAnswer> {
  const run: ExportRow = await find(context, ExportRun, id, RUN_EXPORTS)
  const { can } = exportedOf(context, run.entity).action
  if (!may(context.actor, can)) throw forbidden(can)
  const isThere = run.expires_at !== null && Date.parse(run.expires_at) > Date.parse(context.now)
  if (run.state !== 'done' || run.file === null || !isThere) throw conflict('export_run.not_ready')
  const file = run.file
  context.audit({ facts: { count: run.done } })
  const answer = await context.as(systemOf(context.actor.tenant_id), ({ call }) => call(files.content, { id: file }))
  return { ...(answer as RawAnswer), name: run.file_name ?? 'export', inline: false }
}
