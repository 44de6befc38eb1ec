import type { AVAILABILITIES } from '../../contract.ts'

type Said = Readonly<Record<string, unknown>>

/** What a person says of themselves now; null once it is over, and when they said nothing. */
export function availabilityOf({ availability, availability_until: until }: Said, now: number) {
  const over = typeof until === 'string' && Date.parse(until) <= now
  return over ? null : ((availability ?? null) as (typeof AVAILABILITIES)[number] | null)
}
