import assert from 'node:assert/strict'
import { test } from 'vitest'
import { momentsOf, spanOf } from './spans.ts'

const noon = new Date(2026, 10, 21, 12)
const start = (month: number, day: number) => new Date(2026, month - 1, day).toISOString()

test('recent days are whole days of the reader’s clock, today included', () => {
  assert.deepEqual(momentsOf('created_at', 'today', noon), [['created_at_from', start(11, 21)]])
  assert.deepEqual(momentsOf('last_reply_at', 'week', noon), [['last_reply_at_from', start(11, 15)]])
})

test('a span holds both of its days, and may be open', () => {
  assert.deepEqual(momentsOf('created_at', '2026-11-01..2026-11-20'), [
    ['created_at_from', start(11, 1)],
    ['created_at_to', start(11, 21)],
  ])
  assert.deepEqual(momentsOf('created_at', '..2026-10-31'), [['created_at_to', start(11, 1)]])
})

test('what is no span is none', () => {
  for (const text of ['', '..', 'yesterday', '2026-11-01', '2026-13-45..', "'; drop"]) assert.equal(spanOf(text), null)
})
