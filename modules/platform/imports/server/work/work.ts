// The worker: goes on with one import, piece by piece, with the rights that its owner has at that moment.
import { type Actor, may, personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { freeWorker } from '#kernel/server/jobs.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { sql } from 'kysely'
import type { ImportRow } from '../../contract.ts'
import { frameOf, kindOf, type Frame } from '../rows/frame.ts'
import { type ImportContext, runFields, save, workJob } from '../tables.ts'
import { checkFile } from './check.ts'
import { writeNext } from './run.ts'
import { takeBackNext } from './undo.ts'

/** After as many failures it is given up. */
const MOST_FAILURES = 4

export const working = freeWorker(workJob, (platform, tenantId, { run }) => work(platform, tenantId, run), {
  atOnce: 2,
})

/** Goes on with an import until nothing is left to do in its state. */
export async function work(platform: Platform, tenantId: string, id: string): Promise<void> {
  const kept: Kept = { frame: null }
  while (await workPiece(platform, tenantId, id, kept)) {
    /* as long as something is left */
  }
}

/** What is asked once for all pieces of a job. */
type Kept = { frame: Frame | null }

/** One piece; false when nothing is left. A file that is tried is one piece. */
export async function workPiece(
  platform: Platform,
  tenantId: string,
  id: string,
  kept: Kept = { frame: null },
): Promise<boolean> {
  const system = systemOf(tenantId)
  const next = await platform.within(system, {}, async (context) => {
    const run = await runOf(context as ImportContext, id)
    return run && { run, actor: await actorOf(context as ImportContext, run) }
  })
  if (!next || !isWorking(next.run)) return false
  const { run, actor } = next
  if (!actor) {
    await platform.within(system, {}, (context) => giveUp(context as ImportContext, run, 'import_run.owner_left'))
    return false
  }
  try {
    if (run.state === 'checking') {
      await checkFile(platform, actor, run)
      return false
    }
    return await platform.within(actor, { cause: workJob.queue, channel: 'api' }, async (context) => {
      const own = context as ImportContext
      // Of imports of one kind of record one writes at a time: two that name the same people would wait for each other.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`imports ${run.entity} ${tenantId}`}, 0))`.execute(
        own.db,
      )
      const now = await runOf(own, id, true)
      if (now?.state === 'running') {
        kept.frame ??= await frameOf(own, now)
        return isWorking(await writeNext(own, kept.frame, now))
      }
      return now?.state === 'undoing' && isWorking(await takeBackNext(own, now))
    })
  } catch (error) {
    await platform.within(system, {}, (context) => noteFailure(context as ImportContext, run))
    throw error
  }
}

const isWorking = ({ state }: ImportRow) => state === 'checking' || state === 'running' || state === 'undoing'

function runOf({ db }: ImportContext, id: string, lock = false): Promise<ImportRow | undefined> {
  const found = db.selectFrom('import_runs').select(runFields).where('id', '=', id).where('deleted_at', 'is', null)
  return (lock ? found.forUpdate() : found).executeTakeFirst()
}

/** The owner as they are now; null when they have left or may not any more. */
async function actorOf(context: ImportContext, run: ImportRow): Promise<Actor | null> {
  const { call, platform, actor } = context
  const person = await call(users.get, { id: run.owner })
  const owner = person.is_active ? personOf(platform.access.roles, actor.tenant_id, person) : null
  return owner && may(owner, kindOf(context, run.entity).can) ? owner : null
}

const giveUp = (context: ImportContext, { id }: ImportRow, reason: string) =>
  save(context, id, { state: 'failed', ended_at: context.now, reason, reader: null })

async function noteFailure(context: ImportContext, run: ImportRow): Promise<void> {
  if (run.failures + 1 >= MOST_FAILURES) await giveUp(context, run, 'internal')
  else await save(context, run.id, { failures: run.failures + 1 })
}
