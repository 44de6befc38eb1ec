import { component, conflict, type Grants } from '#kernel/contract/index.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { ACTIVE, bulk, BulkRun, bulkRunChanged, type BulkRunRow, PIECE, RUN_BULK } from '../contract.ts'
import { isFree } from './queue.ts'
import { start } from './start.ts'
import { save, step } from './step.ts'
import { sweepingRuns } from './sweep.ts'
import { type BulkContext, type ItemTable, runFields, tables, workJob } from './tables.ts'
import { working } from './work.ts'

const SHOWN = 20

const own = implement(
  bulk,
  { tables, extra: {} as ItemTable },
  {
    start,
    get: (context, { id }) => find(context, BulkRun, id, RUN_BULK),
    async mine({ db, actor, now }) {
      const dayAgo = new Date(Date.parse(now) - 24 * 3_600_000).toISOString()
      const items = (await db
        .selectFrom('bulk_runs')
        .select(runFields)
        .where('owner', '=', actor.user_id)
        .where('deleted_at', 'is', null)
        .where((eb) => eb.or([eb('state', 'in', ACTIVE), eb('updated_at', '>', dayAgo)]))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(SHOWN)
        .execute()) as BulkRunRow[]
      return { items }
    },
    async cancel(context, { id }) {
      const run = await findLocked(context, BulkRun, id, RUN_BULK)
      if (run.state !== 'queued' && run.state !== 'running') throw conflict('bulk_run.is_over')
      return save(context, run, { state: 'cancelled', ended_at: context.now })
    },
    undo,
  },
)

async function undo(context: BulkContext, { id }: { id: string }): Promise<BulkRunRow> {
  const { now, enqueue, actor } = context
  const run = await findLocked(context, BulkRun, id, RUN_BULK)
  const isOver = run.state === 'done' || run.state === 'cancelled' || run.state === 'failed'
  if (!isOver || run.changed === 0 || !run.undo_until || Date.parse(run.undo_until) < Date.parse(now))
    throw conflict('bulk_run.not_undoable')
  const undoing = await save(context, run, { state: 'undoing', done: 0, ended_at: null })
  if (run.changed <= PIECE && (await isFree(context, id))) return step(context, undoing)
  await enqueue(workJob, { owner: actor.user_id })
  return undoing
}

const staff: Grants = { [RUN_BULK]: 'own' }

export default serverModule({
  name: 'platform/bulk',
  component: component('bulk', { version: '1.0.0', always: true }),
  actions: own,
  events: [bulkRunChanged],
  jobs: [working, sweepingRuns],
  grants: { manager: staff, agent: staff, sales_manager: staff, seller: staff },
})
