// Follows the log in memory: what live sockets and caches of this process are told.
import type { Platform } from '../context.ts'
import { endOfLog, isAfter, type LoggedEvent, type LogPlace, readLog } from './log-reader.ts'
import { pulse } from './pulse.ts'

export type Tail = {
  /** Everything up to here was told to the listeners of this process. */
  place(): LogPlace
  wake(): void
  stop(): Promise<void>
}

const BATCH = 500
// Commits of this process ring the bell; other processes' commits are found by looking.
const LOOK_MS = 100

export async function followLog(platform: Platform, tell: (event: LoggedEvent) => void): Promise<Tail> {
  const { database, log } = platform
  const bell = pulse()
  let running = true
  let place = await database.platform('read', endOfLog)

  const loop = (async () => {
    while (running) {
      try {
        const events = await database.platform('read', (db) => readLog(db, place, { limit: BATCH }))
        for (const event of events) {
          tell(event)
          place = isAfter(event, place) ? { xid: event.xid, position: event.position } : place
        }
        if (events.length < BATCH) await bell.wait(LOOK_MS)
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
