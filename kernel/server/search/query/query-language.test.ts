import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Asked, type Filter, readQuery } from './query-language.ts'

const fields = new Set(['status', 'priority', 'created', 'статус'])
const read = (query: string): Asked => readQuery(query, (name) => fields.has(name))
const word = (text: string, more: object = {}) => ({ text, phrase: false, not: false, ...more })
const filter = (field: string, values: string[], more: Partial<Filter> = {}): Filter => ({
  field,
  operator: '=',
  values,
  not: false,
  at: 1,
  ...more,
})

const table: [string, Asked][] = [
  ['касса не печатает', { any: [[word('касса'), word('не'), word('печатает')]], filters: [] }],
  ['"не печатает" -чек', { any: [[word('не печатает', { phrase: true }), word('чек', { not: true })]], filters: [] }],
  ['«не печатает»', { any: [[word('не печатает', { phrase: true })]], filters: [] }],
  ['касса or чек или почта', { any: [[word('касса')], [word('чек')], [word('почта')]], filters: [] }],
  ['or касса or', { any: [[word('касса')]], filters: [] }],
  ['status:open', { any: [], filters: [filter('status', ['open'])] }],
  ['Статус:открыт', { any: [], filters: [filter('статус', ['открыт'])] }],
  ['status:new,waiting чек', { any: [[word('чек')]], filters: [filter('status', ['new', 'waiting'])] }],
  ['-status:closed', { any: [], filters: [filter('status', ['closed'], { not: true })] }],
  ['created:>=2026-01-01', { any: [], filters: [filter('created', ['2026-01-01'], { operator: '>=' })] }],
  [
    'чек created:2026-01-01..2026-02-01',
    { any: [[word('чек')]], filters: [filter('created', ['2026-01-01..2026-02-01'], { at: 5 })] },
  ],
  ['status:"in progress"', { any: [], filters: [filter('status', ['in progress'])] }],
  ['http://a.uz 10:30 Re:', { any: [[word('http://a.uz'), word('10:30'), word('Re:')]], filters: [] }],
  ['"still typing', { any: [[word('still typing', { phrase: true })]], filters: [] }],
  ['- -5 --', { any: [[word('-'), word('-5'), word('--')]], filters: [] }],
  ['-чек', { any: [], filters: [] }],
  ['', { any: [], filters: [] }],
  ['""', { any: [], filters: [] }],
]
for (const [query, wanted] of table) test(query || '(nothing)', () => assert.deepEqual(read(query), wanted))

test('whatever is typed is read, and reading ends', () => {
  const letters = [
    '"',
    '«',
    '»',
    ':',
    '-',
    ',',
    ' ',
    'status:',
    'or',
    '>',
    '..',
    'я',
    "'",
    '\\',
    '(',
    '&',
    '|',
    '!',
    '*',
  ]
  let seed = 7
  for (let round = 0; round < 2_000; round++) {
    let query = ''
    for (let length = 0; length < 12; length++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      query += letters[seed % letters.length]!
    }
    assert.ok(read(query).any.length <= 6, query)
  }
})
