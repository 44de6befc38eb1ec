import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { choice, entity, instant, line, reference, tags } from '../../contract/index.ts'
import { type Counted, type CountedSet, createCounting, deltaOf } from './counting.ts'

const Thing = entity('thing', {
  table: 'things',
  written: {
    title: line(),
    status: choice(['new', 'busy', 'done'], { groups: { open: ['new', 'busy'] } }),
    owner: reference('user').nullable(),
    words: tags(),
  },
  kept: { channel: choice(['web', 'mail']), last_by: choice(['us', 'them']), seen_at: instant({ sortable: true }) },
})
const thing = (change: object = {}) => ({
  id: '1',
  title: 'A',
  status: 'new',
  owner: null,
  words: ['a'],
  channel: 'web',
  last_by: 'them',
  created_at: '2026-01-02T00:00:00Z',
  seen_at: '2026-01-02T00:00:00Z',
  ...change,
})
const judge = { of: Thing, me: 'ann', fixed: ['channel'] }
const changed = (after: object, changes: object) => ({
  seq: 1,
  name: 'thing.changed',
  payload: { thing: thing(after), changes },
})

describe('by how much an event changes a figure', () => {
  const made = { seq: 1, name: 'thing.created', payload: { thing: thing() } }
  const gone = { seq: 1, name: 'thing.removed', payload: { thing: thing() } }
  const taken = changed({ owner: 'ann' }, { owner: [null, 'ann'] })
  const done = changed({ status: 'done' }, { status: ['busy', 'done'] })
  const said = {
    seq: 1,
    name: 'thing.commented',
    payload: { thing: thing({ status: 'done', last_by: 'us' }), comment: {} },
  }
  const table: [string, object, object, number | null][] = [
    ['a new record comes in', {}, made, 1],
    ['a new record of another kind does not', { status: 'done' }, made, 0],
    ['a removed one goes', { status: 'open' }, gone, -1],
    ['a removed one that was not there does not', { status: 'done' }, gone, 0],
    ['what I take is mine', { owner: 'me' }, taken, 1],
    ['and nobody’s no longer', { owner: 'none' }, taken, -1],
    ['and open as before', { status: 'open' }, taken, 0],
    ['what is done leaves the open ones', { status: 'open' }, done, -1],
    ['and comes to those that are done', { status: 'done' }, done, 1],
    ['a choice among several counts once', { status: ['busy', 'done'] }, done, 0],
    ['both filters must hold', { status: 'done', owner: 'me' }, done, 0],
    ['words are looked through', { words: 'b' }, changed({ words: ['a', 'b'] }, { words: [['a'], ['a', 'b']] }), 1],
    ['a fixed field stays what it is', { channel: 'web', owner: 'me' }, taken, 1],
    ['when it was made does not change', { created_at_from: '2026-01-01T00:00:00Z', owner: 'me' }, taken, 1],
    ['what an event says nothing of cannot be judged', { last_by: 'us' }, said, null],
    ['unless another filter speaks', { last_by: 'us', status: 'open' }, said, 0],
    ['a moment that moves cannot be judged', { seen_at_to: '2026-02-01T00:00:00Z' }, taken, null],
    ['a search is the server’s to say', { q: 'a' }, made, null],
    ['an event without the record tells nothing', {}, { seq: 1, name: 'thing.touched', payload: {} }, null],
  ]
  for (const [name, filters, event, wanted] of table)
    test(name, () => expect(deltaOf(judge, filters as Record<string, unknown>, event as never)).toBe(wanted))
})

describe('figures', () => {
  let asked: { sets: readonly CountedSet[]; answer: (counted: Counted) => Promise<void> }[]
  const start = (judges = true) =>
    createCounting({
      ...judge,
      judges,
      random: () => 0,
      ask: (sets) =>
        new Promise((resolve) =>
          asked.push({
            sets,
            answer: async (counted) => {
              resolve(counted)
              await vi.advanceTimersByTimeAsync(0)
            },
          }),
        ),
    })
  const open = { key: 'open', filters: { status: 'open' } }
  const found = { key: 'found', filters: { q: 'printer' } }
  const counted = (count: number, place = 10, seen: number[] = [], more = false, key = 'open'): Counted => ({
    place,
    items: [{ key, count, more, seen }],
  })
  const made = (seq: number) => ({ seq, name: 'thing.created', payload: { thing: thing() } })
  beforeEach(() => {
    asked = []
    vi.useFakeTimers()
  })
  afterEach(() => vi.useRealTimers())

  test('are asked once, then follow what is heard; what they hold already is not added again', async () => {
    const counting = start()
    counting.count([open])
    await asked[0]!.answer(counted(5, 10, [12]))
    for (const seq of [9, 10, 12]) counting.hear(made(seq))
    expect(counting.figures().get('open')).toEqual({ count: 5, more: false })
    for (const seq of [11, 13]) counting.hear(made(seq))
    expect(counting.figures().get('open')).toEqual({ count: 7, more: false })
    expect(asked).toHaveLength(1)
  })

  test('take in what was heard while they were on their way', async () => {
    const counting = start()
    counting.count([open])
    for (const seq of [10, 11, 12]) counting.hear(made(seq))
    await asked[0]!.answer(counted(5, 10, [11]))
    expect(counting.figures().get('open')).toEqual({ count: 6, more: false })
  })

  test('that cannot be judged are asked again together, once for many events', async () => {
    const counting = start()
    counting.count([open, found])
    await asked[0]!.answer({ place: 1, items: [...counted(5, 1).items, ...counted(2, 1, [], false, 'found').items] })
    for (let seq = 20; seq < 60; seq++) counting.hear(made(seq))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(asked).toHaveLength(2)
    expect(asked[1]!.sets).toEqual([found])
    await asked[1]!.answer(counted(9, 60, [], false, 'found'))
    expect(counting.figures().get('open')).toEqual({ count: 45, more: false })
    expect(counting.figures().get('found')).toEqual({ count: 9, more: false })
  })

  test('beyond what is counted stay, and are asked again only when something leaves', async () => {
    const counting = start()
    counting.count([open])
    await asked[0]!.answer(counted(999, 10, [], true))
    counting.hear(made(11))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    counting.hear({ seq: 12, name: 'thing.removed', payload: { thing: thing() } })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(2)
    expect(counting.figures().get('open')).toEqual({ count: 999, more: true })
  })

  test('are asked anew after a gap, and only what is new when views change', async () => {
    const counting = start()
    counting.count([open])
    await asked[0]!.answer(counted(5))
    counting.count([open, found])
    expect(asked[1]!.sets).toEqual([found])
    await asked[1]!.answer(counted(1, 10, [], false, 'found'))
    counting.again()
    expect(asked[2]!.sets).toEqual([open, found])
    counting.count([found])
    expect(counting.figures().has('open')).toBe(false)
  })

  test('of who does not hear of every record are asked again', async () => {
    const counting = start(false)
    counting.count([open])
    await asked[0]!.answer(counted(5))
    counting.hear(made(11))
    expect(counting.figures().get('open')).toEqual({ count: 5, more: false })
    await vi.advanceTimersByTimeAsync(3_000)
    expect(asked).toHaveLength(2)
  })
})
