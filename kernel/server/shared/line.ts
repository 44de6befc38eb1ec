// One session on the database for as long as the process lives: it hears what other processes tell (LISTEN) and holds what
// only one of them may hold (advisory locks, which PostgreSQL gives back the moment the session ends).
import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log.ts'

export type Line = {
  up(): boolean
  /** Tells every process that listens, this one too; at most 7,900 bytes. Throws while the line is down. */
  notify(text: string): Promise<void>
  /** Wants `name` for this process from now on; `onClaim` tells when it is got, `holds` whether it still is. */
  claim(name: string): void
  holds(name: string): boolean
  stop(): Promise<void>
}

export type LineOptions = {
  url: string
  log: Logger
  /** What is done with what is told on a channel. */
  hears: ReadonlyMap<string, (text: string) => void>
  /** The line is there, again after every loss: what was told meanwhile was missed. */
  onUp: () => void
  /** Something that was wanted is held now. */
  onClaim: () => void
}

export const CHANNEL = 'workernet'
const TICK_MS = 1_000
const ANSWER_MS = 5_000
const MOST_WAIT_MS = 2_000
const settings = {
  // A process that hangs or a machine that vanished must not hold anything for long.
  idle_session_timeout: '15s',
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '3',
  tcp_keepalives_count: '3',
  // A notification need not outlive a crash: who comes back looks by itself.
  synchronous_commit: 'off',
}

/** Opens the line and keeps it open. */
export function openLine({ url, log, hears, onUp, onClaim }: LineOptions): Line {
  const wanted = new Set<string>()
  const held = new Set<string>()
  let client: pg.Client | null = null
  let away = false
  const halt = new AbortController()

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'workernet line',
      options: Object.entries(settings)
        .map(([key, value]) => `-c ${key}=${value}`)
        .join(' '),
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      pipeline: true,
    } as pg.ClientConfig)
    fresh.on('error', () => {}) // 'end' follows, and what was asked fails.
    try {
      await fresh.connect()
      fresh.on('notification', ({ channel, payload }) => hears.get(channel)?.(payload ?? ''))
      for (const channel of hears.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
      return fresh
    } catch (error) {
      await fresh.end().catch(() => {}) // It may never have been connected.
      throw error
    }
  }

  /** Takes what is wanted and free; asks something in any case, so that a dead connection is noticed. */
  async function tick(on: pg.Client): Promise<void> {
    const missing = [...wanted].filter((name) => !held.has(name))
    const { rows } = await on.query<{ name: string }>(
      `select name from unnest($1::text[]) name where pg_try_advisory_lock(hashtextextended('workernet ' || name, 0))`,
      [missing],
    )
    if (rows.length === 0) return
    for (const { name } of rows) held.add(name)
    onClaim()
  }

  /** Resolves when the connection is lost or the line is stopped. */
  async function serve(on: pg.Client): Promise<void> {
    const lost = new AbortController()
    on.once('end', () => lost.abort())
    const over = AbortSignal.any([lost.signal, halt.signal])
    while (!over.aborted) {
      await tick(on)
      await sleep(TICK_MS, undefined, { signal: over }).catch(() => {}) // The end of the wait is looked at above.
    }
  }

  const loop = (async () => {
    for (let wait = 50; !halt.signal.aborted; wait = Math.min(wait * 2, MOST_WAIT_MS)) {
      try {
        client = await connect()
        if (away) log.info('the line to the database is back')
        away = false
        wait = 50
        onUp()
        await serve(client)
      } catch (error) {
        if (!away) log.warn({ error: String(error) }, 'the line to the database is lost')
        away = true
      }
      held.clear()
      const dead = client
      client = null
      if (dead) await close(dead)
      if (!halt.signal.aborted) await sleep(wait, undefined, { signal: halt.signal }).catch(() => {}) // Stopped meanwhile.
    }
  })()

  return {
    up: () => client !== null,
    async notify(text) {
      if (!client) throw new Error('the line to the database is down')
      await client.query(`select pg_notify('${CHANNEL}', $1)`, [text])
    },
    claim(name) {
      wanted.add(name)
      if (client) tick(client).catch((error: unknown) => log.debug({ error: String(error) }, 'claim')) // Tried again by the loop.
    },
    holds: (name) => held.has(name),
    async stop() {
      halt.abort()
      await loop
    },
  }
}

/** Says goodbye; a connection whose other end has vanished is cut. */
async function close(client: pg.Client): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream & { destroy(): void } } })
    .connection
  const cut = setTimeout(() => stream.destroy(), 1_000)
  await client.end().catch(() => {}) // It was lost already.
  clearTimeout(cut)
}
