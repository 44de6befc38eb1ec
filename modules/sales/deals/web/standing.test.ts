import { expect, test } from 'vitest'
import { standing } from './standing.ts'

const since = '2026-11-01T12:00:00Z'
const after = (days: number, ms = 0) => Date.parse(since) + days * 86_400_000 + ms

test('a deal is stale from the day on that its stage names, and never where it names none', () => {
  const at = (now: number, stale_days: number | null) => standing({ stage_since: since }, { stale_days }, now)
  expect(at(after(14, -1), 14)).toEqual({ days: 13, isStale: false })
  expect(at(after(14), 14)).toEqual({ days: 14, isStale: true })
  expect(at(after(400), null)).toEqual({ days: 400, isStale: false })
  // A clock that goes behind the server's.
  expect(at(after(-1), 1)).toEqual({ days: 0, isStale: false })
})
