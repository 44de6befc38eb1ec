// When and where somebody is told: the rules by their tables.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardSettings, type SettingsRow } from '../tables.ts'
import { instantAtClock, isQuiet, nextClock, nextHour } from './clock.ts'
import { type Circumstances, decide, dueOf, isUnwanted } from './decide.ts'
import { cut, fill } from './fill.ts'

const NOW = '2026-11-21T12:00:00.000Z'
const settings = (more: Partial<SettingsRow> = {}): SettingsRow => ({ ...standardSettings, ...more })
const everywhere = { in_app: true, email: true, push: true }
const told = (more: Partial<Circumstances> = {}) =>
  decide({
    kind: { channels: everywhere, mandatory: false },
    wishes: {},
    closed: [],
    settings: settings(),
    isMuted: false,
    hasDevice: true,
    undisturbed: false,
    now: NOW,
    ...more,
  })
const reasons = (more: Partial<Circumstances>) => {
  const { in_app_reason, email_reason, push_reason } = told(more)
  return [in_app_reason, email_reason, push_reason]
}
const quiet = settings({ quiet_from: '11:00', quiet_to: '13:00' })
const mandatory = { channels: everywhere, mandatory: true }

const cases: [string, Partial<Circumstances>, (string | null)[]][] = [
  ['by default everywhere', {}, [null, null, null]],
  ['off where it was switched off', { wishes: { email: false } }, [null, 'off', null]],
  [
    'on where it was switched on',
    { kind: { channels: { in_app: false }, mandatory: false }, wishes: { in_app: true } },
    [null, 'not_offered', 'not_offered'],
  ],
  ['not where the organisation does not', { closed: ['email', 'push'] }, [null, 'channel_off', 'channel_off']],
  ['nowhere about what is muted', { isMuted: true }, ['muted', 'muted', 'muted']],
  ['not pushed without a browser', { hasDevice: false }, [null, null, 'no_device']],
  ['not pushed to those who are not to be disturbed', { undisturbed: true }, [null, null, 'do_not_disturb']],
  [
    'what is mandatory, disturbed or not',
    { kind: { channels: everywhere, mandatory: true }, undisturbed: true },
    [null, null, null],
  ],
  ['not pushed in quiet hours', { settings: quiet }, [null, null, 'quiet_hours']],
  [
    'security passes everything',
    { kind: mandatory, wishes: { email: false }, isMuted: true, closed: ['email'], settings: quiet },
    [null, null, null],
  ],
]
for (const [what, given, expected] of cases) test(`told ${what}`, () => assert.deepEqual(reasons(given), expected))

test('whoever wants to be told nowhere leaves no trace', () => {
  assert.ok(isUnwanted(told({ wishes: { in_app: false, email: false, push: false } })))
  assert.ok(!isUnwanted(told({ isMuted: true })))
  assert.ok(!isUnwanted(told({ wishes: { in_app: false } })))
})

const dues: [string, Partial<SettingsRow>, string][] = [
  ['after a moment', {}, '2026-11-21T12:00:10.000Z'],
  ['together with what follows a mail', { last_mail_at: '2026-11-21T11:58:00.000Z' }, '2026-11-21T12:03:00.000Z'],
  ['at the full hour', { digest: 'hourly' }, '2026-11-21T13:00:00.000Z'],
  ['at the time of the zone', { digest: 'daily', digest_at: '09:00', zone: 'Asia/Tashkent' }, '2026-11-22T04:00:00Z'],
  ['after the quiet hours', { quiet_from: '11:00', quiet_to: '13:00' }, '2026-11-21T13:00:00Z'],
  [
    'after a quiet night over midnight',
    { quiet_from: '17:00', quiet_to: '07:00', zone: 'Asia/Tashkent' },
    '2026-11-22T02:00:00Z',
  ],
]
for (const [what, given, expected] of dues)
  test(`a mail leaves ${what}`, () => assert.equal(dueOf(settings(given), NOW), expected))

test('what is mandatory leaves at once', () => {
  const { email_due } = told({ kind: mandatory, settings: settings({ ...quiet, digest: 'daily' }) })
  assert.equal(email_due, NOW)
})

test('clocks go by the zone, over changes of time too', () => {
  // In Berlin the clock goes from 02:00 to 03:00 on 29 March 2026, and back on 25 October.
  assert.equal(nextClock('02:30', 'Europe/Berlin', '2026-03-29T00:00:00Z'), '2026-03-29T01:30:00Z')
  assert.equal(nextClock('09:00', 'Europe/Berlin', '2026-10-24T12:00:00Z'), '2026-10-25T08:00:00Z')
  assert.equal(nextClock('12:00', null, NOW), '2026-11-22T12:00:00Z')
  assert.equal(instantAtClock('12:00', null, NOW), '2026-11-21T12:00:00Z')
  assert.equal(nextHour('2026-11-21T12:59:59.999Z'), '2026-11-21T13:00:00.000Z')
})

test('quiet hours begin and end to the minute', () => {
  const night = { quiet_from: '22:00', quiet_to: '07:00', zone: 'UTC' }
  const at = (time: string) => isQuiet(night, `2026-11-21T${time}:00Z`)
  assert.deepEqual(['21:59', '22:00', '23:30', '00:00', '06:59', '07:00', '12:00'].map(at), [
    false,
    true,
    true,
    true,
    true,
    false,
    false,
  ])
  assert.equal(isQuiet({ ...night, quiet_to: null }, NOW), false)
  assert.equal(isQuiet({ quiet_from: '10:00', quiet_to: '10:00', zone: null }, '2026-11-21T10:00:00Z'), false)
})

test('a template is filled once: braces in somebody’s words are words', () => {
  assert.equal(fill('{{a}} and {{ b }}', { a: '{{b}}', b: 'two' }), '{{b}} and two')
  assert.equal(fill('{{none}}{{constructor}}', { a: 1 }), '')
  assert.equal(cut('one two three', 9), 'one two…')
  assert.equal(cut('😀😀😀😀', 4), '😀…')
})
