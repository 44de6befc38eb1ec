import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Added, columnsOf, lanesOf } from './adding-up.ts'

const chances = new Map([
  ['first', 50],
  ['won', 100],
])
const row = (stage: string, lane: string | null, count: number, sum = 0, currency = 'UZS'): Added => ({
  stage,
  lane,
  currency,
  count,
  sum,
})

test('columns are the same with lanes and without', () => {
  const inside = new Map([['first', 9]])
  const divided = [row('first', 'a', 2, 300), row('first', null, 1, 51), row('first', 'a', 1, 5, 'USD')]
  const whole = [row('first', null, 3, 351), row('first', null, 1, 5, 'USD')]
  assert.deepEqual(columnsOf(divided, chances, inside), columnsOf(whole, chances, inside))
  assert.deepEqual(columnsOf(divided, chances, inside)[0], {
    stage: 'first',
    count: 4,
    inside: 9,
    sums: [
      { currency: 'USD', sum: 5, weighted: 3 },
      { currency: 'UZS', sum: 351, weighted: 176 },
    ],
  })
})

test('a lane adds up its stages, each by its own probability; a stage that is gone counts nowhere', () => {
  const rows = [row('first', 'a', 2, 300), row('won', 'a', 1, 100), row('gone', 'a', 5, 999)]
  assert.deepEqual(lanesOf(rows, chances, { always: [] }), {
    lanes: [
      {
        value: 'a',
        count: 3,
        sums: [{ currency: 'UZS', sum: 400, weighted: 250 }],
        cells: [
          { stage: 'first', count: 2 },
          { stage: 'won', count: 1 },
        ],
      },
    ],
    rest: null,
  })
})

test('what is always there is there though it be empty; the others follow by how many they have', () => {
  const { lanes } = lanesOf([row('first', 'few', 1), row('first', 'many', 3)], chances, {
    always: ['none of it', null],
  })
  assert.deepEqual(
    lanes.map(({ value, count }) => [value, count]),
    [
      ['none of it', 0],
      [null, 0],
      ['many', 3],
      ['few', 1],
    ],
  )
})

test('of more lanes than are told, those with most are; the rest is said as a sum', () => {
  const rows = [row('first', 'a', 5, 10), row('first', 'b', 1, 7), row('first', 'c', 2, 4), row('won', 'd', 1, 1)]
  const { lanes, rest } = lanesOf(rows, chances, { always: [null], most: 2 })
  assert.deepEqual(
    lanes.map(({ value }) => value),
    ['a', 'c'],
  )
  assert.deepEqual(rest, { lanes: 3, count: 2, sums: [{ currency: 'UZS', sum: 8, weighted: 5 }] })
})
