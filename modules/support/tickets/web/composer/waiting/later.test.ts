import { expect, test } from 'vitest'
import { asLocal, fromLocal, mondayMorning, monthMorning, tomorrowMorning } from './later.ts'

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

test.each([
  ['Asia/Tashkent', '2026-03-01T20:30:00Z', '2026-03-03T04:00:00.000Z'], // the second has begun there
  ['America/New_York', '2026-03-02T02:00:00Z', '2026-03-02T14:00:00.000Z'],
  ['America/New_York', '2026-03-07T12:00:00Z', '2026-03-08T13:00:00.000Z'], // clocks go forward that night
  ['Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T08:00:00.000Z'], // and back
])('tomorrow at nine in %s, at %s, is %s', (zone, now, then) =>
  expect(tomorrowMorning(new Date(now), zone).toISOString()).toBe(then),
)

test('next month begins at nine of its first day, in the zone', () => {
  expect(monthMorning(new Date('2026-12-31T20:00:00Z'), 'Asia/Tashkent').toISOString()).toBe('2027-02-01T04:00:00.000Z')
  expect(asLocal(new Date('2027-02-01T04:00:00Z'), 'Asia/Tashkent')).toBe('2027-02-01T09:00')
  expect(fromLocal('2027-02-01T09:00', new Date(0), 'Asia/Tashkent')).toBe('2027-02-01T04:00:00.000Z')
})
