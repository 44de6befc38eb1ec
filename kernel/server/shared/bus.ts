// What processes tell each other and may miss: "look at the log", who is present, which cache is stale. By Redis while it
// answers, by PostgreSQL otherwise; every process listens to both. What must not be missed is an event.
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from '../log.ts'
import type { JobCalls } from '../jobs.ts'
import { CHANNEL as LINE, type Line, openLine } from './line.ts'
import type { Redis } from './redis.ts'

export type Bus = {
  /** Tells all other processes. What is larger than a few kilobytes is not told at all: answers false. */
  tell(topic: string, message: unknown): boolean
  hear(topic: string, handle: (message: never) => void): void
  /** Listens from now on; `claimed` is called when something claimed is held. */
  start(claimed: () => void): Line
  /** Whether what others tell is heard at this moment. */
  hears(): boolean
  /** Calls back when the bus is there, again after every outage. */
  onReturn(returned: () => void): void
  stop(): Promise<void>
}

/** `calls`: of jobs, which come by the same line and only by PostgreSQL. */
export type BusOptions = { url: string; pool: pg.Pool; redis: Redis; calls: JobCalls; log: Logger }
type Envelope = { from: string; topic: string; message: unknown }

const CHANNEL = 'bus'
// NOTIFY carries less than 8,000 bytes.
const MOST_BYTES = 7_500

export function openBus({ url, pool, redis, calls, log }: BusOptions): Bus {
  const me = randomUUID()
  const handlers = new Map<string, ((message: never) => void)[]>()
  const returns: (() => void)[] = []
  let line: Line | null = null

  function receive(text: string): void {
    try {
      const { from, topic, message } = JSON.parse(text) as Envelope
      if (from !== me) for (const handle of handlers.get(topic) ?? []) handle(message as never)
    } catch (error) {
      log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a message of another process')
    }
  }

  async function notify(text: string): Promise<void> {
    if (line?.up()) return line.notify(text)
    await pool.query(`select pg_notify('${LINE}', $1)`, [text])
  }

  return {
    tell(topic, message) {
      const text = JSON.stringify({ from: me, topic, message } satisfies Envelope)
      if (Buffer.byteLength(text) > MOST_BYTES) return false
      if (redis.available()) redis.publish(CHANNEL, text)
      else notify(text).catch((error: unknown) => log.debug({ error: String(error) }, 'telling other processes'))
      return true
    },
    hear: (topic, handle) => void handlers.set(topic, [...(handlers.get(topic) ?? []), handle]),
    start(claimed) {
      const returned = () => returns.forEach((call) => call())
      redis.subscribe(CHANNEL, receive)
      redis.onReturn(returned)
      const hears = new Map([
        [LINE, receive],
        [calls.channel, calls.heard],
      ])
      const onUp = () => {
        calls.missed()
        returned()
      }
      return (line = openLine({ url, log, hears, onUp, onClaim: claimed }))
    },
    hears: () => (line?.up() ?? false) && redis.listens(),
    onReturn: (returned) => void returns.push(returned),
    stop: async () => line?.stop(),
  }
}

/** Calls `act` at once after a quiet time, and at most once in `ms` while it is called often; the last call is never lost. */
export function atMostEvery(ms: number, act: () => void): () => void {
  let resting = false
  let again = false
  const ring = () => {
    if (resting) return void (again = true)
    resting = true
    again = false
    act()
    setTimeout(() => {
      resting = false
      if (again) ring()
    }, ms).unref()
  }
  return ring
}
