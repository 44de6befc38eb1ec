import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DealLine, DealLine as Line, lineTax, lineTotal, linesTotal, taxesOf } from './lines.ts'

const line = (price: number, tax?: number, more: Partial<DealLine> = {}): DealLine => ({
  name: 'Thing',
  quantity: 1,
  price,
  discount: 0,
  ...(tax === undefined ? {} : { tax }),
  ...more,
})

test('a tax is rounded line by line to the minor unit, half a unit up', () => {
  for (const [price, rate, included, wanted] of [
    [11_200, 12, true, 1_200],
    [10_000, 12, false, 1_200],
    [100, 12, true, 11],
    [1, 50, false, 1],
    [3, 50, false, 2],
    [10_000, 0, false, 0],
    [999, 12.5, false, 125],
    [1_000_000_000_000, 100, false, 1_000_000_000_000],
  ] as const)
    assert.equal(lineTax(line(price, rate), included), wanted, `${price} at ${rate}`)
  assert.equal(lineTax(line(10_000), false), 0)
})

test('what is taxed is the sum after the discount', () => {
  const half = line(10_000, 12, { quantity: 3, discount: 50 })
  assert.deepEqual([lineTotal(half), lineTax(half, false), lineTax(half, true)], [15_000, 1_800, 1_607])
})

test('taxes on top make the sum larger, included ones do not; they are told by rate', () => {
  const lines = [line(33, 12), line(33, 12), line(1_000, 0), line(200), line(500, 5)]
  assert.deepEqual(taxesOf(lines, false), [
    { rate: 0, net: 1_000, tax: 0 },
    { rate: 5, net: 500, tax: 25 },
    { rate: 12, net: 66, tax: 8 },
  ])
  assert.deepEqual(taxesOf(lines, true), [
    { rate: 0, net: 1_000, tax: 0 },
    { rate: 5, net: 476, tax: 24 },
    { rate: 12, net: 58, tax: 8 },
  ])
  assert.deepEqual([linesTotal(lines, true), linesTotal(lines, false)], [1_766, 1_799])
  assert.deepEqual(taxesOf([line(200)], false), [])
})

test('a rate is from nothing to everything', () => {
  assert.deepEqual(
    [-1, 0, 12, 100, 101].map((tax) => Line.safeParse(line(1, tax)).success),
    [false, true, true, true, false],
  )
})
