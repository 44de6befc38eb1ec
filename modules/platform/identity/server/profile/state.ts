// How somebody is seen by others: a rule over plain data.
import type { STATES } from '../../contract.ts'

/** Whoever was not seen for longer is away from every screen; a device notes that it was seen every five minutes. */
export const SEEN_MINUTES = 10

export type Said = {
  availability: string | null
  availability_note: string | null
  availability_until: string | null
}
type Shown = { state: (typeof STATES)[number]; state_note: string | null; state_until: string | null }

/** What a person said of themselves, while it lasts; else whether they were seen of late. */
export function stateOf(
  { availability, availability_note, availability_until }: Said,
  seen: boolean,
  now: string,
): Shown {
  const lasts = availability_until === null || Date.parse(availability_until) > Date.parse(now)
  if (availability !== null && lasts)
    return { state: availability as Shown['state'], state_note: availability_note, state_until: availability_until }
  return { state: seen ? 'online' : 'offline', state_note: null, state_until: null }
}
