import { setTimeout as sleep } from 'node:timers/promises'
import { stopLeftovers } from './embedded/leftovers.ts'
import { serve, type Server } from './embedded/server.ts'
import { openSite, runningServer, type Site, type Step } from './embedded/site.ts'

export type PostgresOptions = {
  /** DATA_DIR; created when missing. */
  dataDir: string
  /** Faster and not durable: a crash of the machine may lose everything. */
  forTests?: boolean
  /** Shows a long step (creating the database) to the person who waits. */
  step?: Step
  /** The sockets' folder of a run that has ended, whose address is taken over. */
  sockets?: string
  /** Each line of PostgreSQL's own log. */
  log?: (line: string) => void
}

/** A running PostgreSQL. `url` names the superuser `postgres` and the database `workernet`, through a Unix socket. */
export type Postgres = { url: string; pid: number; stop(): Promise<void> }

/** What becomes of a kept PostgreSQL; `ms` is how long it was away, or how long the next try waits. */
export type PostgresEvent =
  | { kind: 'down'; reason: string }
  | { kind: 'up'; pid: number; ms: number }
  | { kind: 'retry'; error: unknown; ms: number }
  /** The process that kept it has ended, and this one keeps it now. */
  | { kind: 'taken over' }
  /** Another process keeps it at another address: this one must be started anew. */
  | { kind: 'moved' }

/**
 * Starts the embedded PostgreSQL of `dataDir`, creating its database on the first start, and waits until it takes connections.
 * Ends what an earlier, killed run left there. Throws a StartError that says what to do (folder in use, not writable, disk
 * full, another major version …). `onExit` is called when it ends without `stop`.
 */
export async function startPostgres(
  options: PostgresOptions & { onExit?: (reason: string) => void },
): Promise<Postgres> {
  const { site, server } = await begin(options)
  let stopping = false
  void server.ended.then((reason) => {
    site.close()
    if (!stopping) options.onExit?.(reason)
  })
  return {
    url: site.url,
    pid: server.pid,
    async stop() {
      stopping = true
      await server.stop()
      site.close()
    },
  }
}

/**
 * `startPostgres`, and starts it again whenever it dies, at the same `url`: at once the first time, then after 0.1 s to 5 s,
 * for as long as it takes. `pid()` changes with each start.
 */
export async function keepPostgres(
  options: PostgresOptions & { onEvent?: (event: PostgresEvent) => void },
): Promise<{ url: string; pid(): number; stop(): Promise<void> }> {
  const begun = await begin(options)
  const { site } = begun
  let { server } = begun
  const halt = new AbortController()

  const watch = async () => {
    let wait = 0
    for (;;) {
      const since = Date.now()
      const reason = await server.ended
      if (halt.signal.aborted) return
      if (Date.now() - since > 60_000) wait = 0
      options.onEvent?.({ kind: 'down', reason })
      const down = Date.now()
      const next = await restart(site, options, wait, halt.signal)
      if (!next) return
      if (halt.signal.aborted) return next.stop()
      server = next
      options.onEvent?.({ kind: 'up', pid: server.pid, ms: Date.now() - down })
      wait = longer(wait)
    }
  }
  const watching = watch()

  return {
    url: site.url,
    pid: () => server.pid,
    async stop() {
      halt.abort()
      await server.stop()
      await watching
      site.close()
    },
  }
}

/** The address of the PostgreSQL that a running WorkerNet keeps in `dataDir`, for commands run beside it; undefined when none runs. */
export function runningPostgres(dataDir: string): string | undefined {
  return runningServer(dataDir)
}

async function begin(options: PostgresOptions): Promise<{ site: Site; server: Server }> {
  const forTests = options.forTests ?? false
  const site = await openSite(options.dataDir, {
    forTests,
    step: options.step ?? ((_title, work) => work()),
    sockets: options.sockets,
  })
  try {
    return { site, server: await serve(site, { forTests, log: options.log }) }
  } catch (error) {
    site.close()
    throw error
  }
}

async function restart(
  site: Site,
  options: Parameters<typeof keepPostgres>[0],
  firstWait: number,
  halt: AbortSignal,
): Promise<Server | undefined> {
  for (let wait = firstWait; ; wait = longer(wait)) {
    await sleep(wait, undefined, { signal: halt }).catch(() => {}) // An end of the wait is no error: looked at below.
    if (halt.aborted) return undefined
    try {
      await stopLeftovers(site.database)
      return await serve(site, { forTests: options.forTests ?? false, log: options.log })
    } catch (error) {
      options.onEvent?.({ kind: 'retry', error, ms: longer(wait) })
    }
  }
}

const longer = (wait: number) => Math.min(Math.max(wait * 2, 100), 5_000)
