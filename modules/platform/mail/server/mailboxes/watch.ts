// One mailbox, watched as long as it is wanted: by IDLE where the server knows it, by asking every minute in any case.
import type { ImapFlow } from 'imapflow'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import { mailboxChanged } from '../../contract.ts'
import { json, mailboxFields, type MailContext } from '../tables.ts'
import { connect, troubleOf, type Trouble } from './connection.ts'
import { mailboxOf, type MailboxRow } from './record.ts'
import { openFolder, takeNew } from './taking.ts'

const ASK_MS = 60_000
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 10 * 60_000

/** Watches until `halt`; resolves when everything is closed. Never rejects: what fails is written on the mailbox. */
export async function watch(
  platform: Platform,
  { id, tenant_id }: { id: string; tenant_id: string },
  halt: AbortSignal,
): Promise<void> {
  const failures = new Map<number, number>()
  let pause = FIRST_PAUSE_MS
  while (!halt.aborted) {
    const found = await mailboxOf(platform, tenant_id, id).catch((error: unknown) => {
      platform.log.warn({ mailbox: id, error: String(error) }, 'reading a mailbox')
      return undefined
    })
    if (found === null) return
    if (found) {
      const { box, password } = found
      try {
        await session(platform, box, password, { halt, failures, worked: () => (pause = FIRST_PAUSE_MS) })
      } catch (error) {
        if (halt.aborted) return
        const trouble = troubleOf(error, box)
        platform.log.info({ mailbox: id, trouble: trouble.code }, 'mailbox')
        await note(platform, box, { trouble }).catch((fault: unknown) =>
          platform.log.warn({ mailbox: id, error: String(fault) }, 'noting the trouble of a mailbox'),
        )
      }
    }
    await quiet(pause, halt)
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

type Session = {
  halt: AbortSignal
  failures: Map<number, number>
  worked: () => void
}

/** From signing in to the end of the connection. */
async function session(platform: Platform, box: MailboxRow, password: string, { halt, failures, worked }: Session) {
  const client = await connect(platform.outgoing, { ...box, password })
  const close = () => client.close()
  halt.addEventListener('abort', close, { once: true })
  try {
    const { uidvalidity } = await openFolder(client, box.folder)
    worked()
    for (let first = true; !halt.aborted && client.usable; first = false) {
      const bell = ring(client, halt)
      const taken = await takeNew(platform, { client, box, uidvalidity }, failures, halt)
      if (first || taken > 0) await note(platform, box, { taken })
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

type Noted = { taken: number } | { trouble: Trouble }

/** Writes on the mailbox how it fares. */
async function note(platform: Platform, { id, tenant_id }: MailboxRow, how: Noted): Promise<void> {
  await platform.within(systemOf(tenant_id), { cause: 'mail.mailbox' }, async ({ db, now, emit }: MailContext) => {
    const changes =
      'taken' in how
        ? { state: 'connected' as const, last_fetched_at: now, fetched: sql<number>`fetched + ${how.taken}::bigint` }
        : {
            state: 'failing' as const,
            trouble: how.trouble.code,
            trouble_params: json(how.trouble.params),
            trouble_said: how.trouble.said,
            trouble_at: now,
          }
    const row = await db
      .updateTable('mailboxes')
      .set(changes)
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning(mailboxFields)
      .executeTakeFirst()
    if (row) emit(mailboxChanged, { mailbox: row })
  })
}

const quiet = (ms: number, halt: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (halt.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    halt.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
