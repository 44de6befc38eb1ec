import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDead, pauseAfter, PAUSES, restAfter, retryAfterOf, takenAtOnce } from './schedule.ts'

test('attempts go on for three days, each pause not shorter than the one before, and then end', () => {
  const pauses = PAUSES.map((_pause, index) => pauseAfter(index + 1, 0)!)
  const days = pauses.reduce((sum, pause) => sum + pause, 0) / 86_400
  assert.ok(days > 2.8 && days < 3.2, String(days))
  assert.deepEqual(
    pauses,
    pauses.toSorted((a, b) => a - b),
  )
  assert.equal(pauseAfter(PAUSES.length + 1, 0), null)
})

test('what failed together does not come back together, and never earlier than planned', () => {
  assert.equal(pauseAfter(1, 0), 5)
  assert.equal(pauseAfter(1, 1), 6)
})

test('a receiver may ask for more patience, up to a day, and not for less', () => {
  assert.equal(pauseAfter(1, 0, 90), 90)
  assert.equal(pauseAfter(4, 0, 1), 600)
  assert.equal(pauseAfter(1, 0, 9_999_999), 86_400)
  const now = Date.parse('2026-01-01T00:00:00Z')
  assert.equal(retryAfterOf('120', now), 120)
  assert.equal(retryAfterOf('Thu, 01 Jan 2026 00:01:00 GMT', now), 60)
  assert.equal(retryAfterOf('Thu, 01 Jan 2015 00:01:00 GMT', now), 0)
  for (const nothing of [undefined, '', 'soon', '-5']) assert.ok(!retryAfterOf(nothing, now))
})

test('a failing receiver is probed by one delivery after growing rests', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 30].map(restAfter), [0, 0, 0, 10, 20, 600])
  assert.deepEqual([0, 2, 3].map(takenAtOnce), [50, 50, 1])
})

test('dead is who failed often and for long', () => {
  assert.equal(isDead(20, 86_400), true)
  assert.equal(isDead(500, 3_600), false)
  assert.equal(isDead(19, 864_000), false)
})
