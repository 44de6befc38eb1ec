import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cell } from './report.ts'
import { browserOf, networkOf } from './places.ts'
import { type Raised, type Seen, watcher } from './rules.ts'

const NOON = Date.parse('2026-11-20T07:00:00Z')
const entry = (more: Partial<Seen>): Seen => ({
  id: 'entry',
  at: NOON,
  hour: 12,
  sections: [],
  actor_id: 'anna',
  actor_kind: 'person',
  about_id: null,
  address: '203.0.113.7',
  code: '',
  count: 1,
  changed: [],
  new_place: false,
  ...more,
})
const failed = (second: number, more: Partial<Seen> = {}) =>
  entry({ at: NOON + second * 1_000, sections: ['sign_in_failures'], actor_id: null, about_id: 'boris', ...more })

/** What a sequence raises, as `rule count`. */
const raisedBy = (...sequence: Seen[]): string[] => {
  const { see } = watcher()
  return sequence.flatMap(see).map(({ rule, count }: Raised) => `${rule} ${count}`)
}
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_none, n) => make(n))

test('five failed sign-ins of one person within ten minutes are brute force, four or slow ones are not', () => {
  assert.deepEqual(raisedBy(...times(5, (n) => failed(n))), ['brute_force_account 5'])
  assert.deepEqual(raisedBy(...times(4, (n) => failed(n))), [])
  assert.deepEqual(raisedBy(...times(20, (n) => failed(n * 180, { address: null }))), [])
})

test('refusals that were counted together weigh as many', () => {
  assert.deepEqual(raisedBy(failed(0, { count: 7 })), ['brute_force_account 7'])
})

test('an alert is not repeated within its quiet time, and is after it', () => {
  const hammering = times(200, (n) => failed(n * 30, { address: null }))
  assert.deepEqual(raisedBy(...hammering), ['brute_force_account 5', 'brute_force_account 20'])
})

test('many people tried from one address are seen although each is tried once', () => {
  const spread = times(25, (n) => failed(n, { about_id: `person ${n}` }))
  assert.deepEqual(raisedBy(...spread), ['brute_force_address 20'])
})

test('reading and exporting much raises, by records and not by calls', () => {
  const reads = times(20, (n) => entry({ at: NOON + n * 1_000, sections: ['reads'], count: 200 }))
  assert.deepEqual(raisedBy(...reads), ['mass_read 2000'])
  assert.deepEqual(raisedBy(...times(20, (n) => entry({ at: NOON + n, sections: ['reads'], count: 50 }))), [])
  assert.deepEqual(raisedBy(entry({ sections: ['exports'], count: 9_000 })), ['mass_export 9000'])
})

test('an administrator at night is told once a night', () => {
  const night = times(3, (n) => entry({ at: NOON + n * 3_600_000, hour: 23, sections: ['admin'] }))
  assert.deepEqual(raisedBy(...night), ['off_hours 1'])
  assert.deepEqual(raisedBy(entry({ hour: 6, sections: ['admin'] }), entry({ hour: 23 })), [])
})

test('a changed role is told of the person it was given to', () => {
  const { see } = watcher()
  const [raised] = see(entry({ about_id: 'boris', changed: ['users.role', 'users.name'] }))
  assert.deepEqual([raised?.rule, raised?.person], ['role_changed', 'boris'])
  assert.deepEqual(raisedBy(entry({ changed: ['users.name'] })), [])
})

test('a new place, forbidden doors and changes past the application are told', () => {
  assert.deepEqual(raisedBy(entry({ sections: ['sign_ins'], new_place: true })), ['new_place 1'])
  assert.deepEqual(raisedBy(...times(30, () => entry({ sections: ['refused'], code: 'forbidden' }))), ['probing 20'])
  assert.deepEqual(raisedBy(...times(30, () => entry({ sections: ['refused'], code: 'stale' }))), [])
  assert.deepEqual(raisedBy(...times(3, () => entry({ sections: ['outside'] }))), ['outside_change 1'])
})

test('a network is the first half of an address, a browser is one without its version', () => {
  assert.equal(networkOf('203.0.113.7'), networkOf('203.0.113.200'))
  assert.notEqual(networkOf('203.0.113.7'), networkOf('203.0.114.7'))
  assert.equal(networkOf('::ffff:203.0.113.7'), networkOf('203.0.113.9'))
  assert.equal(networkOf('2001:db8:1::1'), networkOf('2001:db8:1:5::9'))
  assert.notEqual(networkOf('2001:db8:1::1'), networkOf('2001:db8:2::1'))
  assert.equal(browserOf('Firefox/133.0'), browserOf('Firefox/134.0.1'))
})

test('no cell of the report is taken for a formula', () => {
  for (const begins of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
    assert.match(cell(`${begins}1+1`), /^"?'/)
  assert.equal(cell('a "b", c'), '"a ""b"", c"')
  assert.equal(cell(null), '')
})
