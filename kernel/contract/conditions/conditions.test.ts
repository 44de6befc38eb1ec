import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entity } from '../entity.ts'
import { choice, day, instant, line, reference, tags, whole, yesNo } from '../fields.ts'
import { askedOf, conditionRefusals } from './asked.ts'
import { holdsFor } from './holds.ts'
import { type Conditions, conditionsSchema, fieldsIn, type Rule } from './language.ts'
import { conditionWords } from './words.ts'

const Guest = entity('guest', {
  table: 'guests',
  written: {
    name: line(50),
    kind: choice(['friend', 'family']),
    host: reference('user').nullable(),
    beds: whole(),
    tags: tags(),
    vip: yesNo(),
    arrives: day().nullable(),
    door_code: line(10, { secret: true }),
  },
  kept: { seen_at: instant().nullable(), place: line(10) },
})
const rule = (field: string, test: Rule['test'], ...values: Rule['values']): Rule => ({ field, test, values })
const NOW = '2026-03-10T12:00:00.000Z'
const guest = {
  name: 'Anna Ivanova',
  kind: 'friend',
  host: 'me-id',
  beds: 2,
  tags: ['vegan'],
  vip: false,
  arrives: '2026-03-12',
  seen_at: '2026-03-01T09:00:00Z',
}
const holds = (conditions: Conditions, record: Record<string, unknown> = guest) =>
  holdsFor(conditions, { read: (field) => record[field], now: NOW, me: 'me-id' })

test('every test says of a value what people mean by it', () => {
  for (const [one, expected] of [
    [rule('name', 'contains', ' iVan'), true],
    [rule('name', 'is', 'Anna'), false],
    [rule('kind', 'is', 'family', 'friend'), true],
    [rule('kind', 'is_not', 'friend'), false],
    [rule('host', 'is', 'me'), true],
    [rule('beds', 'at_least', 2), true],
    [rule('beds', 'at_most', 1), false],
    [rule('tags', 'is', 'vegan', 'x'), true],
    [rule('tags', 'is_not', 'x'), true],
    [rule('vip', 'is', false), true],
    [rule('arrives', 'next_days', 2), true],
    [rule('arrives', 'next_days', 1), false],
    [rule('arrives', 'at_most', '2026-03-12'), true],
    [rule('seen_at', 'within_days', 10), true],
    [rule('seen_at', 'within_days', 9), false],
    [rule('seen_at', 'within_days', 8), false],
    [rule('seen_at', 'not_within_days', 8), true],
    [rule('seen_at', 'at_most', '2026-03-01'), true],
    [rule('seen_at', 'at_least', '2026-03-02'), false],
    [rule('missing', 'not_within_days', 8), true],
    [rule('missing', 'empty'), true],
    [rule('name', 'filled'), true],
  ] as const)
    assert.equal(holds(one), expected, JSON.stringify(one))
})

test('groups of which all hold, or one does', () => {
  const yes = rule('kind', 'is', 'friend')
  const no = rule('kind', 'is', 'family')
  assert.equal(holds({ all: [yes, { any: [no, yes] }] }), true)
  assert.equal(holds({ all: [yes, { any: [no, no] }] }), false)
  assert.deepEqual(fieldsIn({ all: [yes, { any: [rule('beds', 'at_least', 1)] }] }), ['kind', 'beds'])
})

test('depth, width and number of rules have ends', () => {
  const schema = conditionsSchema()
  const fits = (given: unknown) => schema.safeParse(given).success
  const one = { field: 'kind', test: 'filled', values: [] }
  assert.ok(fits({ all: [{ any: [{ all: [one] }] }] }))
  assert.ok(!fits({ all: [{ any: [{ all: [{ any: [one] }] }] }] }))
  assert.ok(!fits({ all: Array.from({ length: 21 }, () => one) }))
  assert.ok(!fits({ all: [] }))
  assert.ok(!fits({ all: [0, 1, 2].map(() => ({ any: Array.from({ length: 15 }, () => one) })) }))
  assert.ok(!fits({ ...one, sql: 'x' }))
})

test('what is asked that may not be is named where it stands', () => {
  const offered = askedOf(Guest)
  assert.deepEqual(
    offered.map(({ field }) => field),
    ['created_at', 'updated_at', 'seen_at', 'name', 'kind', 'host', 'beds', 'tags', 'vip', 'arrives'],
  )
  const refused = (one: Rule) =>
    conditionRefusals({ all: [one] }, offered, '/c').map(({ pointer, code }) => `${pointer} ${code}`)
  assert.deepEqual(refused(rule('kind', 'is', 'friend')), [])
  assert.deepEqual(refused(rule('door_code', 'is', '1')), ['/c/all/0/field unknown_field'])
  assert.deepEqual(refused(rule('place', 'is', '1')), ['/c/all/0/field unknown_field'])
  assert.deepEqual(refused(rule('kind', 'at_least', 'friend')), ['/c/all/0/test not_a_choice'])
  assert.deepEqual(refused(rule('kind', 'empty')), ['/c/all/0/test not_a_choice'])
  for (const wrong of [
    rule('kind', 'is', 'enemy'),
    rule('host', 'is', 'anybody'),
    rule('beds', 'at_least', 1.5),
    rule('beds', 'at_least', '1'),
    rule('beds', 'at_least', 1, 2),
    rule('seen_at', 'within_days', 0),
    rule('seen_at', 'at_least', '2026-02-30'),
    rule('arrives', 'at_least', '2026-13-01'),
    rule('vip', 'is', 'yes'),
  ])
    assert.deepEqual(refused(wrong), ['/c/all/0/values wrong'], JSON.stringify(wrong))
  assert.deepEqual(refused(rule('kind', 'is')), ['/c/all/0/values required'])
})

test('conditions are a sentence, groups within groups in brackets', () => {
  const said = conditionWords(
    { all: [rule('kind', 'is', 'friend', 'family'), { any: [rule('vip', 'is', true), rule('host', 'empty')] }] },
    {
      field: (field) => field,
      value: (_field, value) => String(value),
      rule: ({ test }, field, values) => `${field} ${test} ${values}`.trim(),
      either: (words) => words.join('/'),
      and: (parts) => parts.join(' and '),
      or: (parts) => parts.join(' or '),
    },
  )
  assert.equal(said, 'kind is friend/family and (vip is true or host empty)')
})
