import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkValue, fitsMask } from './check.ts'
import { holds } from '../conditions/holds.ts'
import { hasCircle, type Shown, shownOf } from './condition.ts'
import type { FieldDefinition } from './field.ts'
import { settleValues } from './settle.ts'

const field = (key: string, part: Partial<FieldDefinition> = {}): FieldDefinition =>
  ({ key, type: 'text', rules: {}, options: [], required: false, archived: false, shown_if: null, ...part }) as never
const is = (name: string, ...values: string[]): Shown => ({ field: name, test: 'is', values })
const refusedBy = (fields: FieldDefinition[], given: Record<string, unknown>, more: object = {}) =>
  settleValues({ fields, record: {}, given, before: null, mayEdit: () => true, asks: true, ...more }).refusals.map(
    ({ pointer, code }) => `${pointer} ${code}`,
  )

test('what is required holds up a record only where it is shown, may be filled and can be asked for', () => {
  const model = field('model', { required: true, shown_if: is('priority', 'high') })
  assert.deepEqual(refusedBy([model], {}, { record: { priority: 'high' } }), ['/custom/model required'])
  assert.deepEqual(refusedBy([model], {}, { record: { priority: 'low' } }), [])
  assert.deepEqual(refusedBy([model], {}, { record: { priority: 'high' }, mayEdit: () => false }), [])
  assert.deepEqual(refusedBy([model], {}, { record: { priority: 'high' }, asks: false }), [])
  assert.deepEqual(refusedBy([{ ...model, archived: true }], {}, { record: { priority: 'high' } }), [])
})

test('a required field below a hidden one is hidden with it, whatever the hidden one still holds', () => {
  const site = field('site', { shown_if: is('priority', 'high') })
  const room = field('room', { required: true, shown_if: is('custom.site', 'shop') })
  const before = { site: 'shop' }
  assert.deepEqual(refusedBy([site, room], { room: null }, { before, record: { priority: 'low' } }), [])
  assert.deepEqual(refusedBy([site, room], { room: null }, { before, record: { priority: 'high' } }), [
    '/custom/room required',
  ])
})

test('a change elsewhere is not held up by what was empty before; a box that must be ticked is ticked', () => {
  const terms = field('terms', { type: 'checkbox', required: true })
  assert.deepEqual(refusedBy([terms, field('note')], { note: 'x' }, { before: {} }), [])
  assert.deepEqual(refusedBy([terms], { terms: false }), ['/custom/terms required'])
  assert.deepEqual(refusedBy([terms], { terms: true }), [])
})

test('conditions are joined by all and any, one inside the other', () => {
  const shown: Shown = {
    all: [is('type', 'incident'), { any: [is('priority', 'high'), { all: [is('team', 'a'), is('site', 'x', 'y')] }] }],
  }
  const with_ = (record: Record<string, unknown>) => holds(shown, (name) => record[name])
  assert.ok(with_({ type: 'incident', priority: 'high' }))
  assert.ok(with_({ type: 'incident', priority: 'low', team: 'a', site: 'y' }))
  assert.ok(!with_({ type: 'incident', priority: 'low', team: 'a', site: 'z' }))
  assert.ok(!with_({ type: 'task', priority: 'high' }))
})

test('bounds compare only what is alike; an untouched box is an unticked one; several choices meet by one', () => {
  const read = (value: unknown) => () => value
  assert.ok(holds({ field: 'n', test: 'at_least', values: [5] }, read(5)))
  assert.ok(!holds({ field: 'n', test: 'at_least', values: [5] }, read('9')))
  assert.ok(!holds({ field: 'n', test: 'at_most', values: [5] }, read(undefined)))
  assert.ok(holds({ field: 'd', test: 'at_most', values: ['2026-03-01'] }, read('2026-02-28')))
  assert.ok(holds({ field: 'b', test: 'is', values: [false] }, read(undefined)))
  assert.ok(holds({ field: 'c', test: 'is', values: ['b'] }, read(['a', 'b'])))
  assert.ok(holds({ field: 'c', test: 'empty', values: [] }, read([])))
})

test('conditions in a circle are found, and still end where they are met', () => {
  const circle = [field('a', { shown_if: is('custom.b', 'x') }), field('b', { shown_if: is('custom.a', 'x') })]
  assert.ok(hasCircle(circle))
  assert.ok(!hasCircle([field('a'), field('b', { shown_if: is('custom.a', 'x') })]))
  assert.ok(shownOf(circle, { custom: { a: 'x', b: 'x' } }).has('a'))
})

test('a mask is walked sign by sign', () => {
  assert.ok(fitsMask('@@-####', 'Кс-0412'))
  assert.ok(!fitsMask('@@-####', 'Кс-041'))
  assert.ok(!fitsMask('@@-####', 'К1-0412'))
  assert.ok(fitsMask('**', 'a1'))
  assert.ok(!fitsMask('**', 'a-'))
})

test('a value is kept within its bounds, the bounds themselves included', () => {
  const code = (part: Partial<FieldDefinition>, value: unknown) => {
    const checked = checkValue(field('x', part), value)
    return 'code' in checked ? checked.code : checked.value
  }
  const number = { type: 'number', rules: { min: 0, max: 10, decimals: 2 } } as const
  assert.deepEqual(
    [0, 10, -1, 11, 1.25, 1.255, Number.NaN, '5'].map((value) => code(number, value)),
    [0, 10, 'too_small.number', 'too_big.number', 1.25, 'decimals', 'too_big.number', 'wrong_type'],
  )
  const date = { type: 'date', rules: { earliest: '2026-01-01', latest: '2026-12-31' } } as const
  assert.deepEqual(
    ['2026-01-01', '2025-12-31', '2027-01-01', '2026-02-30', '1.2.2026'].map((value) => code(date, value)),
    ['2026-01-01', 'date_early', 'date_late', 'format.date', 'format.date'],
  )
  const text = { rules: { min_length: 2, max_length: 4 } }
  assert.deepEqual(
    [' abcd ', 'a', 'abcde', 'a\nb', '  '].map((value) => code(text, value)),
    ['abcd', 'too_small.string', 'too_big.string', 'one_line', null],
  )
})

test('an archived option stays where it was and is not chosen anew', () => {
  const options = [{ key: 'old', labels: { en: 'Old' }, archived: true }]
  const choice = { type: 'dropdown' as const, rules: {}, options }
  assert.deepEqual(checkValue(choice, 'old', 'old'), { value: 'old' })
  assert.ok('code' in checkValue(choice, 'old'))
})
