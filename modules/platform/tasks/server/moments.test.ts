import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentsOf, type Timing } from './moments.ts'

const nothing: Timing = { due_on: null, due_at: null, zone: 'UTC', remind_minutes: null, remind_at: null }
const cases: [name: string, timing: Partial<Timing>, due: string | null, reminds_at: string | null][] = [
  ['nothing said', {}, null, null],
  ['a moment', { due_at: '2026-11-21T15:00:00+05:00' }, '2026-11-21T10:00:00.000Z', null],
  [
    'minutes before a moment',
    { due_at: '2026-11-21T10:00:00Z', remind_minutes: 30 },
    '2026-11-21T10:00:00.000Z',
    '2026-11-21T09:30:00.000Z',
  ],
  [
    'at the moment itself',
    { due_at: '2026-11-21T10:00:00Z', remind_minutes: 0 },
    '2026-11-21T10:00:00.000Z',
    '2026-11-21T10:00:00.000Z',
  ],
  [
    'a whole day ends where it was given',
    { due_on: '2026-11-21', zone: 'Asia/Tashkent' },
    '2026-11-21T18:59:59.000Z',
    null,
  ],
  [
    'a whole day is reminded of from nine in the morning',
    { due_on: '2026-11-21', zone: 'Asia/Tashkent', remind_minutes: 60 },
    '2026-11-21T18:59:59.000Z',
    '2026-11-21T03:00:00.000Z',
  ],
  [
    'a day on which clocks go back is longer',
    { due_on: '2026-10-25', zone: 'Europe/Berlin' },
    '2026-10-25T22:59:59.000Z',
    null,
  ],
  ['a reminder without a day', { remind_at: '2026-11-21T10:00:00Z' }, null, '2026-11-21T10:00:00.000Z'],
  ['minutes before nothing', { remind_minutes: 10 }, null, null],
]

for (const [name, timing, due, reminds_at] of cases)
  test(name, () => assert.deepEqual(momentsOf({ ...nothing, ...timing }), { due, reminds_at }))
