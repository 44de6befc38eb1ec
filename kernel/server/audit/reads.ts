// Which queries are readings of personal data, and what is recorded of them.
import { type Action, fieldsWith } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'

/**
 * One record of an entity with personal fields is recorded by its id; a list or an export as one entry with its filter and
 * the number of records, never one for each. Reading oneself is nobody else's business, and the system is nobody.
 */
export function isRecordedRead(action: Action): boolean {
  if (action.kind !== 'query' || action.internal || action.audited === 'none') return false
  if (action.audited) return true
  return action.about !== undefined && fieldsWith(action.about, (hints) => hints.personal).length > 0
}

/** How many records an answer holds. */
export function countOf(result: unknown): number {
  const items = (result as { items?: unknown } | null)?.items
  return Array.isArray(items) ? items.length : 1
}

/** Whether somebody read only what is their own. */
export const isOwn = (actor: Actor, input: unknown): boolean => (input as { id?: unknown }).id === actor.user_id

/** The filter of a list without its page. */
export function askedOf(input: unknown): unknown {
  const { cursor: _cursor, limit: _limit, fields: _fields, ...asked } = input as Record<string, unknown>
  return Object.keys(asked).length > 0 ? asked : undefined
}
