// The worker: hands a large export to the file store page by page as it is read, and offers it when it is whole. A worker that
// dies leaves nothing that anybody is offered; its job comes to another, which begins anew.
import { type Actor, may, personOf, systemOf } from '#kernel/server/access/actor.ts'
import { parse, Problem, type Row } from '#kernel/contract/index.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { every, freeWorker } from '#kernel/server/jobs.ts'
import { tells } from '#kernel/server/module.ts'
import { type File, fileStore } from '#modules/platform/files/contract.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { sql } from 'kysely'
import { exportReady, type ExportRow, KEPT_HOURS } from '../../contract.ts'
import { exportedOf, written, type WrittenFile } from './open.ts'
import { exportFields, type ExportContext, exportJob, saveExport } from './tables.ts'

/** After as many failures it is given up. */
const MOST_FAILURES = 4
const TELL_EVERY_MS = 1_000
/** How long it is told what became of an export. */
const KEPT_DAYS = 7

/** Somebody stopped it. */
class Stopped extends Error {}

export const writingExports = freeWorker(exportJob, (platform, tenantId, { run }) =>
  writeExport(platform, tenantId, run),
)

/** Writes the file of one run, with the rights that its owner has now. */
export async function writeExport(platform: Platform, tenantId: string, id: string): Promise<void> {
  const system = systemOf(tenantId)
  const inside = <T>(actor: Actor, work: (context: ExportContext) => Promise<T>): Promise<T> =>
    platform.within(actor, { cause: exportJob.queue, channel: 'api' }, (context) => work(context as ExportContext))
  const begun = await inside(system, async (context) => {
    const run = await openRun(context, id)
    if (!run) return null
    const actor = await ownerOf(context, run)
    if (actor) return { actor, run: await saveExport(context, id, { state: 'running', done: 0 }) }
    await saveExport(context, id, { state: 'failed', reason: 'export_run.owner_left', ended_at: context.now })
    return null
  })
  if (!begun) return
  const { actor, run } = begun
  let done = 0
  try {
    const { name, type, bytes } = await inside(actor, (context) => fileFor(context, run))
    let toldAt = Date.now()
    const told = async (records: number) => {
      done = records
      if (Date.now() - toldAt < TELL_EVERY_MS) return
      toldAt = Date.now()
      await inside(system, async (context) => {
        if (!(await openRun(context, id))) throw new Stopped()
        await saveExport(context, id, { done })
      })
    }
    const file = await platform.freely(system, { cause: exportJob.queue, channel: 'api' }, ({ call }) =>
      call(fileStore.write, { name, type, bytes: encoded(bytes(told)), purpose: 'report' }),
    )
    // By the platform: nobody is told of what they did themselves.
    await inside(system, (context) => offer(context, id, file, done))
  } catch (error) {
    if (error instanceof Stopped) return
    await inside(system, (context) => noteFailure(context, run, error))
    if (mayPass(error)) throw error
  }
}

async function* encoded(pieces: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

function fileFor(context: Context, { entity, input }: ExportRow): Promise<WrittenFile> {
  const { action } = exportedOf(context, entity)
  if (!context.platform.components.offers(context.actor.tenant_id, action)) throw new Problem('component.off', 404)
  return written(context, entity, parse(action.in, input) as object)
}

/** The file belongs to nobody's record, so it is swept after a day by itself: also where the run was stopped meanwhile. */
async function offer(
  context: ExportContext,
  id: string,
  { id: file, size, name: file_name }: Row<typeof File>,
  done: number,
): Promise<void> {
  if (!(await openRun(context, id))) return
  const { now } = context
  const expires_at = new Date(Date.parse(now) + KEPT_HOURS * 3_600_000).toISOString()
  await saveExport(context, id, { state: 'done', done, file, size, file_name, expires_at, ended_at: now })
}

/** The run, locked, unless it is over. */
async function openRun({ db }: ExportContext, id: string): Promise<ExportRow | null> {
  const run = await db
    .selectFrom('export_runs')
    .select(exportFields)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return run?.state === 'waiting' || run?.state === 'running' ? (run as ExportRow) : null
}

/** The owner as they are now; null when they have left or may not any more. */
async function ownerOf(context: ExportContext, run: ExportRow): Promise<Actor | null> {
  const { call, platform, actor } = context
  const person = await call(users.get, { id: run.owner })
  const owner = person.is_active ? personOf(platform.access.roles, actor.tenant_id, person) : null
  return owner && may(owner, exportedOf(context, run.entity).action.can) ? owner : null
}

/** What a later try may be spared: a fault of ours, or a store that is away. */
const mayPass = (error: unknown) => !(error instanceof Problem) || error.status >= 500

async function noteFailure(context: ExportContext, { id }: ExportRow, error: unknown): Promise<void> {
  const run = await openRun(context, id)
  if (!run) return
  const failures = run.failures + 1
  const reason = error instanceof Problem ? error.code : 'internal'
  const isOver = failures >= MOST_FAILURES || !mayPass(error)
  await saveExport(context, id, { failures, ...(isOver ? { state: 'failed', reason, ended_at: context.now } : {}) })
}

/** Its owner is told once it is there, or will not be. */
export const exportTells = [
  tells(exportReady, async (_context, { export_run: { owner, state, entity } }) =>
    state === 'done' || state === 'failed'
      ? [
          {
            to: [owner],
            values: {},
            texts: { name: `${entity}.many`, outcome: `export.state.${state}` },
            link: '/exports',
          },
        ]
      : [],
  ),
]

async function sweepExports({ database, within }: Platform): Promise<void> {
  const tenants = (await database.platform('read', (db) => db.selectFrom('tenants').select('id').execute())) as {
    id: string
  }[]
  for (const { id } of tenants)
    await within(systemOf(id), {}, ({ db }) =>
      sql`delete from export_runs where updated_at < now() - make_interval(days => ${sql.lit(KEPT_DAYS)})`.execute(db),
    )
}

export const sweepingExports = every('55 3 * * *', 'exports.sweep', sweepExports)
