// How many requests a caller has left: a bucket that is refilled evenly (GCRA), shared by all processes. A process counts a
// few requests ahead of the others and tells them once a second; before it counts more, it asks.
import type { Given, Store } from './store.ts'

/** `perMinute` refills the bucket, which holds a minute's worth and `burst` more. */
export type Limit = { perMinute: number; burst: number }
/** Seconds are whole, at least 1 where there is something to wait for. */
export type Verdict = { allowed: boolean; remaining: number; fullIn: number; retryIn: number }

export type BucketsOptions = {
  store: Store
  /** The name under which all processes know a caller. */
  nameOf: (key: string) => string
  /** Milliseconds. */
  now?: () => number
}

type Bucket = {
  name: string
  each: number
  whole: number
  /** When it will be full again, as was last heard of the store, or counted without it. */
  full: number
  /** Let through since; those under way to the store; who waits for its word. */
  ahead: number
  sent: number
  waiting: ((given: boolean | undefined) => void)[]
}

const MINUTE = 60_000
const MOST = 100_000
const TELL_MS = 1_000
/** How far a process may count ahead: this part of a minute's worth, and of what is left. */
const AHEAD = 0.03
const AHEAD_OF_REST = 0.25

const seconds = (ms: number) => Math.ceil(ms / 1_000)

/** Takes one request of a caller's; at once as a rule, after a word of the store now and then. */
export function openBuckets({ store, nameOf, now = () => performance.now() }: BucketsOptions) {
  const buckets = new Map<string, Bucket>()
  const untold = new Set<Bucket>()
  let telling = false
  let timer: NodeJS.Timeout | null = null

  function forgetFull(at: number): void {
    for (const [key, { full, ahead, sent }] of buckets) if (full <= at && ahead + sent === 0) buckets.delete(key)
    // Whoever was not seen for longest begins anew: better than to refuse everybody.
    for (const key of buckets.keys()) {
      if (buckets.size < MOST) return
      buckets.delete(key)
    }
  }

  function bucketOf(key: string, { perMinute, burst }: Limit): Bucket {
    const each = MINUTE / perMinute
    const whole = (perMinute + burst) * each
    const known = buckets.get(key)
    if (known) return Object.assign(known, { each, whole })
    if (buckets.size >= MOST) forgetFull(now())
    const fresh: Bucket = { name: nameOf(key), each, whole, full: 0, ahead: 0, sent: 0, waiting: [] }
    buckets.set(key, fresh)
    return fresh
  }

  const missing = ({ full, ahead, sent, each }: Bucket, at: number) => Math.max(full - at, 0) + (ahead + sent) * each

  function refusal(bucket: Bucket, at: number): Verdict | null {
    const gone = missing(bucket, at)
    const late = gone + bucket.each - bucket.whole
    if (late <= 0.001) return null
    return { allowed: false, remaining: 0, fullIn: seconds(gone), retryIn: Math.max(1, seconds(late)) }
  }

  function letThrough(bucket: Bucket, at: number): Verdict {
    const gone = missing(bucket, at)
    const remaining = Math.max(0, Math.floor((bucket.whole - gone) / bucket.each + 0.001))
    return { allowed: true, remaining, fullIn: seconds(gone), retryIn: 0 }
  }

  /** Without a store: refilled by itself, and told when there is one again. */
  function countAlone(bucket: Bucket, at: number, count: number): void {
    bucket.full = Math.max(bucket.full, at) + count * bucket.each
  }

  function mayGoAhead(bucket: Bucket, at: number): boolean {
    const left = (bucket.whole - missing(bucket, at)) / bucket.each
    const most = Math.floor(Math.min((AHEAD * MINUTE) / bucket.each, AHEAD_OF_REST * left))
    return most > 1 && bucket.ahead + bucket.sent < most
  }

  function settle(bucket: Bucket, waiting: Bucket['waiting'], given: Given | undefined, asked: number): void {
    const { sent } = bucket
    bucket.sent = 0
    if (given) bucket.full = asked + given.full_in
    else countAlone(bucket, now(), sent)
    waiting.forEach((tell, place) => tell(given && place < given.got))
  }

  /** One round trip for everybody who is to be told or waits; the next follows when it is back. */
  async function tell(): Promise<void> {
    if (telling || untold.size === 0) return
    telling = true
    if (timer) clearTimeout(timer)
    timer = null
    const asked = now()
    const told = [...untold].map((bucket) => {
      const { waiting } = bucket
      const known = Math.max(bucket.full - asked, 0)
      bucket.sent = bucket.ahead
      bucket.ahead = 0
      bucket.waiting = []
      return { bucket, waiting, known }
    })
    untold.clear()
    const given = await store.take(
      told.map(({ bucket: { name, sent, each, whole }, waiting, known }) => ({
        key: name,
        used: sent,
        wanted: waiting.length,
        each,
        whole,
        known,
      })),
    )
    told.forEach(({ bucket, waiting }, place) => settle(bucket, waiting, given?.[place], asked))
    telling = false
    if ([...untold].some(({ waiting }) => waiting.length > 0)) void tell()
    else tellSoon()
  }

  function tellSoon(): void {
    if (untold.size > 0) timer ??= setTimeout(() => void tell(), TELL_MS).unref()
  }

  async function ask(bucket: Bucket): Promise<Verdict> {
    const { promise, resolve } = Promise.withResolvers<boolean | undefined>()
    bucket.waiting.push(resolve)
    untold.add(bucket)
    // Those who ask in one turn go together.
    queueMicrotask(() => void tell())
    const got = await promise
    const at = now()
    if (got) return letThrough(bucket, at)
    if (got === false) {
      const wait = Math.max(1, seconds(missing(bucket, at) + bucket.each - bucket.whole))
      return { allowed: false, remaining: 0, fullIn: seconds(missing(bucket, at)), retryIn: wait }
    }
    const refused = refusal(bucket, at)
    if (refused) return refused
    countAlone(bucket, at, 1)
    return letThrough(bucket, at)
  }

  return function take(key: string, limit: Limit): Verdict | Promise<Verdict> {
    const at = now()
    const bucket = bucketOf(key, limit)
    const refused = refusal(bucket, at)
    if (refused) return refused
    if (!mayGoAhead(bucket, at)) return ask(bucket)
    bucket.ahead++
    untold.add(bucket)
    tellSoon()
    return letThrough(bucket, at)
  }
}
