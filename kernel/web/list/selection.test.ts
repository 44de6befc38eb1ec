import assert from 'node:assert/strict'
import { test } from 'vitest'
import {
  countOf,
  EVERYTHING,
  isPicked,
  NOTHING,
  overall,
  type Picked,
  rangeTo,
  selectionOf,
  toggled,
  withAll,
} from './selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const chosen = (picked: Picked) => order.filter((id) => isPicked(picked, id)).join('')

test('a record is chosen and left again', () => {
  const one = toggled(NOTHING, 'b')
  assert.equal(chosen(one), 'b')
  assert.equal(chosen(toggled(one, 'b')), '')
})

test('a range goes from the record chosen last, in both directions, and can be stretched', () => {
  const from = toggled(NOTHING, 'c')
  assert.equal(chosen(rangeTo(from, 'e', order)), 'cde')
  assert.equal(chosen(rangeTo(from, 'a', order)), 'abc')
  assert.equal(chosen(rangeTo(rangeTo(from, 'd', order), 'e', order)), 'cde')
})

test('a range without a beginning in the list is the record alone, and never unchooses it', () => {
  assert.equal(chosen(rangeTo(NOTHING, 'b', order)), 'b')
  assert.equal(chosen(rangeTo({ ...toggled(NOTHING, 'b'), anchor: 'gone' }, 'b', order)), 'b')
})

test('of the whole result single records are left out, and what is loaded later belongs to it', () => {
  const but = toggled(toggled(EVERYTHING, 'b'), 'd')
  assert.equal(chosen(but), 'ace')
  assert.equal(isPicked(but, 'loaded later'), true)
  assert.equal(countOf(but, 20_000), 19_998)
  assert.deepEqual(selectionOf(but, { status: 'open' }), { filter: { status: 'open' }, except: ['b', 'd'] })
  assert.equal(chosen(withAll(but, ['b'])), 'abce')
})

test('what was chosen stays chosen when it is no longer in sight, and is counted', () => {
  const two = toggled(toggled(NOTHING, 'a'), 'out of sight')
  assert.equal(countOf(two, 5), 2)
  assert.deepEqual(selectionOf(two, {}), { ids: ['a', 'out of sight'] })
  assert.equal(selectionOf(NOTHING, {}), null)
})

test('the box above all rows knows none, some and all', () => {
  assert.equal(overall(NOTHING, order), 'none')
  assert.equal(overall(toggled(NOTHING, 'a'), order), 'some')
  assert.equal(overall(toggled(NOTHING, 'out of sight'), order), 'some')
  assert.equal(overall(withAll(NOTHING, order), order), 'all')
  assert.equal(overall(EVERYTHING, order), 'all')
  assert.equal(overall(NOTHING, []), 'none')
})
