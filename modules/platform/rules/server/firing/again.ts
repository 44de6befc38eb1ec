// Steps that wait: for the world outside of the database, or because they failed.
import { conflict, type Out, type Parsed } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import type { Platform } from '#kernel/server/context.ts'
import { freeWorker } from '#kernel/server/jobs.ts'
import type { Ruled } from '#kernel/server/rules/ruled.ts'
import { Skipped, type Step } from '#kernel/server/rules/step.ts'
import { RuleRun, type RuleRow, type RuleRunRow, type rules, type StepDone } from '../../contract.ts'
import { ruleFields, type RuleContext, runFields } from '../tables.ts'
import { recordOf } from './ask.ts'
import { attempted, doingOf, type Firing, keepSteps, offered, perform, stepJob } from './steps.ts'

type Job = { run: string; step: number }
type Waiting = { ruled: Ruled; firing: Firing; step: Step; before: StepDone }

/** What stands in the way of a step for good; null where it does not wait (any more). */
async function waitingFor(context: RuleContext, { run, step: index }: Job): Promise<Waiting | string | null> {
  const row = await runAt(context, run)
  const before = row?.steps[index]
  if (!row || before?.state !== 'waiting') return null
  const rule = await ruleAt(context, row.rule)
  if (!rule?.is_on || rule.revision !== row.revision) return 'rule_code.rule_changed'
  const ruled = context.platform.ruled.get(row.entity)
  if (!ruled || !context.platform.components.offers(context.actor.tenant_id, ruled)) return 'rule_code.step_off'
  const step = offered(context, ruled, before)
  if (!step) return 'rule_code.step_off'
  const record = await recordOf(context, ruled, row.record)
  if (!record) return 'rule_code.record_gone'
  return { ruled, step, before, firing: { run, rule, chain: row.chain, depth: row.depth, record } }
}

const runAt = async ({ db }: RuleContext, id: string, lock = true): Promise<RuleRunRow | undefined> => {
  const rows = db.selectFrom('rule_runs').select(runFields).where('id', '=', id).where('deleted_at', 'is', null)
  return (await (lock ? rows.forUpdate() : rows).executeTakeFirst()) as RuleRunRow | undefined
}

const ruleAt = async ({ db }: RuleContext, id: string): Promise<RuleRow | undefined> =>
  (await db
    .selectFrom('rules')
    .select(ruleFields)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()) as RuleRow | undefined

/** Tries a step under the lock of its run. `sent` is what came of the part outside: none, done, or what it threw. */
async function tryStep(context: RuleContext, job: Job, sent?: { error: unknown }): Promise<void> {
  const waiting = await waitingFor(context, job)
  if (waiting === null) return
  const row = (await runAt(context, job.run))!
  const before = row.steps[job.step]!
  const work = async () => {
    if (typeof waiting === 'string') throw new Skipped(waiting)
    const { ruled, step, firing } = waiting
    if (!step.send) return perform(context, step, doingOf(ruled, firing, job.step, step), firing)
    if (sent?.error) throw sent.error
    return null
  }
  const done = await attempted(context, job.step, before, job.run, work)
  await keepSteps(context, job.run, row.steps.with(job.step, done))
}

/** What goes outside is done between two transactions, with the same key each time: a receiver that heard it tells by that. */
async function workOn(platform: Platform, tenantId: string, job: Job): Promise<void> {
  const within = <T>(work: (context: RuleContext) => Promise<T>) =>
    platform.within(systemOf(tenantId), { cause: stepJob.queue }, work)
  const waiting = await within((context) => waitingFor(context, job))
  if (waiting === null) return
  const goesOut = typeof waiting !== 'string' && waiting.step.send ? { ...waiting, send: waiting.step.send } : null
  const sent: { error: unknown } = { error: null }
  if (goesOut)
    try {
      await goesOut.send(platform, tenantId, doingOf(goesOut.ruled, goesOut.firing, job.step, goesOut.step))
    } catch (error) {
      sent.error = error
    }
  await within((context) => tryStep(context, job, sent))
}

export const stepWorker = freeWorker(stepJob, workOn, { retries: 5, atOnce: 2 })

/** Tries what failed once more, with all attempts before it. */
export async function retry(
  context: RuleContext,
  { id }: Parsed<typeof rules.retry>,
): Promise<Out<typeof rules.retry>> {
  const run = await findLocked(context, RuleRun, id, 'rules.update')
  const again = run.steps.flatMap(({ state }, index) => (state === 'failed' || state === 'waiting' ? [index] : []))
  if (!run.trouble || again.length === 0) throw conflict('rule.no_trouble')
  for (const step of again) await context.enqueue(stepJob, { run: id, step })
  await keepSteps(
    context,
    id,
    run.steps.map((one) => (one.state === 'failed' ? { ...one, state: 'waiting', attempts: 0 } : one)),
  )
  return find(context, RuleRun, id, 'rules.read')
}
