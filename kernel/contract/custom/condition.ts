// Conditions judged of one record at hand: when a field is asked for, when a rule acts.
import { asked, type Asked, type AskedKind } from '../conditions/asked.ts'
import { type Conditions, conditionsSchema, fieldsIn, type Rule, type Test } from '../conditions/language.ts'
import { holds } from '../conditions/holds.ts'
import { valueIn } from './values.ts'

/** Nothing that moves with the calendar: a form follows them while it is filled. */
export type Shown = Conditions
const JUDGED = ['is', 'is_not', 'contains', 'filled', 'empty', 'at_least', 'at_most'] as const satisfies readonly Test[]
export const JUDGED_LEVELS = 2
export const MOST_JUDGED_IN_GROUP = 10
export const shownSchema = conditionsSchema(JUDGED, JUDGED_LEVELS, MOST_JUDGED_IN_GROUP)

const BOUNDS = ['at_least', 'at_most', 'is', 'filled', 'empty'] as const
const JUDGED_FIRST: Partial<Record<AskedKind, readonly Test[]>> = {
  text: ['contains', 'is', 'is_not', 'filled', 'empty'],
  number: BOUNDS,
  money: BOUNDS,
  day: BOUNDS,
}

/** A field as such conditions ask it; one that always has a value is not asked whether it has. */
export const judgedAs = (field: string, kind: AskedKind, isNullable: boolean, more: Partial<Asked> = {}): Asked => {
  const one = asked(field, kind, more)
  const tests = (JUDGED_FIRST[kind] ?? one.tests).filter((test) => (JUDGED as readonly Test[]).includes(test))
  return { ...one, tests: isNullable ? tests : tests.filter((test) => test !== 'filled' && test !== 'empty') }
}

/** What became of a condition: each rule with the value it met. A long text is told by its beginning. */
export type Finding = { holds: boolean } & (
  | { field: string; test: Test; values: Rule['values']; value: unknown }
  | { all: Finding[] }
  | { any: Finding[] }
)
const LONGEST_TOLD = 200

/** The condition with an answer at every place of it: why it holds, or why not. */
export function found(shown: Shown, read: (field: string) => unknown): Finding {
  if ('all' in shown) {
    const all = shown.all.map((one) => found(one, read))
    return { all, holds: all.every((one) => one.holds) }
  }
  if ('any' in shown) {
    const any = shown.any.map((one) => found(one, read))
    return { any, holds: any.some((one) => one.holds) }
  }
  const value = read(shown.field)
  const told = typeof value === 'string' ? value.slice(0, LONGEST_TOLD) : (value ?? null)
  return { ...shown, value: told, holds: holds(shown, read) }
}

type Conditional = { key: string; shown_if: Shown | null }

/**
 * The keys of the fields that a record asks for. A field that is not shown counts as empty for the others; where
 * definitions lead in a circle (they are refused when written) the value itself counts.
 */
export function shownOf(
  fields: readonly Conditional[],
  record: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const known = new Map<string, boolean>()
  const isShown = ({ key, shown_if }: Conditional): boolean => {
    const before = known.get(key)
    if (before !== undefined) return before
    known.set(key, true)
    const answer =
      shown_if === null ||
      holds(shown_if, (name) => {
        const other = name.startsWith('custom.') ? byKey.get(name.slice(7)) : undefined
        return other && !isShown(other) ? undefined : valueIn(record, name)
      })
    known.set(key, answer)
    return answer
  }
  return new Set(fields.filter(isShown).map(({ key }) => key))
}

/** Whether the conditions of some fields lead back to where they began. */
export function hasCircle(fields: readonly Conditional[]): boolean {
  const after = new Map(
    fields.map(({ key, shown_if }) => [
      key,
      shown_if ? fieldsIn(shown_if).flatMap((name) => (name.startsWith('custom.') ? [name.slice(7)] : [])) : [],
    ]),
  )
  const done = new Set<string>()
  const walk = (key: string, path: ReadonlySet<string>): boolean => {
    if (path.has(key)) return true
    if (done.has(key)) return false
    const found = (after.get(key) ?? []).some((next) => walk(next, new Set([...path, key])))
    done.add(key)
    return found
  }
  return fields.some(({ key }) => walk(key, new Set()))
}
