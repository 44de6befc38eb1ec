import { expect, test } from 'vitest'
import { cardsInSight, endsOf, lanesInSight } from './sight.ts'

test('of cards of one height those in the window are drawn, and some beyond', () => {
  expect(cardsInSight(100, 0, 300, [100, 2])).toEqual({ first: 0, last: 5 })
  expect(cardsInSight(100, 1_050, 300, [100, 1])).toEqual({ first: 9, last: 15 })
  expect(cardsInSight(3, 0, 900, [100, 2])).toEqual({ first: 0, last: 3 })
  expect(cardsInSight(2, 5_000, 300, [100, 0])).toEqual({ first: 2, last: 2 })
  expect(cardsInSight(0, 0, 300, [100, 2])).toEqual({ first: 0, last: 0 })
})

test('of lanes of any height those that the window touches are drawn', () => {
  const ends = endsOf([40, 300, 300, 40])
  expect(ends).toEqual([40, 340, 640, 680])
  expect(lanesInSight(ends, 0, 200, 0)).toEqual({ first: 0, last: 2 })
  expect(lanesInSight(ends, 350, 200, 0)).toEqual({ first: 2, last: 3 })
  expect(lanesInSight(ends, 350, 200, 1)).toEqual({ first: 1, last: 4 })
  expect(lanesInSight(ends, 650, 900, 0)).toEqual({ first: 3, last: 4 })
  expect(lanesInSight([], 0, 200, 1)).toEqual({ first: 0, last: 0 })
})
