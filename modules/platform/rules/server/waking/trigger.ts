// Whether a rule is asked at all: its trigger beside what happened. Pure.
import type { Clock, Ruled, Values } from '#kernel/server/rules/ruled.ts'
import type { Trigger } from '../../contract.ts'
import type { Occurrence } from './occurrence.ts'

type Clocks = Ruled['clocks']
type Stay = Extract<Trigger, { on: 'stays' }>

/** Stays that became due longer ago are left alone: runs, which say what was done already, are not kept for ever. */
export const MOST_OVERDUE_DAYS = 60

/** Whether what happened is what a rule waits for; long stays are no happening. */
export function triggers(trigger: Trigger, { as, changes, was }: Occurrence, clocks: Clocks): boolean {
  if (trigger.on === 'created') return as === 'created'
  if (trigger.on === 'changed') {
    const changed = as === 'changed' ? Object.keys(changes) : []
    return trigger.fields.length === 0 ? changed.length > 0 : trigger.fields.some((field) => changed.includes(field))
  }
  if (trigger.on === 'stays') return false
  const field = clocks[trigger.clock]?.field
  if (!field) return false
  const fits = (value: unknown) => trigger.value === null || value === trigger.value
  if (as === 'created') return trigger.on === 'entered' && fits(was[field])
  const change = changes[field]
  return change !== undefined && fits(change[trigger.on === 'entered' ? 1 : 0])
}

/** The moment since which a record is where a rule wants it; null where it is not there. */
export function thereSince({ value }: Pick<Stay, 'value'>, clock: Clock | undefined, record: Values): string | null {
  const since = clock?.since ? record[clock.since] : null
  if (!clock || typeof since !== 'string') return null
  return value === null || record[clock.field] === value ? since : null
}

/** Whether a record has been there for as long as the rule says, and not for too long. */
export function isDue({ minutes }: Stay, since: string, now: string): boolean {
  const late = Date.parse(now) - Date.parse(since) - minutes * 60_000
  return late >= 0 && late < MOST_OVERDUE_DAYS * 86_400_000
}

/** The chain of a stay: a rule fires once in each. */
export const stayChain = (since: string): string => `stay ${new Date(since).toISOString()}`
