// The way a ticket goes: one rule for the server, which enforces it, and the web, which offers only what is allowed.
import type { Status } from '../contract.ts'

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
