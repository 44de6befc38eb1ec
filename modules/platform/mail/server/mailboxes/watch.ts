// One mailbox, watched as long as it is wanted: by IDLE where the server knows it, by asking every minute in any case.
import type { ImapFlow } from 'imapflow'
import type { Platform } from '#kernel/server/context.ts'
import { type Account, connect, troubleOf, type Trouble } from './connection.ts'

const ASK_MS = 60_000
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 10 * 60_000

export type Noted = { taken: number } | { trouble: Trouble }

/** A mailbox as it is now, and what is done with it. */
export type Read = {
  account: Account & { folder: string }
  /** Looks at the folders of a fresh connection; what it answers takes what is new, and how many that were. */
  open: (client: ImapFlow) => Promise<(halt: AbortSignal) => Promise<number>>
  /** Writes on the mailbox how it fares. */
  note: (how: Noted) => Promise<void>
}

/** Whose mailbox it ever is: read anew for each connection; null when it is gone. */
export type Source = { id: string; read: () => Promise<Read | null> }

/** Watches until `halt`; resolves when everything is closed. Never rejects: what fails is written on the mailbox. */
export async function watch(platform: Platform, { id, read }: Source, halt: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS
  while (!halt.aborted) {
    const found = await read().catch((error: unknown) => {
      platform.log.warn({ mailbox: id, error: String(error) }, 'reading a mailbox')
      return undefined
    })
    if (found === null) return
    if (found) {
      try {
        await session(platform, found, { halt, worked: () => (pause = FIRST_PAUSE_MS) })
      } catch (error) {
        if (halt.aborted) return
        const trouble = troubleOf(error, found.account)
        platform.log.info({ mailbox: id, trouble: trouble.code }, 'mailbox')
        await found
          .note({ trouble })
          .catch((fault: unknown) =>
            platform.log.warn({ mailbox: id, error: String(fault) }, 'noting the trouble of a mailbox'),
          )
      }
    }
    await quiet(pause, halt)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

type Session = { halt: AbortSignal; worked: () => void }

/** From signing in to the end of the connection. */
async function session(platform: Platform, { account, open, note }: Read, { halt, worked }: Session) {
  const client = await connect(platform.outgoing, account)
  const close = () => client.close()
  halt.addEventListener('abort', close, { once: true })
  try {
    const take = await open(client)
    worked()
    for (let first = true; !halt.aborted && client.usable; first = false) {
      const bell = ring(client, halt)
      const taken = await take(halt)
      if (first || taken > 0) await note({ taken })
      await bell
    }
  } finally {
    halt.removeEventListener('abort', close)
    client.close()
  }
}

/** Resolves when the server tells of a mail, when a minute is over, or when the connection ends. */
async function ring(client: ImapFlow, halt: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ASK_MS)
  const ends = ['exists', 'close'] as const
  for (const event of ends) client.on(event, resolve)
  halt.addEventListener('abort', () => resolve(), { once: true })
  // Begins after the commands that are under way, and is ended by the next one.
  setImmediate(() => void waitIdle(client, promise))
  await promise
  clearTimeout(timer)
  for (const event of ends) client.off(event, resolve)
}

async function waitIdle(client: ImapFlow, until: Promise<void>): Promise<void> {
  let over = false
  void until.then(() => (over = true))
  while (!over && client.usable) {
    await client.idle().catch(() => {}) // The connection is gone: 'close' tells.
    if (!over) await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const quiet = (ms: number, halt: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (halt.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    halt.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
