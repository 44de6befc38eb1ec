// Follows the log in memory: what live sockets and caches of this process are told, and when its relay has work.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../context.ts'
import { type LoggedEvent, readLog } from './log-reader.ts'
import { pulse } from './pulse.ts'
import { settling } from './settling.ts'

export type Tail = {
  /** Everything up to here was told to the listeners of this process. */
  place(): number
  wake(): void
  stop(): Promise<void>
}

const BATCH = 500
// Every commit rings the bell, also in other processes while the bus carries it; otherwise commits are found by looking.
const LOOK_MS = 100
const LOOK_RARELY_MS = 1_000
// What was drawn before the last look is settled in a moment: transactions are short.
const SOON_MS = 2

/**
 * Starts following at the present end; `moved` is called whenever the settled part of the log has grown, with the names of the
 * events in what it has grown by; `rung` says whether other processes ring.
 */
export async function followLog(
  { database, log }: Platform,
  tell: (event: LoggedEvent) => void,
  moved: (settled: number, named?: ReadonlySet<string>) => void,
  rung: () => boolean = () => false,
): Promise<Tail> {
  const bell = pulse()
  const end = settling()
  let running = true
  let looked = await presentEnd(database, end)
  // The last event told: it is committed, so no crash of PostgreSQL gives a later event a lower place.
  let place = looked
  let named = new Set<string>()
  moved(looked)

  /** Tells what is settled and not told yet. */
  async function tellUpTo(settled: number): Promise<void> {
    for (let full = true; full;) {
      const events = await database.platform('read', (db) => readLog(db, { after: place, upTo: settled, limit: BATCH }))
      for (const event of events) {
        tell(event)
        place = event.position
        named.add(event.name)
      }
      full = events.length === BATCH
    }
  }

  const loop = (async () => {
    while (running) {
      try {
        const { settled, open } = await database.platform('read', end.look)
        if (settled !== looked) {
          await tellUpTo(settled)
          moved(settled, named)
          named = new Set()
          looked = settled
        }
        if (open) await sleep(SOON_MS)
        else await bell.wait(rung() ? LOOK_RARELY_MS : LOOK_MS)
      } catch (error) {
        log.warn({ error: String(error) }, 'event tail')
        await bell.wait(1_000)
      }
    }
  })()
  return {
    place: () => place,
    wake: bell.ring,
    async stop() {
      running = false
      bell.ring()
      await loop
    },
  }
}

/** Where the log ends at this moment; waits until the transactions that are open now are over. */
async function presentEnd(database: Platform['database'], end: ReturnType<typeof settling>): Promise<number> {
  for (;;) {
    const { settled, open } = await database.platform('read', end.look)
    if (settled > 0 || !open) return settled
    await sleep(SOON_MS)
  }
}
