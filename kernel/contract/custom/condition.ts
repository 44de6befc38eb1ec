// When a field is asked for: conditions over the other fields of the record, as data.
import { type Conditions, conditionsSchema, fieldsIn, type Rule, type Test } from '../conditions/language.ts'
import { holds } from '../conditions/holds.ts'
import { valueIn } from './values.ts'

/** Conditions that a form follows while it is filled: nothing that moves with the calendar. */
export type Shown = Conditions
export const shownSchema = conditionsSchema(
  ['is', 'is_not', 'contains', 'filled', 'empty', 'at_least', 'at_most'],
  2,
  10,
)

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
