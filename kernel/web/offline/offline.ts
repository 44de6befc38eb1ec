// What this browser keeps for when there is no connection: answers that were given, and what waits to be sent. One database
// for each person; whoever signs out leaves none. The database itself is a chunk of its own (store.ts).
import { type Action, Problem } from '../../contract/index.ts'
import type { WebCall } from '../call/client.ts'
import type { Me } from '../me.tsx'
import { unreachable } from '../call/remote-problem.ts'
import type { Store } from './store.ts'
import type { Waiting } from './outbox.ts'

/** What a module has kept: reads that are answered from here without a connection, changes that wait for one. */
export type OfflineShare = {
  keep: readonly Action[]
  queue?: readonly Action[]
  /** Reads ahead what a person will want to see; called now and then while there is a connection. */
  fetch?: (ahead: { call: WebCall; me: Me; signal: AbortSignal; known: Known }) => Promise<void>
}

/** What is kept of an answer already; undefined for nothing. */
type Known = <I, P, O>(action: Action<I, P, O>, input: I) => Promise<O | undefined>

type Kept = { name: string; at: number }
type Options = { me: string; shares: readonly OfflineShare[]; onReturn: () => void; onSent: (waiting: Waiting) => void }

/** `tried` = it was sent already, and nobody knows whether it arrived. */
type Queued = { about: string; key: string; tried: boolean }

const KEPT = 'workernet.offline'
const PREFIX = 'workernet '
const NOTED_EVERY_MS = 5_000
const TRY_AGAIN_MS = 30_000

export type Offline = ReturnType<typeof createOffline>

const isAway = (error: unknown) => error instanceof Problem && [0, 502, 503, 504].includes(error.status)

