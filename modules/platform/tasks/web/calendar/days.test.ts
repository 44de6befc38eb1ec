import assert from 'node:assert/strict'
import { test } from 'vitest'
import { addMonths, dayIn, instantIn, weekOf, weeksOf } from './days.ts'

test('a week begins where people begin it', () => {
  assert.deepEqual(
    [weekOf('2026-11-21', 1)[0], weekOf('2026-11-21', 7)[0], weekOf('2026-11-21', 6)[0]],
    ['2026-11-16', '2026-11-15', '2026-11-21'],
  )
})

test('a month is held by its whole weeks', () => {
  const weeks = weeksOf('2026-11-21', 1)
  assert.deepEqual([weeks.length, weeks[0]![0], weeks.at(-1)!.at(-1)], [6, '2026-10-26', '2026-12-06'])
  assert.equal(weeksOf('2027-02-10', 1).length, 4)
})

test('the last of a month has its like in a shorter one', () => {
  assert.deepEqual([addMonths('2026-12-31', 2), addMonths('2026-01-31', -1)], ['2027-02-28', '2025-12-31'])
})

test('a day is that of the zone, and a clock time keeps over a change of clocks', () => {
  assert.equal(dayIn('Asia/Tashkent', '2026-11-20T20:00:00Z'), '2026-11-21')
  assert.equal(instantIn('Europe/Berlin', '2026-10-24', '09:00'), '2026-10-24T07:00:00.000Z')
  assert.equal(instantIn('Europe/Berlin', '2026-10-25', '09:00'), '2026-10-25T08:00:00.000Z')
})
