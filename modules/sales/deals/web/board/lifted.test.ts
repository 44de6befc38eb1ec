import { expect, test } from 'vitest'
import { neighboursAt, nextSpot, wayOf } from './lifted.ts'

const counts = [
  { stage: 'a', count: 3 },
  { stage: 'b', count: 1 },
]

test('a lifted card walks within its column and no further than its ends', () => {
  expect(nextSpot({ stage: 'a', index: 0 }, 'up', counts)).toEqual({ stage: 'a', index: 0 })
  expect(nextSpot({ stage: 'a', index: 2 }, 'down', counts)).toEqual({ stage: 'a', index: 3 })
  expect(nextSpot({ stage: 'a', index: 3 }, 'down', counts)).toEqual({ stage: 'a', index: 3 })
})

test('it goes to the next column at the same height, or at its end, and not beyond the last', () => {
  expect(nextSpot({ stage: 'a', index: 3 }, 'after', counts)).toEqual({ stage: 'b', index: 1 })
  expect(nextSpot({ stage: 'b', index: 0 }, 'after', counts)).toEqual({ stage: 'b', index: 0 })
  expect(nextSpot({ stage: 'b', index: 0 }, 'before', counts)).toEqual({ stage: 'a', index: 0 })
})

test('arrows follow the reading direction', () => {
  expect([wayOf('ArrowRight', false), wayOf('ArrowRight', true)]).toEqual(['after', 'before'])
  expect([wayOf('ArrowLeft', false), wayOf('ArrowLeft', true), wayOf('x', true)]).toEqual(['before', 'after', null])
})

test('a place is told by its neighbours', () => {
  const others = [{ id: '1' }, { id: '2' }]
  expect(neighboursAt(others, 0)).toEqual({ after: null, before: '1' })
  expect(neighboursAt(others, 2)).toEqual({ after: '2', before: null })
})
