import { expect, test } from 'vitest'
import { type Cell, cellKey, indexAt, neighboursAt, nextSpot, type Spot, wayOf } from './lifted.ts'

const cards: Record<string, number> = { 'a ': 3, 'b ': 1, 'a x': 2, 'b x': 0, 'a y': 1 }
const grid = (...lanes: (string | null)[]) => ({
  stages: ['a', 'b'],
  lanes,
  countAt: (cell: Cell) => cards[cellKey(cell)] ?? 0,
})
const spot = (stage: string, index: number, lane: string | null = null): Spot => ({ stage, lane, index })

test('a lifted card walks within its column and no further than its ends', () => {
  const whole = grid(null)
  expect(nextSpot(spot('a', 0), 'up', whole)).toEqual(spot('a', 0))
  expect(nextSpot(spot('a', 2), 'down', whole)).toEqual(spot('a', 3))
  expect(nextSpot(spot('a', 3), 'down', whole)).toEqual(spot('a', 3))
  expect(nextSpot(spot('a', 1), 'lane_after', whole)).toEqual(spot('a', 1))
})

test('it goes to the next column at the same height, or at its end, and not beyond the last', () => {
  const whole = grid(null)
  expect(nextSpot(spot('a', 3), 'after', whole)).toEqual(spot('b', 1))
  expect(nextSpot(spot('b', 0), 'after', whole)).toEqual(spot('b', 0))
  expect(nextSpot(spot('b', 0), 'before', whole)).toEqual(spot('a', 0))
})

test('from the end of a cell it walks on into the next lane, and a key takes it there at once', () => {
  const lanes = grid('x', 'y', null)
  expect(nextSpot(spot('a', 2, 'x'), 'down', lanes)).toEqual(spot('a', 0, 'y'))
  expect(nextSpot(spot('a', 0, 'y'), 'up', lanes)).toEqual(spot('a', 2, 'x'))
  expect(nextSpot(spot('b', 0, 'x'), 'down', lanes)).toEqual(spot('b', 0, 'y'))
  expect(nextSpot(spot('a', 1, 'x'), 'lane_after', lanes)).toEqual(spot('a', 0, 'y'))
  expect(nextSpot(spot('a', 0, null), 'lane_before', lanes)).toEqual(spot('a', 1, 'y'))
  expect(nextSpot(spot('a', 3, null), 'down', lanes)).toEqual(spot('a', 3, null))
  expect(nextSpot(spot('a', 2, 'x'), 'after', lanes)).toEqual(spot('b', 0, 'x'))
})

test('arrows follow the reading direction', () => {
  expect([wayOf('ArrowRight', false), wayOf('ArrowRight', true)]).toEqual(['after', 'before'])
  expect([wayOf('ArrowLeft', false), wayOf('ArrowLeft', true), wayOf('x', true)]).toEqual(['before', 'after', null])
  expect([wayOf('PageDown', true), wayOf('ArrowUp', true)]).toEqual(['lane_after', 'up'])
})

test('a place is told by its neighbours', () => {
  const others = [{ id: '1' }, { id: '2' }]
  expect(neighboursAt(others, 0)).toEqual({ after: null, before: '1' })
  expect(neighboursAt(others, 2)).toEqual({ after: '2', before: null })
})

test('a pointer is between the two cards that it is nearest to, the lifted one left out', () => {
  const three = [{ id: '1' }, { id: '2' }, { id: '3' }]
  expect([-20, 49, 51, 290, 900].map((y) => indexAt(three, 'elsewhere', y, 100))).toEqual([0, 0, 1, 3, 3])
  expect([20, 140, 160, 290].map((y) => indexAt(three, '1', y, 100))).toEqual([0, 0, 1, 2])
})
