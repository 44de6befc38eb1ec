// Keeps cached answers in step with what changes: with live events, and with the answers of one's own commands.
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import type { Entity } from '../../contract/index.ts'
import type { LiveEvent } from './client.ts'
import { hashKey } from '@tanstack/react-query'
import { effectOn, fits, isOlder, type Known } from './list-rule.ts'
import { createWaitingRoom } from './waiting.ts'

/** What a cached answer is marked with, so that it is found by entity. */
export type AnswerMark = { about?: Entity }

type ListAnswer = { items: Known[]; next?: string | null }
type Change = { query: Query; of: Entity; record: Known; again: (query: Query) => void; isOwn: boolean }
type Pages = { pages: ListAnswer[]; pageParams: unknown[] }

// Many changes within a moment cost one refetch; the first is never kept waiting.
const REFRESH_EVERY_MS = 1_000
/** Waits where it is not known what changed. */
const ANYTHING = '*'

export type CacheKeeper = ReturnType<typeof createCacheKeeper>

/** `me` answers the id of the person at the screen. */
export function createCacheKeeper(cache: QueryClient, me: () => string) {
  const refreshed = new Map<string, { at: number; again: ReturnType<typeof setTimeout> | null }>()

  const waiting = createWaitingRoom()
  /** Asks one question anew if somebody looks at its answer. By its hash: comparing keys costs a hash for each answer that is kept. */
  async function invalidate(hash: string): Promise<void> {
    const query = cache.getQueryCache().get(hash)
    if (!query) return
    query.invalidate()
    // What cannot be asked now stays marked, and its page tells of the refusal.
    if (query.isActive() && !query.isDisabled())
      await query.fetch(undefined, { cancelRefetch: true }).catch(() => undefined)
  }
  const forgetReference = (entity: string, id: string) => void invalidate(hashKey(['reference', entity, id]))

  /** Somebody reads further down: nothing may move under their eyes, and hundreds of pages are not fetched anew. */
  const isHeld = (query: Query) =>
    isPages(query.state.data) && (query.state.data.pages.length > 1 || waiting.isHeld(query.queryHash))

  function refresh(query: Query): void {
    const { queryHash } = query
    if (isHeld(query)) return waiting.add(queryHash, ANYTHING)
    const last = refreshed.get(queryHash)
    const run = () => {
      refreshed.set(queryHash, { at: Date.now(), again: null })
      void invalidate(queryHash)
    }
    if (last?.again) return
    const wait = last ? last.at + REFRESH_EVERY_MS - Date.now() : 0
    if (wait <= 0) return run()
    refreshed.set(queryHash, { at: last!.at, again: setTimeout(run, wait) })
  }

  const queriesAbout = (entity: string) =>
    cache.getQueryCache().findAll({ predicate: ({ meta }) => (meta as AnswerMark | undefined)?.about?.name === entity })

  /** Takes a record as it is now into every cached get and list of its entity; `again` is told what to fetch anew. */
  function put(entity: string, record: Known, again: (query: Query) => void = refresh, isOwn = true): void {
    for (const query of queriesAbout(entity)) {
      const data: unknown = query.state.data
      const of = (query.meta as AnswerMark).about!
      if (isList(data) || isPages(data)) putIntoList({ query, of, record, again, isOwn }, data)
      else if (isRecord(data)) putIntoGet({ query, of, record, again, isOwn }, data)
      else if (data !== undefined) again(query)
    }
  }

  function putIntoGet({ query, record, again }: Change, held: Known): void {
    if (held.id !== record.id || isOlder(record, held)) return
    cache.setQueryData(query.queryKey, { ...held, ...record })
    // A live event may carry only a part of the record; the rest is fetched behind it.
    if (Object.keys(held).some((field) => !(field in record))) again(query)
  }

  function putIntoList({ query, of, record, again, isOwn }: Change, data: ListAnswer | Pages): void {
    const items = isPages(data) ? data.pages.flatMap((page) => page.items) : data.items
    const before = items.find(({ id }) => id === record.id)
    if (before && isOlder(record, before)) return
    const input = (query.queryKey[1] ?? {}) as Record<string, unknown>
    const effect = effectOn(of, input, before, record, me())
    if (effect === 'nothing') return
    if (before) change(query, (item) => (item.id === record.id ? onlyWhatIsHeld(item, record) : item))
    if (effect !== 'refresh') return
    if (!isHeld(query)) return again(query)
    if (before && fits(of, input, record, me()) === false)
      return change(query, (item) => (item.id === record.id ? null : item))
    // What somebody moves themselves stays where they see it.
    if (!before || !isOwn) waiting.add(query.queryHash, record.id)
  }

  function change(query: Query, to: (item: Known) => Known | null): void {
    const kept = (items: Known[]) => items.flatMap((item) => to(item) ?? [])
    cache.setQueryData(query.queryKey, (data: unknown) => {
      if (isPages(data)) return { ...data, pages: data.pages.map((page) => ({ ...page, items: kept(page.items) })) }
      return isList(data) ? { ...data, items: kept(data.items) } : data
    })
  }

  function remove(entity: string, id: string): void {
    for (const query of queriesAbout(entity)) {
      const data: unknown = query.state.data
      if (isList(data) || isPages(data)) change(query, (item) => (item.id === id ? null : item))
      else if (!isRecord(data) || data.id === id) refresh(query)
    }
    forgetReference(entity, id)
  }

  return {
    /** Takes in what one's own command answered. */
    put: (entity: string, record: Known) => put(entity, record),
    /** Lists fetched page by page, whose rows must not move; how many changes wait for each. */
    waiting,
    /** Begins a list at its first page, with everything that waited. */
    async beginAgain(key: QueryKey): Promise<void> {
      waiting.forget(hashKey(key))
      await cache.getQueryCache().get(hashKey(key))?.cancel({ revert: true })
      cache.setQueryData(key, (data: unknown) =>
        isPages(data) ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) } : data,
      )
      await invalidate(hashKey(key))
    },
    remove,
    /** Applies one live event; an event without the record makes cached answers about it be fetched anew. */
    hear({ name, channels, payload }: Pick<LiveEvent, 'name' | 'channels' | 'payload'>): void {
      const entity = channels.find((channel) => !channel.includes(':'))
      const id = channels.find((channel) => channel.includes(':'))?.split(':')[1]
      if (!entity || !id) return
      if (name === `${entity}.removed`) return remove(entity, id)
      const record = (payload as Record<string, unknown> | null)?.[entity]
      if (isRecord(record)) put(entity, record, refresh, false)
      else for (const query of queriesAbout(entity)) if (holds(query.state.data, id)) refresh(query)
      forgetReference(entity, id)
    },
    /** Refetches answers about entities that were given before their channel was listened to. */
    subscribed(channels: readonly string[]): void {
      for (const channel of channels) for (const query of queriesAbout(channel.split(':')[0]!)) refresh(query)
    },
    /** Shows a change that the server has not confirmed: `undo` takes it back, `settle` fetches what it moved. */
    show(entity: string, change: Known): { undo: () => void; settle: () => void } {
      const held = queriesAbout(entity).map((query) => [query.queryKey, query.state.data] as const)
      const moved = new Set<Query>()
      put(entity, change, (query) => moved.add(query))
      return {
        undo: () => {
          for (const [key, data] of held) cache.setQueryData(key, data)
        },
        settle: () => {
          for (const query of moved) refresh(query)
        },
      }
    },
  }
}

/** A list that was asked for some fields only stays one. */
function onlyWhatIsHeld(item: Known, record: Known): Known {
  const known = Object.entries(record).filter(([field]) => field in item)
  return { ...item, ...Object.fromEntries(known) }
}

const isRecord = (data: unknown): data is Known => typeof (data as Known | null | undefined)?.id === 'string'
const isList = (data: unknown): data is ListAnswer => Array.isArray((data as ListAnswer | null | undefined)?.items)
const isPages = (data: unknown): data is Pages =>
  Array.isArray((data as Pages | null | undefined)?.pages) && (data as Pages).pages.every(isList)

function holds(data: unknown, id: string): boolean {
  if (isPages(data)) return data.pages.some((page) => page.items.some((item) => item.id === id))
  if (isList(data)) return data.items.some((item) => item.id === id)
  return isRecord(data) && data.id === id
}
