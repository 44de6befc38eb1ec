// The one language of conditions over records: whether a field is asked for, whom a segment holds, when a rule acts.
import * as z from 'zod'

export const TESTS = [
  'is',
  'is_not',
  'contains',
  'filled',
  'empty',
  'at_least',
  'at_most',
  'within_days',
  'not_within_days',
  'next_days',
] as const
export type Test = (typeof TESTS)[number]
export type RuleValue = string | number | boolean
/**
 * `field` is a field of the entity, `custom.<key>`, or `fact.<name>` of what other modules know of the record; `values` is
 * what it is compared with, one of which suffices. `me` stands for whoever asks.
 */
export type Rule = { field: string; test: Test; values: readonly RuleValue[] }
export type Conditions = Rule | { all: readonly Conditions[] } | { any: readonly Conditions[] }

export type ConditionGroup = Exclude<Conditions, Rule>

/** Three levels of groups say everything that a person can still read. */
export const MOST_LEVELS = 3
export const MOST_IN_GROUP = 20
export const MOST_RULES = 40
export const MOST_DAYS = 3_650

export const isRule = (conditions: Conditions): conditions is Rule => 'field' in conditions
/** How the parts of a group are joined, and the parts. */
export const partsOf = (group: ConditionGroup): { join: 'all' | 'any'; parts: readonly Conditions[] } =>
  'all' in group ? { join: 'all', parts: group.all } : { join: 'any', parts: group.any }

/** As a group that can be added to: what stands alone is one that must hold, and nothing is a group of nothing. */
export const asGroup = (conditions: Conditions | null | undefined): ConditionGroup =>
  !conditions ? { all: [] } : isRule(conditions) ? { all: [conditions] } : conditions
/** What a group says; null where nothing stands in it. */
export const saidBy = (group: ConditionGroup): Conditions | null => (partsOf(group).parts.length === 0 ? null : group)

/** Every rule of the conditions, with its place as a JSON Pointer. */
export function rulesIn(conditions: Conditions, pointer = ''): { rule: Rule; pointer: string }[] {
  if (isRule(conditions)) return [{ rule: conditions, pointer }]
  const { join, parts } = partsOf(conditions)
  return parts.flatMap((one, index) => rulesIn(one, `${pointer}/${join}/${index}`))
}

/** Every field that conditions look at. */
export const fieldsIn = (conditions: Conditions): string[] => rulesIn(conditions).map(({ rule }) => rule.field)

const ruleOf = (tests: readonly Test[]) =>
  z.strictObject({
    field: z.string().min(1).max(60),
    test: z.enum(tests),
    values: z
      .array(z.union([z.string().max(200), z.number(), z.boolean()]))
      .max(50)
      .default([]),
  })
const groupOf = (inner: z.ZodType, most: number) =>
  z.union([
    z.strictObject({ all: z.array(inner).min(1).max(most) }),
    z.strictObject({ any: z.array(inner).min(1).max(most) }),
  ])

/** A rule, or groups of rules and groups, `levels` deep; `most` parts in a group. */
export function conditionsSchema(
  tests: readonly Test[] = TESTS,
  levels: number = MOST_LEVELS,
  most: number = MOST_IN_GROUP,
): z.ZodType<Conditions, Conditions> {
  const rule = ruleOf(tests)
  let schema: z.ZodType = rule
  for (let level = 0; level < levels; level++) schema = z.union([rule, groupOf(schema, most)])
  return schema.refine((given) => rulesIn(given as Conditions).length <= MOST_RULES, 'too_many_rules') as never
}
