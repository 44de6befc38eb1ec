import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FASTEST_MS, MOST_FROM_ADDRESS, MOST_IN_HOUR, type Seen, suspect } from './suspicion.ts'

const person: Seen = {
  values: { name: 'Анвар', email: 'a@example.com', notes: 'Смотрите https://example.com, нужно такое же' },
  trap: '',
  openFor: 20_000,
  fromAddress: 0,
  inHour: 3,
  repeated: 0,
}

for (const [what, more, reasons] of [
  ['a person who names one page', {}, []],
  ['whoever fills in what nobody sees', { trap: 'x' }, ['trap']],
  ['a page that was open for a moment', { openFor: FASTEST_MS - 1 }, ['too_fast']],
  ['a page that was not ours', { openFor: null }, ['no_token']],
  ['two pages in a message', { values: { notes: 'http://a.b www.c.d' } }, ['links']],
  ['a page in a name', { values: { name: 'Win at http://a.b' } }, ['links']],
  ['many from one address', { fromAddress: MOST_FROM_ADDRESS }, ['too_many']],
  ['very many from everywhere', { inHour: MOST_IN_HOUR }, ['flood']],
  ['the same words again and again', { repeated: 3 }, ['repeated']],
  ['all at once', { trap: 'x', openFor: null, fromAddress: 99 }, ['trap', 'no_token', 'too_many']],
] as const)
  test(`${what}: ${reasons.join(', ') || 'a lead'}`, () => assert.deepEqual(suspect({ ...person, ...more }), reasons))
