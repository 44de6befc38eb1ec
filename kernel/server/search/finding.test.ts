import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSoonRead } from './finding.ts'
import type { Meant } from './understanding.ts'

const asked = (records: number): Meant[][] => [
  [{ exact: "'чек'", begun: "'чек':*", broad: "'чек':*", counts: { tickets: records }, not: false, known: true }],
]

test('a list reads a small tenant in its order, and a larger one where a page is full soon', () => {
  const isRead = (total: number, records: number) =>
    isSoonRead({ any: asked(records), totals: { tickets: total } }, 'tickets')
  assert.ok(isRead(400, 0))
  assert.ok(isRead(3_000, 600))
  assert.ok(!isRead(3_000, 3))
  assert.ok(!isRead(300_000, 100_000))
  assert.ok(!isSoonRead({ any: asked(5), totals: {} }, 'tickets'))
})
