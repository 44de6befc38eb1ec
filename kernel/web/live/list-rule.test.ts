import { describe, expect, test } from 'vitest'
import { choice, entity, instant, line, reference, tags, yesNo } from '../../contract/index.ts'
import { effectOn, fits, isOlder } from './list-rule.ts'

const Thing = entity('thing', {
  table: 'things',
  written: {
    title: line(100, { searched: 'A' }),
    status: choice(['new', 'busy', 'done'], { groups: { open: ['new', 'busy'] } }),
    owner: reference('user').nullable().default(null),
    words: tags().default([]),
    loud: yesNo({ filterable: true }).default(false),
  },
  kept: { seen_at: instant({ sortable: true }) },
})
const thing = (change: object = {}) => ({
  id: '1',
  version: 1,
  title: 'A',
  status: 'new',
  owner: null,
  words: ['red'],
  loud: false,
  seen_at: '2026-01-02T00:00:00Z',
  created_at: '2026-01-01T00:00:00Z',
  ...change,
})

describe('a filter', () => {
  const table: [input: Record<string, unknown>, passes: boolean | null][] = [
    [{}, true],
    [{ sort: '-seen_at', limit: 20, fields: ['id'] }, true],
    [{ status: 'new' }, true],
    [{ status: 'done' }, false],
    [{ status: ['busy', 'new'] }, true],
    [{ status: 'open' }, true],
    [{ owner: 'none' }, true],
    [{ owner: 'me' }, false],
    [{ words: 'red' }, true],
    [{ words: 'blue' }, false],
    [{ loud: true }, false],
    [{ loud: false }, true],
    [{ seen_at_from: '2026-01-01T00:00:00Z' }, true],
    [{ seen_at_to: '2026-01-01T00:00:00Z' }, false],
    [{ status: 'open', owner: 'me' }, false],
    [{ something_else: 'x' }, null],
  ]
  for (const [input, passes] of table)
    test(JSON.stringify(input), () => expect(fits(Thing, input, thing(), 'ann')).toBe(passes))

  test('“me” is the person at the screen', () =>
    expect(fits(Thing, { owner: 'me' }, thing({ owner: 'ann' }), 'ann')).toBe(true))
  test('a field that the record does not carry leaves it open', () => {
    const { owner: _owner, ...rest } = thing()
    expect(fits(Thing, { owner: 'me' }, rest, 'ann')).toBeNull()
  })
})

describe('a list', () => {
  const held = thing()
  const table: [
    what: string,
    input: Record<string, unknown>,
    before: object | undefined,
    after: object,
    effect: string,
  ][] = [
    ['takes over a change that moves nothing', { status: 'open' }, held, thing({ title: 'B' }), 'patch'],
    ['is fetched anew when the record leaves it', { status: 'new' }, held, thing({ status: 'done' }), 'refresh'],
    [
      'is fetched anew when a record may belong to it now',
      { status: 'done' },
      undefined,
      thing({ status: 'done' }),
      'refresh',
    ],
    ['does not care for a record that does not belong', { status: 'done' }, undefined, thing(), 'nothing'],
    [
      'is fetched anew when the order changes',
      { sort: '-seen_at' },
      held,
      thing({ seen_at: '2026-01-03T00:00:00Z' }),
      'refresh',
    ],
    [
      'keeps its order when another field changes',
      { sort: 'created_at' },
      held,
      thing({ seen_at: '2026-01-03T00:00:00Z' }),
      'patch',
    ],
    ['that was searched keeps what was found', { q: 'a' }, held, thing({ title: 'B' }), 'patch'],
    ['that was searched does not guess what would be found', { q: 'a' }, undefined, thing(), 'nothing'],
  ]
  for (const [what, input, before, after, effect] of table) {
    test(what, () => expect(effectOn(Thing, input, before as never, after as never, 'ann')).toBe(effect))
  }
})

test('an older version, and the same one, never overwrite', () => {
  expect(isOlder(thing({ version: 1 }), thing({ version: 2 }))).toBe(true)
  expect(isOlder(thing({ version: 2 }), thing({ version: 2 }))).toBe(true)
  expect(isOlder(thing({ version: 3 }), thing({ version: 2 }))).toBe(false)
})
