// Sending what waited for a connection: in order, each once, and nothing is lost that was refused.
import { Problem } from '../../contract/index.ts'

/** A change that waits; `key` is its Idempotency-Key, `about` the record it concerns (`<entity>:<id>`). */
export type Waiting = {
  key: string
  action: string
  input: Record<string, unknown>
  about: string
  at: string
  /** When it was first sent without an answer; null = never. */
  tried_at: string | null
  /** Why the server refused it: it waits for a person to change, send or drop it. */
  refusal: { code: string; title: string | null } | null
}

export type OutboxPorts = {
  all: () => Promise<Waiting[]>
  put: (waiting: Waiting) => Promise<void>
  remove: (key: string) => Promise<void>
  /** Throws a Problem for every refusal; status 0 = not reached. */
  send: (waiting: Waiting) => Promise<unknown>
  now: () => number
  /** Runs work while no other tab does. */
  alone: <T>(work: () => Promise<T>) => Promise<T>
}

// The server knows a key for 24 hours: what was tried before that may have arrived, and only a person can tell.
const SURE_FOR_MS = 23 * 3_600_000

/** Answers what was sent. Stops where the server cannot be reached, so that the order stays. */
export function flushOutbox(ports: OutboxPorts): Promise<Waiting[]> {
  return ports.alone(async () => {
    const sent: Waiting[] = []
    for (const one of (await ports.all()).toSorted((a, b) => a.at.localeCompare(b.at))) {
      if (one.refusal) continue
      if (one.tried_at !== null && ports.now() - Date.parse(one.tried_at) > SURE_FOR_MS) {
        await ports.put({ ...one, refusal: { code: 'outbox.unsure', title: null } })
        continue
      }
      const tried = { ...one, tried_at: one.tried_at ?? new Date(ports.now()).toISOString() }
      await ports.put(tried)
      try {
        await ports.send(tried)
        await ports.remove(one.key)
        sent.push(one)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        if (passes(error)) break
        await ports.put({ ...tried, refusal: { code: error.code, title: (error as { title?: string }).title ?? null } })
      }
    }
    return sent
  })
}

/** What says nothing about the change itself: no connection, no session, too busy, or another sending of the same. */
const passes = ({ status, code }: Problem): boolean =>
  status === 0 || status === 401 || status === 408 || status === 429 || status >= 500 || code === 'idempotency.running'
