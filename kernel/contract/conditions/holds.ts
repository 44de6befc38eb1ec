// Whether conditions hold for a record at hand; the twin of kernel/server/conditions, which asks the database.
import { isEmpty } from '../custom/values.ts'
import { type Conditions, isRule, partsOf, type Rule, type RuleValue } from './language.ts'

/** `read` gives a field's value, undefined or null for none; `now` is an ISO instant, `me` whoever asks. */
export type Reading = { read: (field: string) => unknown; now?: string; me?: string }

/** Whether conditions hold. A rule about days fails where no `now` is given. */
export function holdsFor(conditions: Conditions, reading: Reading): boolean {
  if (isRule(conditions)) return ruleHolds(conditions, reading)
  const { join, parts } = partsOf(conditions)
  return join === 'all' ? parts.every((one) => holdsFor(one, reading)) : parts.some((one) => holdsFor(one, reading))
}

/** The same where nothing moves with the calendar. */
export const holds = (conditions: Conditions, read: (field: string) => unknown): boolean =>
  holdsFor(conditions, { read })

function ruleHolds({ field, test, values }: Rule, { read, now, me }: Reading): boolean {
  const value = read(field)
  if (test === 'filled') return !isEmpty(value)
  if (test === 'empty') return isEmpty(value)
  if (test === 'is' || test === 'is_not') {
    // An unticked box and one that nobody touched are the same to whoever reads the form.
    const given = value === undefined || value === null ? [false] : [value].flat()
    const some = values.some((wanted) => given.includes(wanted === 'me' && me ? me : wanted))
    return test === 'is' ? some : !some
  }
  if (test === 'contains') {
    const texts = [value].flat().map((one) => String(one ?? '').toLowerCase())
    return values.some((wanted) => texts.some((text) => text.includes(String(wanted).trim().toLowerCase())))
  }
  const [bound] = values
  if (bound === undefined) return false
  if (test === 'not_within_days') return !isLately(value, bound, now)
  if (isEmpty(value)) return false
  if (test === 'within_days') return isLately(value, bound, now)
  if (test === 'next_days') return isSoon(value, bound, now)
  if (typeof value !== typeof bound) return false
  // A day as bound of a moment means the whole day.
  const own = typeof value === 'string' && typeof bound === 'string' ? value.slice(0, bound.length) : (value as number)
  return test === 'at_least' ? own >= bound : own <= bound
}

const DAY_MS = 86_400_000

/** The instant so many days before (or, below zero, after) another, as ISO text; only the day of it for a day's field. */
export function daysBefore(now: string, days: number, isDay: boolean): string {
  const at = new Date(Date.parse(now) - days * DAY_MS).toISOString()
  return isDay ? at.slice(0, 10) : at
}

const isDayText = (value: unknown) => typeof value === 'string' && value.length === 10
const momentOf = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : Number.NaN)

function isLately(value: unknown, days: RuleValue, now: string | undefined): boolean {
  if (!now) return false
  const isDay = isDayText(value)
  const [from, to] = [daysBefore(now, Number(days), isDay), daysBefore(now, 0, isDay)]
  return momentOf(value) >= Date.parse(from) && momentOf(value) <= Date.parse(to)
}

function isSoon(value: unknown, days: RuleValue, now: string | undefined): boolean {
  if (!now) return false
  const isDay = isDayText(value)
  const [from, to] = [daysBefore(now, 0, isDay), daysBefore(now, -Number(days), isDay)]
  return momentOf(value) >= Date.parse(from) && momentOf(value) <= Date.parse(to)
}
