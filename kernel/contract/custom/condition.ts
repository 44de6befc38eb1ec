// When a field is asked for: conditions over the other fields of the record, as data.
import * as z from 'zod'
import { isEmpty, valueIn } from './values.ts'

export const TESTS = ['is', 'is_not', 'contains', 'filled', 'empty', 'at_least', 'at_most'] as const
export type Test = (typeof TESTS)[number]
/** `field` is a field of the entity, or `custom.<key>`; `values` is what it is compared with, one of which suffices. */
export type Rule = { field: string; test: Test; values: readonly (string | number | boolean)[] }
export type Shown = Rule | { all: readonly Shown[] } | { any: readonly Shown[] }

const rule = z.strictObject({
  field: z.string().min(1).max(50),
  test: z.enum(TESTS),
  values: z
    .array(z.union([z.string().max(200), z.number(), z.boolean()]))
    .max(50)
    .default([]),
})
const group = (inner: z.ZodType) =>
  z.union([
    z.strictObject({ all: z.array(inner).min(1).max(10) }),
    z.strictObject({ any: z.array(inner).min(1).max(10) }),
  ])
// Three levels say everything that a person can still read.
export const shownSchema = z.union([rule, group(z.union([rule, group(rule)]))]) as unknown as z.ZodType<Shown, Shown>

/** Every field that a condition looks at. */
export function fieldsIn(shown: Shown): string[] {
  if ('all' in shown) return shown.all.flatMap(fieldsIn)
  if ('any' in shown) return shown.any.flatMap(fieldsIn)
  return [shown.field]
}

/** Whether a condition holds; `read` gives a field's value, undefined or null for none. */
export function holds(shown: Shown, read: (field: string) => unknown): boolean {
  if ('all' in shown) return shown.all.every((one) => holds(one, read))
  if ('any' in shown) return shown.any.some((one) => holds(one, read))
  const value = read(shown.field)
  if (shown.test === 'filled') return !isEmpty(value)
  if (shown.test === 'empty') return isEmpty(value)
  if (shown.test === 'is' || shown.test === 'is_not') {
    // An unticked box and one that nobody touched are the same to whoever reads the form.
    const given = value === undefined || value === null ? [false] : [value].flat()
    const some = shown.values.some((wanted) => given.includes(wanted))
    return shown.test === 'is' ? some : !some
  }
  if (shown.test === 'contains') {
    const texts = [value].flat().map((one) => String(one ?? '').toLowerCase())
    return shown.values.some((wanted) => texts.some((text) => text.includes(String(wanted).toLowerCase())))
  }
  const [bound] = shown.values
  if (bound === undefined || isEmpty(value) || typeof value !== typeof bound) return false
  return shown.test === 'at_least' ? (value as string) >= (bound as string) : (value as string) <= (bound as string)
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
