// A stage's automation: the rules of deals whose trigger names it. Nothing is kept here; rules keep it all.
import { invalid, notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { type Rule, rules, type RuleRow, type Trigger } from '#modules/platform/rules/contract.ts'
import type { Input } from '#kernel/contract/index.ts'
import { Deal, type StageAction, type stageActions } from '../../contract.ts'
import type { DealContext } from '../tables.ts'

type AtStage = Exclude<Trigger, { on: 'created' | 'changed' }> & { value: string }
type Said = Parsed<typeof stageActions.create>

const atStage = ({ trigger }: Pick<RuleRow, 'trigger'>): AtStage | null =>
  'clock' in trigger && trigger.clock === 'stage' && trigger.value !== null ? (trigger as AtStage) : null

function actionOf(rule: RuleRow & { warnings?: StageAction['warnings'] }): StageAction | null {
  const trigger = atStage(rule)
  if (!trigger) return null
  const { id, version, name, conditions, steps, is_on } = rule
  return {
    id,
    version,
    name,
    stage: trigger.value,
    when: trigger.on,
    minutes: trigger.on === 'stays' ? trigger.minutes : null,
    conditions: conditions as StageAction['conditions'],
    steps,
    is_on,
    warnings: rule.warnings ?? [],
  }
}

function triggerOf({ stage, when, minutes }: Pick<Said, 'stage' | 'when' | 'minutes'>): Trigger {
  if (when !== 'stays') return { on: when, clock: 'stage', value: stage }
  if (minutes === null) throw invalid([{ pointer: '/minutes', code: 'required' }])
  return { on: 'stays', clock: 'stage', value: stage, minutes }
}

const ruleOf = ({ stage: _s, when: _w, minutes: _m, ...rest }: Said, trigger: Trigger) =>
  ({ ...rest, entity: Deal.name, trigger }) as Input<typeof Rule>

export async function list(
  { db, call }: DealContext,
  { pipeline, stage }: Parsed<typeof stageActions.list>,
): Promise<Out<typeof stageActions.list>> {
  const { items } = await call(rules.list, { entity: Deal.name, sort: 'position', limit: 200 })
  const all = items.flatMap((rule) => actionOf(rule) ?? []).filter((one) => stage === undefined || one.stage === stage)
  if (pipeline === undefined) return { items: all }
  const stages = await db.selectFrom('pipeline_stages').select('id').where('pipeline', '=', pipeline).execute()
  const there = new Set(stages.map(({ id }) => id))
  return { items: all.filter((one) => there.has(one.stage)) }
}

export async function create({ call }: DealContext, asked: Said): Promise<StageAction> {
  return actionOf(await call(rules.create, ruleOf(asked, triggerOf(asked))))!
}

export async function update(
  { call }: DealContext,
  { id, ...wanted }: Parsed<typeof stageActions.update>,
): Promise<StageAction> {
  const before = await found(call, id)
  const { id: _i, version: _v, warnings: _n, ...was } = before
  const next = { ...was, ...wanted } as Said
  const { entity: _e, ...rule } = ruleOf(next, triggerOf(next))
  return actionOf(await call(rules.update, { id, ...rule }))!
}

export async function remove({ call }: DealContext, { id }: { id: string }): Promise<null> {
  await found(call, id)
  return call(rules.remove, { id })
}

/** A rule that is no stage's is none of these. */
async function found(call: DealContext['call'], id: string): Promise<StageAction> {
  const rule = await call(rules.get, { id })
  const action = rule.entity === Deal.name ? actionOf(rule) : null
  if (!action) throw notFound('rule')
  return action
}
