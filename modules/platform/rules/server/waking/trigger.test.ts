import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Trigger } from '../../contract.ts'
import { isDue, thereSince, triggers } from './trigger.ts'

const clocks = { stage: { field: 'stage', since: 'stage_since' }, state: { field: 'state', since: null } }
const created = { as: 'created', record: 'r', changes: {}, was: { stage: 'a' }, chain: 'c', depth: 0 } as const
const changed = (changes: Record<string, [unknown, unknown]>) =>
  ({ as: 'changed', record: 'r', changes, was: { stage: 'b' }, chain: 'c', depth: 0 }) as const
const at = (on: 'entered' | 'left', value: string | null): Trigger => ({ on, clock: 'stage', value })

test('a new record enters how it begins and leaves nothing', () => {
  const asked = (trigger: Trigger) => triggers(trigger, created, clocks)
  assert.deepEqual(
    [{ on: 'created' } as const, at('entered', 'a'), at('entered', null), at('entered', 'b'), at('left', 'a')].map(
      asked,
    ),
    [true, true, true, false, false],
  )
  assert.equal(triggers({ on: 'changed', fields: [] }, created, clocks), false)
})

test('a change asks those who wait for its fields; a move, those who wait at either end', () => {
  const move = changed({ stage: ['a', 'b'] })
  assert.deepEqual(
    [at('entered', 'b'), at('entered', 'a'), at('left', 'a'), at('left', 'b'), at('left', null)].map((one) =>
      triggers(one, move, clocks),
    ),
    [true, false, true, false, true],
  )
  const fields = (...names: string[]): Trigger => ({ on: 'changed', fields: names })
  assert.deepEqual(
    [fields(), fields('stage'), fields('owner'), fields('owner', 'stage')].map((one) => triggers(one, move, clocks)),
    [true, true, false, true],
  )
  // To another place of the same column nothing changes.
  assert.equal(triggers(fields(), changed({}), clocks), false)
  assert.equal(triggers({ on: 'created' }, move, clocks), false)
})

test('a stay is due from the minute on, for sixty days', () => {
  const stay = { on: 'stays', clock: 'stage', value: 'a', minutes: 60 } as const
  const record = { stage: 'a', stage_since: '2026-01-01T00:00:00.000Z' }
  assert.equal(thereSince(stay, clocks.stage, record), record.stage_since)
  assert.equal(thereSince(stay, clocks.stage, { ...record, stage: 'b' }), null)
  assert.equal(thereSince({ value: null }, clocks.state, { state: 'open' }), null)
  const due = (now: string) => isDue(stay, record.stage_since, now)
  assert.deepEqual(
    [
      '2026-01-01T00:59:59.999Z',
      '2026-01-01T01:00:00.000Z',
      '2026-03-02T00:59:59.999Z',
      '2026-03-02T01:00:00.000Z',
    ].map(due),
    [false, true, true, false],
  )
})
