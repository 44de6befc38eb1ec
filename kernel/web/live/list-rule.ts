// What a change of one record means for a cached list: pure rules over plain data.
import { type CustomFilter, type Entity, hintsOf, isEmpty, valueIn } from '../../contract/index.ts'

export type Known = { id: string; version?: number } & Record<string, unknown>
export type Effect = 'nothing' | 'patch' | 'refresh'

/** What a list's own input means; everything else in it is a filter or a range. */
const NOT_FILTERS = new Set(['q', 'sort', 'fields', 'limit', 'cursor', 'total'])

/**
 * What to do with a list that was asked with `input` when a record is now `after`; `before` is the record as the
 * list holds it (undefined = it does not), `me` the person at the screen.
 */
export function effectOn(
  of: Entity,
  input: Record<string, unknown>,
  before: Known | undefined,
  after: Known,
  me: string,
): Effect {
  const belongs = fits(of, input, after, me)
  // What a search finds is the server's to say: a record that was found stays until the next search.
  if (input['q']) return before ? 'patch' : 'nothing'
  if (!before) return belongs === false ? 'nothing' : 'refresh'
  if (belongs === false) return 'refresh'
  return changesOrder(input, before, after) ? 'refresh' : 'patch'
}

/** Whether a record passes the filters of a list; null when it does not carry a field that is filtered by. */
export function fits(of: Entity, input: Record<string, unknown>, record: Known, me: string): boolean | null {
  let unknown = false
  for (const [name, wanted] of Object.entries(input)) {
    if (NOT_FILTERS.has(name) || wanted === undefined) continue
    if (name === 'custom' && of.custom) {
      const own = passesCustom(wanted as CustomFilter, record)
      if (own === false) return false
      if (own === null) unknown = true
      continue
    }
    const verdict = name in of.fields ? passes(of, name, wanted, record, me) : inRange(name, wanted, record)
    if (verdict === false) return false
    if (verdict === null) unknown = true
  }
  return unknown ? null : true
}

function passes(of: Entity, name: string, wanted: unknown, record: Known, me: string): boolean | null {
  const value = record[name]
  if (value === undefined) return null
  const groups = hintsOf(of.fields[name]!).groups ?? {}
  const options: unknown[] = (Array.isArray(wanted) ? (wanted as unknown[]) : [wanted]).flatMap(
    (one): readonly unknown[] => (Object.hasOwn(groups, String(one)) ? groups[String(one)]! : [one]),
  )
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return options.some((one) => {
    if (one === 'none') return value === null || values.length === 0
    return (
      values.includes(one === 'me' ? me : one) || values.some((own) => typeof own !== 'string' && String(own) === one)
    )
  })
}

/** By fields of the tenant's own; null where the record does not carry them. */
function passesCustom(wanted: CustomFilter, record: Known): boolean | null {
  if (record['custom'] === undefined) return null
  return Object.entries(wanted).every(([name, asked]) => {
    const bound = /_(from|to)$/.exec(name)?.[1]
    const value = valueIn(record, `custom.${bound ? name.slice(0, -bound.length - 1) : name}`)
    if (bound) {
      if (isEmpty(value)) return false
      const limit = typeof value === 'number' ? Number(asked) : String(asked)
      return bound === 'from' ? (value as string) >= limit : (value as string) <= limit
    }
    const values = isEmpty(value) ? ['none'] : [value].flat().map(String)
    return [asked].flat().some((one) => values.includes(String(one)))
  })
}

function inRange(name: string, bound: unknown, record: Known): boolean | null {
  const [, field, side] = /^(.+)_(from|to)$/.exec(name) ?? []
  const value = field === undefined ? undefined : record[field]
  if (typeof value !== 'string' || typeof bound !== 'string') return null
  const [at, limit] = [Date.parse(value), Date.parse(bound)]
  return side === 'from' ? at >= limit : at < limit
}

function changesOrder(input: Record<string, unknown>, before: Known, after: Known): boolean {
  const field = String(input['sort'] ?? '-created_at').replace(/^-/, '')
  return after[field] !== undefined && before[field] !== undefined && before[field] !== after[field]
}

/** An older version never overwrites a newer one. */
export const isOlder = (record: Known, than: Known): boolean =>
  record.version !== undefined && than.version !== undefined && record.version <= than.version
