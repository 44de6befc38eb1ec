// Figures of many lists, asked for once and then kept right by the events that say what a record was and is.
import type { Entity } from '../../contract/index.ts'
import type { LiveEvent } from './client.ts'
import { fits, type Known } from './list-rule.ts'

export type CountedSet = { key: string; filters: Record<string, unknown> }
/** `more`: there are more than `count`, which is as far as is counted. */
export type Figure = { count: number; more: boolean }
/** Events up to `place` are in the figures, of later ones those in `seen`. */
export type Counted = { place: number; items: readonly (Figure & { key: string; seen: readonly number[] })[] }
type Heard = Pick<LiveEvent, 'seq' | 'name' | 'payload'>

type Judge = {
  of: Entity
  /** The person at the screen. */
  me: string
  /** Fields beside the written ones that never change, or never without an event whose `changes` say so. */
  fixed?: readonly string[]
}

/**
 * By how much an event changes the number of records that pass the filters; null when it does not tell. Written fields change
 * only with an event whose `changes` say what they were; of the others nobody tells.
 */
export function deltaOf({ of, me, fixed = [] }: Judge, filters: Record<string, unknown>, event: Heard): number | null {
  if (filters['q']) return null
  const payload = event.payload as Record<string, unknown> | null
  const record = payload?.[of.name] as Known | undefined
  if (typeof record?.id !== 'string') return null
  const is = fits(of, filters, record, me)
  if (event.name === `${of.name}.created` || event.name === `${of.name}.restored`)
    return is === null ? null : Number(is)
  if (event.name === `${of.name}.removed`) return is === null ? null : 0 - Number(is)
  const changes = (payload?.['changes'] ?? {}) as Record<string, [unknown, unknown]>
  const constant = new Set(['id', 'created_at', ...fixed, ...Object.keys(of.draft.shape)])
  const was = fits(of, filters, { ...only(record, constant), ...beforeOf(changes) } as Known, me)
  if (is === was && is !== null) return 0
  return is === null || was === null ? null : Number(is) - Number(was)
}

const only = (record: Known, fields: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(record).filter(([field]) => fields.has(field)))
const beforeOf = (changes: Record<string, [unknown, unknown]>) =>
  Object.fromEntries(Object.entries(changes).map(([field, [before]]) => [field, before]))

const AT_ONCE = 50
/** What the browser cannot judge is asked again after so long, and as much again by chance: many screens hear one event. */
const SOON_MS = 3_000
/** Beyond what is counted nobody waits for the figure. */
const RARELY_MS = 20_000

type Kept = { set: CountedSet; text: string; figure: Figure | null; place: number; seen: ReadonlySet<number> }

export type CountingOptions = Judge & {
  ask: (sets: readonly CountedSet[]) => Promise<Counted>
  /** Off where events are not told of every record that is counted: every event then makes the figures be asked again. */
  judges: boolean
  random?: () => number
}
export type Counting = ReturnType<typeof createCounting>

export function createCounting({ ask, judges, random = Math.random, ...judge }: CountingOptions) {
  const kept = new Map<string, Kept>()
  const watchers = new Set<() => void>()
  const stale = new Set<string>()
  /** What was heard while figures were on their way, by the ask that waits for them. */
  const waiting = new Set<Heard[]>()
  let figures: ReadonlyMap<string, Figure> = new Map()
  let timer: { at: number; stop: () => void } | null = null
  let running = true

  function tell(): void {
    figures = new Map([...kept].flatMap(([key, { figure }]) => (figure ? [[key, figure] as const] : [])))
    for (const watcher of watchers) watcher()
  }

  function askAgain(key: string, ms: number): void {
    stale.add(key)
    const at = Date.now() + ms + ms * random()
    if (timer && timer.at <= at) return
    timer?.stop()
    const waits = setTimeout(() => {
      timer = null
      const keys = [...stale]
      stale.clear()
      void fetch(keys)
    }, at - Date.now())
    timer = { at, stop: () => clearTimeout(waits) }
  }

  async function fetch(keys: readonly string[]): Promise<void> {
    const sets = keys.flatMap((one) => kept.get(one) ?? [])
    for (let first = 0; first < sets.length; first += AT_ONCE) await fetchSome(sets.slice(first, first + AT_ONCE))
  }

  async function fetchSome(some: readonly Kept[]): Promise<void> {
    const heard: Heard[] = []
    waiting.add(heard)
    try {
      const { place, items } = await ask(some.map(({ set }) => set))
      for (const { key, count, more, seen } of items) {
        const one = kept.get(key)
        // Its filters are others by now: they were asked for on their own.
        if (!one || !some.includes(one)) continue
        Object.assign(one, { figure: { count, more }, place, seen: new Set(seen) })
        for (const event of heard) apply(one, event)
      }
      if (running) tell()
    } catch {
      // Figures are a courtesy: what is shown stays, and is asked for again.
      if (running) for (const { set } of some) askAgain(set.key, RARELY_MS)
    } finally {
      waiting.delete(heard)
    }
  }

  /** Takes an event into a figure; answers whether it changed. */
  function apply(one: Kept, event: Heard): boolean {
    const { set, figure, place, seen } = one
    if (!figure || event.seq <= place || seen.has(event.seq)) return false
    const delta = judges ? deltaOf(judge, set.filters, event) : null
    if (delta === null) askAgain(set.key, SOON_MS)
    else if (figure.more && delta < 0) askAgain(set.key, RARELY_MS)
    if (!delta || figure.more) return false
    one.figure = { count: Math.max(0, figure.count + delta), more: false }
    return true
  }

  return {
    /** Says what is to be counted; what was counted already is not asked again. */
    count(sets: readonly CountedSet[]): void {
      const before = new Map(kept)
      kept.clear()
      for (const set of sets) {
        const text = JSON.stringify(set.filters)
        const known = before.get(set.key)
        kept.set(set.key, known?.text === text ? known : { set, text, figure: null, place: 0, seen: new Set() })
      }
      const fresh = [...kept].filter(([key, one]) => before.get(key) !== one).map(([key]) => key)
      if (fresh.length > 0) void fetch(fresh)
      if (fresh.length > 0 || kept.size < before.size) tell()
    },
    hear(event: Heard): void {
      for (const heard of waiting) heard.push(event)
      let changed = false
      for (const one of kept.values()) changed = apply(one, event) || changed
      if (changed) tell()
    },
    /** Events may have been missed: everything is asked again. */
    again: (): void => void fetch([...kept.keys()]),
    figures: () => figures,
    watch(watcher: () => void): () => void {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    stop(): void {
      running = false
      timer?.stop()
    },
  }
}
