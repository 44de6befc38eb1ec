import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSoonRead, looksIntoParts } from './finding.ts'
import type { Meant } from './understanding.ts'

const asked = (records: number, parts = 0): Meant[][] => [
  [
    {
      exact: "'чек'",
      begun: "'чек':*",
      broad: "'чек':*",
      counts: { tickets: records, ticket_comments: parts },
      not: false,
      known: true,
    },
  ],
]

test('a list is read in its order where all are read soon, or a page is full before the index has gathered what fits', () => {
  const isRead = (total: number, records: number) =>
    isSoonRead({ any: asked(records), totals: { tickets: total }, everyones: { tickets: total } }, 'tickets')
  assert.ok(isRead(400, 0))
  assert.ok(isRead(3_000, 600))
  assert.ok(!isRead(3_000, 3))
  assert.ok(!isRead(300_000, 300))
  assert.ok(isRead(300_000, 6_000))
  assert.ok(!isSoonRead({ any: asked(5), totals: {}, everyones: {} }, 'tickets'))
})

test('what all others wrote makes the index dear', () => {
  const isRead = (everyones: number) =>
    isSoonRead({ any: asked(250), totals: { tickets: 20_000 }, everyones: { tickets: everyones } }, 'tickets')
  assert.ok(!isRead(20_000))
  assert.ok(isRead(1_280_000))
})

test('a word of few records and many parts is looked for in the parts of each record that the list meets', () => {
  const looks = (records: number, parts: number) =>
    looksIntoParts(
      { any: asked(records, parts), totals: { tickets: 300_000 }, everyones: {} },
      'tickets',
      'ticket_comments',
    )
  assert.ok(looks(6_000, 25_000))
  assert.ok(!looks(6_000, 400))
})
