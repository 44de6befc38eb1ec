// Entries of what has no transaction of its own: reads, refusals, failed sign-ins. Written together, as many as came while
// the ones before were being written.
import { randomUUIDv7 as newId } from 'node:crypto'
import type { Database } from '../database/index.ts'
import type { Logger } from '../log.ts'
import { type Entry, turnTo, writeEntry } from './entry.ts'

/** Refusals alike within this time become one entry with their count: whoever hammers a door does not fill the disk. */
const ALIKE_MS = 10_000
/** Kinds of refusals told apart at a time; what comes beyond is counted in one entry for each chain. */
const MOST_KINDS = 500
const BATCH = 100
/** Entries waiting to be written; whoever brings one more waits for room. */
const MOST_WAITING = 2_000

export type Journal = {
  /** Writes an entry soon and resolves when it is committed; throws when it could not be. */
  write(entry: Omit<Entry, 'id'>): Promise<void>
  /** Counts a refusal: the first of a kind is written at once, those alike after a while as one. */
  refuse(entry: Omit<Entry, 'id'>): void
  /** Writes all that was counted. */
  stop(): Promise<void>
}

type Waiting = { entry: Entry; done: () => void; failed: (error: unknown) => void }
type Kind = { entry: Omit<Entry, 'id'>; again: number }

export function openJournal(database: () => Database, log: Logger): Journal {
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null
  const kinds = new Map<string, Kind>()
  let timer: NodeJS.Timeout | null = null

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH)
      waiting = waiting.slice(BATCH)
      try {
        await database().platform('write', async (db) => {
          await Promise.all(batch.flatMap(({ entry }) => [turnTo(db, entry.tenant_id), writeEntry(db, entry)]))
        })
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    writing = null
  }

  async function write(entry: Omit<Entry, 'id'>): Promise<void> {
    while (waiting.length >= MOST_WAITING) await writing
    await new Promise<void>((done, failed) => {
      waiting.push({ entry: { ...entry, id: newId() }, done, failed })
      writing ??= drain()
    })
  }

  /** A refusal is answered whatever becomes of its entry: what cannot be written goes into the log. */
  const writeOrLog = (entry: Omit<Entry, 'id'>) =>
    write(entry).catch((error: unknown) =>
      log.error({ error: String(error), tenant_id: entry.tenant_id, ...entry.facts }, 'audit entry not written'),
    )

  async function tellAgain(): Promise<void> {
    timer = null
    const counted = [...kinds.values()].filter(({ again }) => again > 0)
    kinds.clear()
    await Promise.all(
      counted.map(({ entry, again }) => writeOrLog({ ...entry, facts: { ...entry.facts, count: again } })),
    )
  }

  return {
    write,
    refuse(entry) {
      const { actor_id, action, code, about_id } = entry.facts
      const alike = [entry.tenant_id, actor_id, action, code, about_id, entry.origin.address, entry.origin.typed].join(
        ' ',
      )
      const known = kinds.get(alike)
      if (known) {
        known.again += 1
        return
      }
      timer ??= setTimeout(() => void tellAgain(), ALIKE_MS).unref()
      if (kinds.size < MOST_KINDS) {
        kinds.set(alike, { entry, again: 0 })
        void writeOrLog(entry)
        return
      }
      const { facts, tenant_id } = entry
      const rest = kinds.get(tenant_id) ?? {
        entry: {
          tenant_id,
          facts: { actor_kind: facts.actor_kind, action: 'refusals', outcome: 'refused' },
          origin: {},
        },
        again: 0,
      }
      rest.again += 1
      kinds.set(tenant_id, rest)
    },
    async stop() {
      if (timer) clearTimeout(timer)
      await tellAgain()
      await writing
    },
  }
}
