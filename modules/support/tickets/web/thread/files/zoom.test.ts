import assert from 'node:assert/strict'
import { test } from 'vitest'
import { LARGEST, moved, WHOLE, zoomed } from './zoom.ts'

const stage = { width: 1000, height: 600 }

test('what is under the pointer stays under it', () => {
  const { scale, x, y } = zoomed(WHOLE, 2, { x: 100, y: 50 }, stage)
  assert.deepEqual({ scale, x, y }, { scale: 2, x: -100, y: -50 })
})

test('a picture grows five times at most and never becomes smaller than the whole', () => {
  assert.equal(zoomed(WHOLE, 100, { x: 0, y: 0 }, stage).scale, LARGEST)
  assert.deepEqual(zoomed({ scale: 2, x: 300, y: 0 }, 0.01, { x: 0, y: 0 }, stage), WHOLE)
})

test('a picture cannot be pushed out of sight', () => {
  assert.deepEqual(moved(WHOLE, { x: 50, y: 50 }, stage), WHOLE)
  assert.deepEqual(moved({ scale: 2, x: 0, y: 0 }, { x: 9_999, y: -9_999 }, stage), { scale: 2, x: 500, y: -300 })
})
