// What happened to a record, as rules see it: read off an event, with what it goes back to.
import type { Changes, Ruled, Values } from '#kernel/server/rules/ruled.ts'
import { changesOf } from '#kernel/server/rules/ruled.ts'
import type { Told } from '#kernel/server/module.ts'

export type Occurrence = {
  as: 'created' | 'changed'
  record: string
  changes: Changes
  /** How the record was when it happened, as far as the event tells. */
  was: Values
  chain: string
  depth: number
}

/**
 * What stands in the log in place of a request's id for all that a rule does. No caller can send it: request ids have no colons.
 */
export const markOf = (chain: string, depth: number): string => `rule:${depth}:${chain}`
const MARK = /^rule:(\d+):(.+)$/s

/** Events of one transaction share its instant to the microsecond: that names the chain of what no rule did. */
export function occurrenceOf(ruled: Ruled, { name, payload, at, request_id }: Told): Occurrence | null {
  const wake = ruled.wakes.find(({ event }) => event.name === name)
  if (!wake) return null
  const was = wake.event.record(payload)
  const marked = MARK.exec(request_id ?? '')
  return {
    as: wake.as,
    record: was.id,
    changes: changesOf(wake, payload),
    was,
    chain: marked ? marked[2]! : `at ${at}`,
    depth: marked ? Number(marked[1]) : 0,
  }
}
