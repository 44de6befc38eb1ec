// The worker: goes through the runs of one person, piece by piece, with the rights they have at that moment.
import { type Actor, personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { freeWorker } from '#kernel/server/jobs.ts'
import { users } from '#modules/platform/identity/contract.ts'
import type { BulkRunRow } from '../contract.ts'
import { oldest, takeTurn } from './queue.ts'
import { save, step } from './step.ts'
import { type BulkContext, workJob } from './tables.ts'

/** After as many failures of one piece the run is given up, so that it does not hold up the others. */
const MOST_FAILURES = 4

export const working = freeWorker(
  workJob,
  async (platform, tenantId, { owner }) => {
    while (await workPiece(platform, tenantId, owner)) {
      /* as long as something is left */
    }
  },
  { atOnce: 2 },
)

/** One piece of whichever run is next; false when nothing is left to do. */
export async function workPiece(platform: Platform, tenantId: string, owner: string): Promise<boolean> {
  const system = systemOf(tenantId)
  const next = await platform.within(system, {}, async (context) => {
    const run = await oldest(context as BulkContext, owner)
    return run && { run, actor: await actorOf(context as BulkContext, owner) }
  })
  if (!next) return false
  const { run, actor } = next
  if (!actor) {
    await platform.within(system, {}, (context) => giveUp(context as BulkContext, run))
    return true
  }
  const meta = { cause: workJob.queue, channel: 'api' }
  try {
    await platform.within(actor, meta, async (context) => {
      await takeTurn(context as BulkContext, owner)
      const now = await locked(context as BulkContext, owner)
      if (now?.id === run.id) await step(context as BulkContext, now)
    })
  } catch (error) {
    await platform.within(system, {}, (context) => noteFailure(context as BulkContext, run))
    throw error
  }
  return true
}

/** Read again once the turn is held, and held against being stopped halfway. */
async function locked(context: BulkContext, owner: string): Promise<BulkRunRow | undefined> {
  const run = await oldest(context, owner)
  if (!run) return undefined
  await context.db.selectFrom('bulk_runs').select('id').where('id', '=', run.id).forUpdate().execute()
  return oldest(context, owner)
}

/** The owner as they are now; null when they have left. */
async function actorOf({ call, platform, actor }: BulkContext, owner: string): Promise<Actor | null> {
  const person = await call(users.get, { id: owner })
  return person.is_active ? personOf(platform.access.roles, actor.tenant_id, person) : null
}

const giveUp = (context: BulkContext, run: BulkRunRow) => save(context, run, { state: 'failed', ended_at: context.now })

async function noteFailure(context: BulkContext, run: BulkRunRow): Promise<void> {
  if (run.failures + 1 >= MOST_FAILURES) return void (await giveUp(context, run))
  await context.db
    .updateTable('bulk_runs')
    .set({ failures: run.failures + 1 })
    .where('id', '=', run.id)
    .execute()
}
