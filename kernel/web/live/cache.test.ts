import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { choice, entity, line } from '../../contract/index.ts'
import { createCacheKeeper } from './cache.ts'

const Thing = entity('thing', {
  table: 'things',
  written: { title: line(), text: line(), status: choice(['new', 'done']) },
})
const thing = (change: object = {}) => ({ id: '1', version: 1, title: 'A', text: 'long', status: 'new', ...change })
const event = (name: string, payload: unknown, id = '1') => ({ name, channels: ['thing', `thing:${id}`], payload })

let cache: QueryClient
let keeper: ReturnType<typeof createCacheKeeper>
let fetched: string[]
const stops: (() => void)[] = []

/** A cached answer that somebody looks at. */
function shown(key: readonly unknown[], data: unknown) {
  const observer = new QueryObserver(cache, {
    queryKey: key,
    queryFn: () => {
      fetched.push(String(key[0]))
      return data
    },
    initialData: data,
    staleTime: Infinity,
    meta: { about: Thing },
  })
  stops.push(observer.subscribe(() => {}))
}
const answer = (key: readonly unknown[]) => cache.getQueryData<Record<string, unknown>>(key)

beforeEach(() => {
  vi.useFakeTimers()
  fetched = []
  cache = new QueryClient()
  keeper = createCacheKeeper(cache, () => 'ann')
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  cache.clear()
  vi.useRealTimers()
})

describe('a live event', () => {
  test('changes the record in every get, list and endless list at once', () => {
    shown(['things.get', { id: '1' }], thing())
    shown(['things.list', {}], { items: [thing(), thing({ id: '2' })], next: null })
    shown(['things.list', {}, 'pages'], {
      pages: [
        { items: [thing()], next: 'x' },
        { items: [thing({ id: '2' })], next: null },
      ],
      pageParams: [null, 'x'],
    })
    keeper.hear(event('thing.changed', { thing: thing({ version: 2, title: 'B' }) }))
    expect(answer(['things.get', { id: '1' }])).toMatchObject({ title: 'B', version: 2 })
    expect(answer(['things.list', {}])).toMatchObject({ items: [{ title: 'B' }, { title: 'A' }] })
    expect(answer(['things.list', {}, 'pages'])).toMatchObject({
      pages: [{ items: [{ title: 'B' }] }, { items: [{ title: 'A' }] }],
    })
    expect(fetched).toEqual([])
  })

  test('that is older than what is shown changes nothing', () => {
    shown(['things.get', { id: '1' }], thing({ version: 5 }))
    keeper.hear(event('thing.changed', { thing: thing({ version: 4, title: 'old' }) }))
    expect(answer(['things.get', { id: '1' }])).toMatchObject({ title: 'A', version: 5 })
  })

  test('that carries a part of the record keeps the rest and fetches it behind', () => {
    shown(['things.get', { id: '1' }], thing())
    keeper.hear(event('thing.changed', { thing: { id: '1', version: 2, title: 'B' } }))
    expect(answer(['things.get', { id: '1' }])).toMatchObject({ title: 'B', text: 'long' })
    expect(fetched).toEqual(['things.get'])
  })

  test('does not put fields into a list that was asked for others', () => {
    shown(['things.list', { fields: ['id', 'title'] }], { items: [{ id: '1', title: 'A' }], next: null })
    keeper.hear(event('thing.changed', { thing: thing({ version: 2, title: 'B' }) }))
    expect(answer(['things.list', { fields: ['id', 'title'] }])).toEqual({
      items: [{ id: '1', title: 'B' }],
      next: null,
    })
  })

  test('of a new record fetches only the lists it belongs to', () => {
    shown(['things.list', { status: 'new' }], { items: [], next: null })
    shown(['things.list', { status: 'done' }], { items: [], next: null })
    keeper.hear(event('thing.created', { thing: thing({ id: '9' }) }, '9'))
    expect(fetched).toEqual(['things.list'])
  })

  test('of a removed record takes it out of every list', () => {
    shown(['things.list', {}], { items: [thing(), thing({ id: '2' })], next: null })
    keeper.hear(event('thing.removed', { thing: thing() }))
    expect(answer(['things.list', {}])).toMatchObject({ items: [{ id: '2' }] })
  })

  test('of another kind leaves everything as it is', () => {
    shown(['things.list', {}], { items: [thing()], next: null })
    keeper.hear({
      name: 'other.changed',
      channels: ['other', 'other:1'],
      payload: { other: thing({ version: 2, title: 'B' }) },
    })
    expect(answer(['things.list', {}])).toMatchObject({ items: [{ title: 'A' }] })
  })
})

test('a burst of changes costs the first fetch at once and one more at its end', async () => {
  shown(['things.list', {}], { items: [], next: null })
  for (let index = 0; index < 50; index++)
    keeper.hear(event('thing.created', { thing: thing({ id: `n${index}` }) }, `n${index}`))
  expect(fetched).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(fetched).toHaveLength(2)
})

describe('a change that is shown before the server has answered', () => {
  test('is taken back whole', () => {
    shown(['things.get', { id: '1' }], thing())
    shown(['things.list', { status: 'new' }], { items: [thing()], next: null })
    const { undo } = keeper.show('thing', { id: '1', status: 'done' })
    expect(answer(['things.get', { id: '1' }])).toMatchObject({ status: 'done' })
    expect(fetched).toEqual([])
    undo()
    expect(answer(['things.get', { id: '1' }])).toMatchObject({ status: 'new' })
    expect(answer(['things.list', { status: 'new' }])).toMatchObject({ items: [{ status: 'new' }] })
  })

  test('fetches what it moved only when it holds', () => {
    shown(['things.list', { status: 'new' }], { items: [thing()], next: null })
    const { settle } = keeper.show('thing', { id: '1', status: 'done' })
    expect(fetched).toEqual([])
    settle()
    expect(fetched).toEqual(['things.list'])
  })
})
