// Several processes on one DATA_DIR: the first keeps its PostgreSQL, the others join it, and one takes over when the first ends.
import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { keepPostgres } from '../embedded.ts'
import { isUnreachable } from '../pool.ts'
import { holderOf } from './folder-lock.ts'
import { runningServer } from './site.ts'

type Options = Parameters<typeof keepPostgres>[0]
export type Shared = {
  url: string
  /** The process that kept the database when this one joined; undefined when this one keeps it itself. */
  keeper?: number
  stop(): Promise<void>
}

const LOOK_MS = 250
const RETRY_MS = 2_000

/** `keepPostgres`, or what another WorkerNet keeps in that folder already. Throws StartErrors. */
export async function sharePostgres(options: Options): Promise<Shared> {
  for (;;) {
    const joined = await join(options)
    if (joined) return joined
    try {
      return await keepPostgres(options)
    } catch (error) {
      // Of two first starts one got the folder; the other joins it.
      if (!keeperOf(options.dataDir)) throw error
    }
  }
}

function keeperOf(dataDir: string) {
  const home = resolve(dataDir)
  const holder = existsSync(home) ? holderOf(realpathSync(home)) : undefined
  return holder?.pid === process.pid ? undefined : holder
}

async function join(options: Options): Promise<Shared | undefined> {
  const holder = keeperOf(options.dataDir)
  if (!holder) return undefined
  const step = options.step ?? (<T>(_title: string, work: () => Promise<T>) => work())
  const url = await step(`Waiting for the database of process ${holder.pid}`, async () => {
    for (; keeperOf(options.dataDir)?.pid === holder.pid; await sleep(50)) {
      const found = runningServer(options.dataDir)
      if (found && (await takesConnections(found))) return found
    }
    return undefined
  })
  if (url === undefined) return undefined

  const halt = new AbortController()
  let kept: Shared | undefined
  const watching = (async () => {
    for (let wait = LOOK_MS; !halt.signal.aborted && !kept;) {
      await sleep(wait, undefined, { signal: halt.signal }).catch(() => {}) // Stopped: looked at by the loop.
      wait = LOOK_MS
      if (halt.signal.aborted) return
      const keeper = keeperOf(options.dataDir)
      if (keeper?.sockets === holder.sockets) continue
      if (keeper) return options.onEvent?.({ kind: 'moved' })
      try {
        kept = await keepPostgres({ ...options, sockets: holder.sockets })
        options.onEvent?.({ kind: 'taken over' })
      } catch (error) {
        // Another one who had joined was faster: it is watched from here on.
        if (keeperOf(options.dataDir)) continue
        options.onEvent?.({ kind: 'retry', error, ms: RETRY_MS })
        wait = RETRY_MS
      }
    }
  })()
  return {
    url,
    keeper: holder.pid,
    async stop() {
      halt.abort()
      await watching
      await kept?.stop()
    },
  }
}

/** Whether the server is past its start and recovery. */
async function takesConnections(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {}) // It goes away while it is asked: then it takes none.
  try {
    await client.connect()
    return true
  } catch (error) {
    if (isUnreachable(error)) return false
    throw error
  } finally {
    await client.end().catch(() => {}) // It may never have been connected.
  }
}
