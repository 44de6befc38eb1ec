// Whether a rule makes sense: its kind of record, its trigger, its conditions, and each step by the contract of its module.
import {
  fieldsIn,
  forbidden,
  hintsOf,
  invalid,
  parse,
  Problem,
  type Refusal,
  type Shown,
} from '#kernel/contract/index.ts'
import { scopeOf } from '#kernel/server/access/actor.ts'
import { existing } from '#kernel/server/access/references.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import type { Ruled, Values } from '#kernel/server/rules/ruled.ts'
import type { Step } from '#kernel/server/rules/step.ts'
import type { ChosenStep, RuleDraft, Trigger } from '../../contract.ts'
import { offered } from '../firing/steps.ts'
import { judgedFields } from '../looking/describe.ts'
import type { RuleContext } from '../tables.ts'

/** The kind of record with this name; 422 for one that knows no rules. */
export function ruledOf({ platform, actor }: RuleContext, entity: string): Ruled {
  const ruled = platform.ruled.get(entity)
  if (!ruled || !platform.components.offers(actor.tenant_id, ruled))
    throw invalid([{ pointer: '/entity', code: 'no_rules' }])
  return ruled
}

/** Whether an actor may look at the rules of a kind of record: they tell of everybody's records. */
export const maySee = ({ actor }: RuleContext, { can }: Ruled): boolean => scopeOf(actor, can) === 'all'

/** Throws 403: a rule acts on everybody's records, whoever made it. */
export function demandManaging(context: RuleContext, ruled: Ruled): void {
  if (!maySee(context, ruled)) throw forbidden(ruled.can)
  if (scopeOf(context.actor, ruled.manage) !== 'all') throw forbidden(ruled.manage)
}

/** The rule as it is kept; throws 422 naming everything that is wrong. */
export async function checked(context: RuleContext, rule: RuleDraft): Promise<RuleDraft> {
  const ruled = ruledOf(context, rule.entity)
  const known = await knownFields(context, ruled)
  const steps = await Promise.all(rule.steps.map((chosen, index) => checkStep(context, ruled, chosen, index)))
  const refusals = [
    ...(await checkTrigger(context, ruled, rule.trigger, known)),
    ...checkConditions(rule.conditions as Shown | null, known),
    ...steps.flatMap((one) => one.refusals),
  ]
  if (refusals.length > 0) throw invalid(refusals)
  return { ...rule, steps: steps.map(({ step, params }) => ({ step, params })) as ChosenStep[] }
}

async function knownFields({ db, actor }: RuleContext, { of, hides }: Ruled): Promise<Set<string>> {
  const own = of.custom ? await fieldsOf(db, actor.tenant_id, of.name) : []
  return new Set([
    ...judgedFields(of, hides).map(({ name }) => name),
    ...own.filter(({ archived }) => !archived).map(({ key }) => `custom.${key}`),
  ])
}

async function checkTrigger(
  context: RuleContext,
  { of, clocks }: Ruled,
  trigger: Trigger,
  known: ReadonlySet<string>,
): Promise<Refusal[]> {
  if (trigger.on === 'created') return []
  if (trigger.on === 'changed')
    return trigger.fields.flatMap((field, index) =>
      known.has(field) ? [] : [{ pointer: `/trigger/fields/${index}`, code: 'unknown_field' }],
    )
  const clock = clocks[trigger.clock]
  if (!clock || (clock.since === null && trigger.on === 'stays'))
    return [{ pointer: '/trigger/clock', code: 'unknown_field' }]
  if (trigger.value === null) return []
  const wrong = [{ pointer: '/trigger/value', code: 'unknown_reference' }]
  const schema = of.fields[clock.field]!
  if (!schema.safeParse(trigger.value).success) return wrong
  const { refers } = hintsOf(schema)
  return refers && !(await existing(context, refers, [trigger.value])).has(trigger.value) ? wrong : []
}

function checkConditions(conditions: Shown | null, known: ReadonlySet<string>): Refusal[] {
  const unknown = conditions ? fieldsIn(conditions).filter((field) => !known.has(field)) : []
  return unknown.length > 0 ? [{ pointer: '/conditions', code: 'unknown_field' }] : []
}

type CheckedStep = { step: string; params: Values; refusals: Refusal[] }

async function checkStep(context: RuleContext, ruled: Ruled, chosen: ChosenStep, index: number): Promise<CheckedStep> {
  const at = `/steps/${index}`
  const step = offered(context, ruled, chosen)
  if (!step) return { ...chosen, refusals: [{ pointer: `${at}/step`, code: 'unknown_step' }] }
  const below = (refusals: readonly Refusal[]) =>
    refusals.map((one) => ({ ...one, pointer: `${at}/params${one.pointer}` }))
  try {
    const params = parse(step.params, chosen.params) as Values
    const found = [
      ...(await unknownRecords(context, step, params)),
      ...((await step.check?.(context, ruled, params)) ?? []),
    ]
    return { step: chosen.step, params, refusals: below(found) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { ...chosen, refusals: below(error.refusals) }
  }
}

/** Parameters that name records which are not there. */
async function unknownRecords(context: RuleContext, { params: { shape } }: Step, params: Values): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (const [name, schema] of Object.entries(shape)) {
    const { refers } = hintsOf(schema)
    const ids = [params[name]].flat().filter((id) => typeof id === 'string')
    if (!refers || ids.length === 0) continue
    const there = await existing(context, refers, ids)
    if (ids.some((id) => !there.has(id))) refusals.push({ pointer: `/${name}`, code: 'unknown_reference' })
  }
  return refusals
}
