// Rules as people keep them: made, changed with every revision remembered, put in order.
import { conflict, notFound, type Out, type Parsed, type Shown } from '#kernel/contract/index.ts'
import { changeBy, crudHandlers, find, findLocked } from '#kernel/server/crud.ts'
import { list as listRows } from '#kernel/server/list.ts'
import { isDeepStrictEqual } from 'node:util'
import { MOST_RULES, Rule, type RuleDraft, type RuleRow, type rules } from '../../contract.ts'
import { json, ruleFields, type RuleContext } from '../tables.ts'
import { checked, demandManaging, maySee, ruledOf } from './check.ts'
import { circleThrough, type Waking } from './cycles.ts'

type Told = Out<typeof rules.create>
const WRITTEN = Object.keys(Rule.draft.shape) as (keyof RuleDraft)[]
const standard = crudHandlers(Rule, 'rules')

const draftOf = (rule: RuleRow): RuleDraft =>
  Object.fromEntries(WRITTEN.map((field) => [field, rule[field]])) as RuleDraft
const stored = (rule: RuleDraft) => ({
  ...rule,
  trigger: json(rule.trigger),
  conditions: json(rule.conditions as Shown | null),
  steps: json(rule.steps),
})

/** Rules of the kinds of record that the caller sees whole. */
export async function list(context: RuleContext, input: Parsed<typeof rules.list>): Promise<Out<typeof rules.list>> {
  const seen = seenKinds(context)
  const page = await listRows(context.db, context.actor, Rule, input, { permission: 'rules.read' })
  return { ...page, items: page.items.filter(({ entity }) => seen.has(entity)) } as Out<typeof rules.list>
}

export const seenKinds = (context: RuleContext): Set<string> =>
  new Set([...context.platform.ruled.values()].filter((one) => maySee(context, one)).map(({ of }) => of.name))

export async function get(context: RuleContext, { id }: { id: string }): Promise<RuleRow> {
  const rule = await find(context, Rule, id, 'rules.read')
  const ruled = context.platform.ruled.get(rule.entity)
  if (ruled) demandSeeing(context, rule.entity)
  return rule
}

export function demandSeeing(context: RuleContext, entity: string): void {
  const ruled = ruledOf(context, entity)
  if (!maySee(context, ruled)) demandManaging(context, ruled)
}

export async function create(context: RuleContext, draft: RuleDraft): Promise<Told> {
  const { db, actor } = context
  demandManaging(context, ruledOf(context, draft.entity))
  const rule = await checked(context, draft)
  const others = await rulesOfKind(context, rule.entity)
  if (others.length >= MOST_RULES) throw conflict('rule.too_many', { maximum: MOST_RULES })
  const row = (await db
    .insertInto('rules')
    .values({
      ...stored(rule),
      position: Math.max(0, ...others.map(({ position }) => position)) + 10,
      revision: 1,
      author: actor.kind === 'person' ? actor.user_id : null,
    })
    .returning(ruleFields)
    .executeTakeFirstOrThrow()) as RuleRow
  await remember(context, row)
  return { ...row, warnings: warningsFor(context, row, others) }
}

export async function update(
  context: RuleContext,
  { id, ...wanted }: { id: string } & Partial<RuleDraft>,
): Promise<Told> {
  const { before, after } = await changeBy(context, Rule, id, 'rules.update', async (rule) => {
    demandManaging(context, ruledOf(context, rule.entity))
    if (wanted.entity !== undefined && wanted.entity !== rule.entity) throw conflict('rule.other_kind')
    const was = draftOf(rule as RuleRow)
    // Switching off must be possible even where the rule makes no sense any more.
    const isSwitchedOff = wanted.is_on === false && Object.keys(wanted).length === 1
    const next = isSwitchedOff ? { ...was, is_on: false } : await checked(context, { ...was, ...wanted })
    if (isDeepStrictEqual(next, was)) return {}
    const saysOther = !isDeepStrictEqual({ ...next, is_on: was.is_on }, was)
    return {
      ...stored(next),
      ...(saysOther ? { revision: Number(rule['revision']) + 1, author: context.actor.user_id } : {}),
    }
  })
  const rule = after as unknown as RuleRow
  if (rule.revision !== (before as unknown as RuleRow).revision) await remember(context, rule)
  const others = (await rulesOfKind(context, rule.entity)).filter((one) => one.id !== id)
  return { ...rule, warnings: warningsFor(context, rule, others) }
}

export async function remove(context: RuleContext, { id }: { id: string }): Promise<null> {
  const rule = await findLocked(context, Rule, id, 'rules.delete')
  const ruled = context.platform.ruled.get(rule.entity)
  if (ruled) demandManaging(context, ruled)
  return standard.remove(context, { id })
}

/** Positions are made anew; runs and revisions know rules by their ids. */
export async function order(context: RuleContext, { entity, ids }: Parsed<typeof rules.order>): Promise<null> {
  demandManaging(context, ruledOf(context, entity))
  const there = await rulesOfKind(context, entity)
  const known = new Set(there.map(({ id }) => id))
  if (ids.some((id) => !known.has(id))) throw notFound('rule')
  if (known.size !== ids.length || new Set(ids).size !== ids.length) throw conflict('rule.others')
  for (const [index, id] of ids.entries()) {
    const position = (index + 1) * 10
    if (there.find((one) => one.id === id)!.position !== position)
      await context.db.updateTable('rules').set({ position }).where('id', '=', id).execute()
  }
  return null
}

const rulesOfKind = async ({ db }: RuleContext, entity: string): Promise<RuleRow[]> =>
  (await db
    .selectFrom('rules')
    .select(ruleFields)
    .where('entity', '=', entity)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .forUpdate()
    .execute()) as RuleRow[]

async function remember({ db }: RuleContext, rule: RuleRow): Promise<void> {
  const { is_on: _, ...said } = draftOf(rule)
  await db
    .insertInto('rule_revisions')
    .values({
      rule: rule.id,
      revision: rule.revision,
      author: rule.author,
      said: json({ ...said, is_on: true } as RuleDraft),
    })
    .execute()
}

export async function revisions(context: RuleContext, { id }: { id: string }): Promise<Out<typeof rules.revisions>> {
  await get(context, { id })
  const rows = await context.db
    .selectFrom('rule_revisions')
    .select(['revision', 'at', 'author', 'said'])
    .where('rule', '=', id)
    .orderBy('revision', 'desc')
    .limit(100)
    .execute()
  return { items: rows.map(({ said, ...rest }) => ({ ...rest, rule: said })) as Out<typeof rules.revisions>['items'] }
}

/** Rules of other kinds of record may stand in a circle too; those asked here are of one kind and of what their steps reach. */
function warningsFor(context: RuleContext, rule: RuleRow, others: readonly RuleRow[]): Told['warnings'] {
  const on = [rule, ...others.filter(({ is_on }) => is_on)].map((one) => wakingOf(context, one))
  const circle = rule.is_on ? circleThrough(on[0]!, on) : null
  return circle ? [{ rules: circle.map(({ id, name }) => ({ id, name })) }] : []
}

function wakingOf({ platform }: RuleContext, { id, name, entity, trigger, steps }: RuleRow): Waking {
  const ruled = platform.ruled.get(entity)
  const effects = steps.flatMap(({ step, params }) => {
    const known = platform.steps.get(step)
    const parsed = known?.params.safeParse(params)
    return ruled && known?.effects && parsed?.success ? known.effects(parsed.data, ruled) : []
  })
  return { id, name, entity, trigger, effects, clocks: ruled?.clocks ?? {} }
}
