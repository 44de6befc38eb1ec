import { expect, test } from 'vitest'
import { asLocal, fromLocal, mondayMorning, tomorrowMorning } from './later.ts'

const at = (text: string) => new Date(`2026-03-${text}`)

test.each([
  ['01T23:30', '2026-03-02T09:00'],
  ['31T08:00', '2026-04-01T09:00'],
])('tomorrow of %s is %s', (now, then) => expect(asLocal(tomorrowMorning(at(now)))).toBe(then))

test.each([
  ['02T08:00', '2026-03-09T09:00'], // a Monday
  ['03T08:00', '2026-03-09T09:00'],
  ['08T22:00', '2026-03-09T09:00'], // a Sunday
])('Monday after %s is %s', (now, then) => expect(asLocal(mondayMorning(at(now)))).toBe(then))

test('a field holds an instant ahead, or nothing', () => {
  const now = at('02T08:00')
  expect(fromLocal('2026-03-02T09:00', now)).toBe(at('02T09:00').toISOString())
  expect(fromLocal('2026-03-02T07:00', now)).toBeNull()
  expect(fromLocal('', now)).toBeNull()
})
