// What is known of the records that a page names. A list names the same few people hundreds of times: each record is watched once
// in the cache, however many rows show it.
import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import type { Card } from '../module.tsx'
import type { ReferenceLoader } from './loader.ts'

export const A_WHILE_MS = 5 * 60_000
/** A row that is scrolled away may come back. */
const LINGERS_MS = 10_000

export type Known = { card: Card | null; isPending: boolean }
export type Watched = { subscribe: (tell: () => void) => () => void; known: () => Known }

const NOTHING: Known = { card: null, isPending: false }
const PENDING: Known = { card: null, isPending: true }
/** For what names no record. */
export const nothing: Watched = { subscribe: () => () => {}, known: () => NOTHING }

export const referenceKey = (entity: string, id: string | null | undefined) => ['reference', entity, id] as const
type Loading = Pick<ReferenceLoader, 'load'>
export const referenceQuery = (references: Loading, entity: string, id: string) => ({
  queryKey: referenceKey(entity, id),
  queryFn: () => references.load(entity, id),
  staleTime: A_WHILE_MS,
})

const all = new WeakMap<QueryClient, Map<string, Watched>>()

/** The one who watches a record in a cache. */
export function watched(cache: QueryClient, references: Loading, entity: string, id: string): Watched {
  let here = all.get(cache)
  if (!here) {
    const made = new Map<string, Watched>()
    all.set(cache, (here = made))
    // What the cache forgets (somebody signed out) is forgotten here.
    cache.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'removed' && query.queryKey[0] === 'reference') made.delete(query.queryKey.slice(1).join(':'))
    })
  }
  const key = `${entity}:${id}`
  let one = here.get(key)
  if (!one) here.set(key, (one = watch(cache, referenceQuery(references, entity, id))))
  return one
}

function watch(cache: QueryClient, query: ReturnType<typeof referenceQuery>): Watched {
  const listeners = new Set<() => void>()
  let stop: (() => void) | null = null
  let leaving: ReturnType<typeof setTimeout> | undefined
  let known = PENDING

  const note = (data: Card | null | undefined, isPending: boolean): boolean => {
    if (known.isPending === isPending && known.card === (data ?? null)) return false
    known = { card: data ?? null, isPending }
    return true
  }
  /** Before anybody watches it is what the cache holds. */
  const look = () => {
    const data = cache.getQueryData<Card | null>(query.queryKey)
    note(data, data === undefined)
  }
  const begin = () => {
    const observer = new QueryObserver(cache, query)
    stop = observer.subscribe(({ data, isPending }) => {
      if (note(data, isPending)) for (const tell of listeners) tell()
    })
    const { data, isPending } = observer.getCurrentResult()
    note(data, isPending)
  }

  return {
    subscribe(tell) {
      clearTimeout(leaving)
      listeners.add(tell)
      if (!stop) begin()
      return () => {
        listeners.delete(tell)
        if (listeners.size > 0) return
        clearTimeout(leaving)
        leaving = setTimeout(() => {
          stop?.()
          stop = null
        }, LINGERS_MS)
      }
    },
    known() {
      if (!stop) look()
      return known
    },
  }
}
