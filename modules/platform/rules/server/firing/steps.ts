// The steps of a rule that fired: each by itself, so that one that fails holds up no other.
import { parse, Problem } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import type { Ruled, Subject } from '#kernel/server/rules/ruled.ts'
import { type Doing, Skipped, type Step } from '#kernel/server/rules/step.ts'
import type { ChosenStep, RuleRow, StepDone } from '../../contract.ts'
import { json, type RuleContext } from '../tables.ts'
import { markOf } from '../waking/occurrence.ts'

export type Firing = { run: string; rule: RuleRow; chain: string; depth: number; record: Subject }

/** Asks for one step of one run. */
export const stepJob = jobKind<{ run: string; step: number }>('rules.step')

/** Seconds before each further attempt; after the last one the step is given up. */
const PAUSES = [15, 120, 900, 7_200]

export async function performSteps(context: RuleContext, ruled: Ruled, firing: Firing): Promise<void> {
  const { run, rule } = firing
  const done: StepDone[] = []
  for (const [index, chosen] of rule.steps.entries()) {
    const step = offered(context, ruled, chosen)
    const fresh = { ...chosen, state: 'waiting', attempts: 0, code: null, at: null } as const
    if (!step) done.push({ ...fresh, state: 'skipped', code: 'rule_code.step_off', at: context.now })
    else if (step.send) {
      done.push(fresh)
      await context.enqueue(stepJob, { run, step: index })
    } else
      done.push(
        await attempted(context, index, fresh, run, () =>
          perform(context, step, doingOf(ruled, firing, index, step), firing),
        ),
      )
  }
  await keepSteps(context, run, done)
}

/** The step where a module offers it for this kind of record now. */
export function offered({ platform, actor }: Context, { of }: Ruled, { step: name }: ChosenStep): Step | null {
  const step = platform.steps.get(name)
  if (!step || (step.of !== null && step.of !== of)) return null
  return platform.components.offers(actor.tenant_id, step) ? step : null
}

export const doingOf = (ruled: Ruled, { run, rule, record }: Firing, index: number, { params }: Step): Doing => ({
  ruled,
  record,
  params: parse(params, rule.steps[index]!.params) as Doing['params'],
  rule: { id: rule.id, name: rule.name, author: rule.author },
  key: `${run}.${index}`,
})

/** Does a step wholly or not at all; what it tells goes back to this firing. */
export const perform = (
  context: Context,
  step: Step,
  doing: Doing,
  { chain, depth }: Pick<Firing, 'chain' | 'depth'>,
) =>
  context.attempt(() =>
    context.as({ ...context.actor, mark: markOf(chain, depth + 1) }, (marked) => step.perform!(marked, doing)),
  )

/** What became of an attempt; one that failed asks for the next. */
export async function attempted(
  context: Context,
  index: number,
  before: StepDone,
  run: string,
  work: () => Promise<unknown>,
): Promise<StepDone> {
  const attempts = before.attempts + 1
  const at = context.now
  try {
    await work()
    return { ...before, state: 'done', attempts, code: null, at }
  } catch (error) {
    if (error instanceof Skipped) return { ...before, state: 'skipped', attempts, code: error.code, at }
    const code = codeOf(error)
    if (code === UNEXPECTED)
      context.log.error({ error: String((error as Error).stack ?? error), run, step: index }, 'rule step')
    const pause = PAUSES[attempts - 1]
    if (pause === undefined) return { ...before, state: 'failed', attempts, code, at }
    await context.enqueue(stepJob, { run, step: index }, { after: pause })
    return { ...before, state: 'waiting', attempts, code, at }
  }
}

const UNEXPECTED = 'rule_code.unexpected'

/** What an expected refusal calls itself, down to the field that was refused. */
function codeOf(error: unknown): string {
  if (error instanceof Problem) {
    const [first] = error.refusals
    return first ? `${error.code} ${first.pointer} ${first.code}`.slice(0, 200) : error.code
  }
  const { code } = error as { code?: unknown }
  // A refusal of the client for outgoing calls carries its own words.
  return typeof code === 'string' && /^(outgoing|rule_code)\./.test(code) ? code : UNEXPECTED
}

export async function keepSteps({ db }: RuleContext, run: string, steps: readonly StepDone[]): Promise<void> {
  const trouble = steps.some(({ state, attempts }) => state === 'failed' || (state === 'waiting' && attempts > 0))
  await db
    .updateTable('rule_runs')
    .set({ steps: json(steps as StepDone[]), trouble })
    .where('id', '=', run)
    .execute()
}
