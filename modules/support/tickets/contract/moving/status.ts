// The way a ticket goes: one rule for the server, which enforces it, and the web, which offers only what is allowed.
import type { Status } from '../../contract.ts'

/** Status → where a ticket may go from there. */
export const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  new: ['in_progress', 'waiting', 'resolved'],
  in_progress: ['waiting', 'resolved'],
  waiting: ['in_progress', 'resolved'],
  resolved: ['in_progress', 'closed'],
  closed: ['in_progress'],
}

/** Whether a ticket may go from one status to another; only staff open a closed one again. */
export const mayMove = (from: Status, to: Status, staff: boolean): boolean =>
  TRANSITIONS[from].includes(to) && (from !== 'closed' || staff)

/** Where a reply of the requester puts a ticket: what waited for them, or seemed done, is at work again. */
export const afterRequesterReply = (status: Status): Status =>
  status === 'waiting' || status === 'resolved' ? 'in_progress' : status

type Moments = { resolved_at: string | null; closed_at: string | null }

/** When a ticket was resolved and closed, once it has moved to `to` at `now`. */
export function momentsAfter(to: Status, { resolved_at }: Pick<Moments, 'resolved_at'>, now: string): Moments {
  if (to === 'resolved') return { resolved_at: now, closed_at: null }
  if (to === 'closed') return { resolved_at: resolved_at ?? now, closed_at: now }
  return { resolved_at: null, closed_at: null }
}
