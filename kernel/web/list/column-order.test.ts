import assert from 'node:assert/strict'
import { test } from 'vitest'
import { moved, switched } from './column-order.ts'

test('a column is taken in at the end and out again; the title stays', () => {
  assert.deepEqual(switched(['title', 'status'], 'tags'), ['title', 'status', 'tags'])
  assert.deepEqual(switched(['title', 'status'], 'status'), ['title'])
  assert.deepEqual(switched(['title', 'status'], 'title'), ['title', 'status'])
})

test('a column moves one place, never before the title and never out', () => {
  const chosen = ['title', 'status', 'tags']
  assert.deepEqual(moved(chosen, 'tags', -1), ['title', 'tags', 'status'])
  assert.deepEqual(moved(chosen, 'status', 1), ['title', 'tags', 'status'])
  for (const [field, by] of [
    ['status', -1],
    ['tags', 1],
    ['title', 1],
    ['gone', 1],
  ] as const)
    assert.deepEqual(moved(chosen, field, by), chosen, `${field} ${by}`)
})