/** `me` is the name of the action that says who one is; `onReturn` is called when answers from here are old at last. */
export function createOffline({ me, shares, onReturn, onSent }: Options) {
  const isPossible = typeof indexedDB !== 'undefined'
  const kept = new Set(shares.flatMap(({ keep }) => keep.map(({ name }) => name)))
  const queued = new Map(shares.flatMap(({ queue = [] }) => queue.map((action) => [action.name, action] as const)))
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('workernet.outbox')
  const watchers = new Set<() => void>()
  let current: Kept | null = isPossible ? remembered() : null
  let opened: Promise<Store | null> | null = null
  let waiting: readonly Waiting[] = []
  let answeredFromHere = false
  let plain: WebCall | null = null
  // What a session that ended by itself left unsent, for the same person if they come back to this page.
  let held: { name: string; waiting: readonly Waiting[] } | null = null

  const tell = () => watchers.forEach((watcher) => watcher())

  function store(): Promise<Store | null> {
    if (!current) return Promise.resolve(null)
    const { name } = current
    opened ??= import('./store.ts').then(({ openStore }) => openStore(name, () => forget())).catch(() => null)
    return opened
  }

  function forget(): void {
    current = null
    opened = null
    waiting = []
    answeredFromHere = false
    tell()
  }

  function note(name: string): void {
    if (current?.name === name && Date.now() - current.at < NOTED_EVERY_MS) return
    current = { name, at: Date.now() }
    write(JSON.stringify(current))
  }

  /** Somebody is signed in, as the server says. */
  async function become(name: string): Promise<void> {
    const before = current?.name
    if (before !== name) {
      await wipe()
      note(name)
      const left = held?.name === name ? held.waiting : []
      held = null
      const here = await store()
      for (const one of left) await here?.put(one)
    } else note(name)
    await read()
    void flush()
  }

  async function read(): Promise<void> {
    waiting = (await (await store())?.waiting()) ?? []
    tell()
  }

  /** Deletes everything that is kept, of everybody; open connections of other tabs give way. */
  async function wipe(): Promise<void> {
    const known = current?.name
    forget()
    write(null)
    if (!isPossible) return
    const there = (await indexedDB.databases?.().catch(() => [])) ?? []
    const names = new Set([...there.map(({ name }) => name ?? ''), known ?? ''])
    await Promise.all([...names].filter((name) => name.startsWith(PREFIX)).map(remove))
  }

  function keeping(call: WebCall): WebCall {
    plain = call
    if (!isPossible) return call
    return async (action, input, options) => {
      if (action.kind !== 'query' || !kept.has(action.name)) return call(action, input, options)
      try {
        const answer = await call(action, input, options)
        if (action.name === me) await become(nameOf(answer))
        else if (current) note(current.name)
        void store()
          .then((here) => here?.keep(action, input, answer))
          .catch(() => undefined)
        if (answeredFromHere) {
          answeredFromHere = false
          onReturn()
        }
        return answer
      } catch (error) {
        if (!isAway(error)) throw error
        const found = await (await store())?.find(action, input).catch(() => undefined)
        if (found === undefined) throw error
        answeredFromHere = true
        if (action.name === me) await read()
        return found as never
      }
    }
  }

  /** Sends what waits, in order and each once, in one tab at a time. */
  async function flush(): Promise<void> {
    const here = await store()
    if (!here || !plain || waiting.length === 0) return
    const { flushOutbox } = await import('./outbox.ts')
    const send = (one: Waiting) => {
      const action = queued.get(one.action)
      if (!action || navigator.onLine === false) return Promise.reject(unreachable())
      return plain!(action, one.input, { key: one.key })
    }
    const sent = await flushOutbox({
      all: here.waiting,
      put: here.put,
      remove: here.remove,
      send,
      now: Date.now,
      alone,
    }).catch(() => [])
    await changed()
    for (const one of sent) onSent(one)
  }

  async function changed(): Promise<void> {
    await read()
    channel?.postMessage('changed')
  }

  /** Changes the outbox while nobody sends it. */
  const inTurn = async (work: (here: Store) => Promise<void>): Promise<boolean> => {
    const here = await store()
    if (!here) return false
    await alone(() => work(here))
    await changed()
    return true
  }

  channel?.addEventListener('message', () => void read())
  if (isPossible) {
    const goOn = () => document.visibilityState === 'visible' && void flush()
    window.addEventListener('online', () => void flush().then(() => answeredFromHere && onReturn()))
    window.addEventListener('focus', goOn)
    document.addEventListener('visibilitychange', goOn)
    setInterval(goOn, TRY_AGAIN_MS)
  }

  return {
    keeping,
    flush,
    /** Everything that is kept goes; `left` = somebody signed out, and will not come back to this page. */
    async ended(left: boolean): Promise<void> {
      held = !left && current && waiting.length > 0 ? { name: current.name, waiting } : null
      await wipe()
    },
    /** Puts a change aside until there is a connection; false where nothing can be kept. */
    queue: (action: Action, input: object, { about, key, tried }: Queued): Promise<boolean> =>
      inTurn((here) =>
        here.put({
          key,
          action: action.name,
          input: input as Record<string, unknown>,
          about,
          at: new Date().toISOString(),
          tried_at: tried ? new Date().toISOString() : null,
          refusal: null,
        }),
      ),
    drop: (key: string) => inTurn((here) => here.remove(key)),
    /** Waits with other words from now on; a refused one is tried again. */
    edit: (key: string, input: Record<string, unknown>) =>
      inTurn(async (here) => {
        const one = (await here.waiting()).find((each) => each.key === key)
        if (one) await here.put({ ...one, input: { ...one.input, ...input }, refusal: null })
      }).then(() => flush()),
    waiting: () => waiting,
    watch(watcher: () => void): () => void {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    /** When the server last answered, as ms; null when nothing is kept. */
    since: () => current?.at ?? null,
    /** Reads ahead, quietly and no more than is asked for at once by a person. */
    async fetchAhead(person: Me, signal: AbortSignal): Promise<void> {
      if (!isPossible || !plain || navigator.onLine === false) return
      const careful = keeping(plain)
      const known: Known = async (action, input) => (await (await store())?.find(action, input)) as never
      for (const { fetch } of shares) await fetch?.({ call: careful, me: person, signal, known }).catch(() => undefined)
      await (await store())?.prune()
    },
  }
}

const nameOf = (answer: unknown): string => {
  const { user, tenant } = answer as { user: { id: string }; tenant: { id: string } }
  return `${PREFIX}${tenant.id}/${user.id}`
}

/** Where there are no Web Locks (plain HTTP) at least not twice in this tab; the key keeps the effect single anyway. */
let turn: Promise<unknown> = Promise.resolve()
function alone<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined
  if (locks) return locks.request('workernet.outbox', work) as Promise<T>
  const mine = turn.then(work, work)
  turn = mine.catch(() => undefined)
  return mine
}

const remove = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(name)
    asked.onsuccess = asked.onerror = asked.onblocked = () => resolve()
  })

function remembered(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

function write(text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(KEPT)
    else localStorage.setItem(KEPT, text)
  } catch {
    // A browser that keeps nothing keeps no answers either.
  }
}
