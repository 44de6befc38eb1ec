// Follows the log in memory: what live sockets and caches of this process are told, and when its relay has work.
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
// Commits of this process ring the bell; other processes' commits are found by looking.
const LOOK_MS = 100
// Transactions that were still open at the last look are over in a moment.
const SOON_MS = 3

/** Starts following at the present end; `moved` is called whenever the settled part of the log has grown. */
export async function followLog(
  { database, log }: Platform,
  tell: (event: LoggedEvent) => void,
  moved: (settled: number) => void,
): Promise<Tail> {
  const bell = pulse()
  const end = settling()
  let running = true
  await database.platform('read', end.look)
  let place = end.settled()
  moved(place)

  const loop = (async () => {
    while (running) {
      try {
        const { settled, open } = await database.platform('read', end.look)
        if (settled > place) moved(settled)
        while (settled > place) {
          const events = await database.platform('read', (db) =>
            readLog(db, { after: place, upTo: settled, limit: BATCH }),
          )
          for (const event of events) tell(event)
          place = events.length < BATCH ? settled : events.at(-1)!.position
        }
        await bell.wait(open ? SOON_MS : LOOK_MS)
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
