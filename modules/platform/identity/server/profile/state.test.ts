import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Said, stateOf } from './state.ts'

const NOW = '2026-11-21T12:00:00.000Z'
const said = (more: Partial<Said> = {}): Said => ({
  availability: null,
  availability_note: null,
  availability_until: null,
  ...more,
})
const cases: [string, Said, boolean, string][] = [
  ['online when seen', said(), true, 'online'],
  ['offline when not', said(), false, 'offline'],
  ['as they said', said({ availability: 'busy' }), true, 'busy'],
  ['as they said, seen or not', said({ availability: 'away' }), false, 'away'],
  [
    'as they said until then',
    said({ availability: 'do_not_disturb', availability_until: '2026-11-21T12:00:01Z' }),
    true,
    'do_not_disturb',
  ],
  ['online again afterwards', said({ availability: 'do_not_disturb', availability_until: NOW }), true, 'online'],
]
for (const [what, given, seen, expected] of cases)
  test(`somebody is ${what}`, () => assert.equal(stateOf(given, seen, NOW).state, expected))

test('what is over leaves no words behind', () => {
  const over = said({ availability: 'away', availability_note: 'At lunch', availability_until: '2026-11-21T11:00:00Z' })
  assert.deepEqual(stateOf(over, true, NOW), { state: 'online', state_note: null, state_until: null })
})
