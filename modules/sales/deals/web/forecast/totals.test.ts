import { expect, test } from 'vitest'
import { byCurrency, type Item } from './totals.ts'

const item = (month: string, owner: string | null, currency: string, weighted: number, won_sum = 0): Item => ({
  month,
  owner,
  currency,
  open: 1,
  sum: weighted * 2,
  weighted,
  won: won_sum > 0 ? 1 : 0,
  won_sum,
})

test('a forecast is read by currency and month, and each adds up by itself', () => {
  const read = byCurrency([
    item('2026-11', 'a', 'UZS', 100),
    item('none', null, 'UZS', 7),
    item('2026-12', 'a', 'UZS', 50),
    item('2026-11', 'b', 'UZS', 300, 40),
    item('2026-11', 'a', 'USD', 5),
  ])
  expect(read.map(({ currency, total }) => [currency, total.weighted, total.sum, total.won_sum])).toEqual([
    ['USD', 5, 10, 0],
    ['UZS', 457, 914, 40],
  ])
  expect(
    read[1]!.months.map(({ month, owners, total }) => [month, owners.map(({ owner }) => owner), total.open]),
  ).toEqual([
    ['2026-11', ['b', 'a'], 2],
    ['2026-12', ['a'], 1],
    ['none', [null], 1],
  ])
})
