// The product as it is measured: its own PostgreSQL with its usual settings, filled, and one server process on it.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startPostgres } from '#kernel/server/database/embedded.ts'
import { signIn } from '../e2e/caller.ts'
import { startPlatform } from '../e2e/platform.ts'

export const TENANTS = 50

export type Instance = {
  url: string
  host: string
  port: number
  smtpPort: number
  dataDir: string
  /** The database, as its owner. */
  database: string
  /** Processes by what they are, to read their cost. */
  pids: { server: number; database: number }
  /** One agent of every tenant, signed in. */
  agents: readonly { slug: string; token: string }[]
  stop(): Promise<void>
}

/** `folder`: kept for a next run when given, else a new one that is removed. */
export async function startInstance({
  tickets,
  largest,
  folder,
}: {
  tickets: number
  /** So many of them in the first organisation. */
  largest?: number | undefined
  folder?: string | undefined
}): Promise<Instance> {
  const dataDir = folder ?? mkdtempSync(path.join(tmpdir(), 'workernet-bench-'))
  mkdirSync(dataDir, { recursive: true })
  chmodSync(dataDir, 0o755) // PostgreSQL may run as another user.
  const postgres = await startPostgres({ dataDir })
  const settings = { DATABASE_URL: postgres.url, DATA_DIR: dataDir, DEMO: 'false', LOG_LEVEL: 'warn' }
  const filling = [
    '--tickets',
    String(tickets),
    '--tenants',
    String(TENANTS),
    ...(largest ? ['--largest', String(largest)] : []),
  ]
  const filled = path.join(dataDir, 'filled-with')
  if (!existsSync(filled) || readFileSync(filled, 'utf8') !== filling.join(' ')) {
    const run = (...args: string[]) =>
      execFileSync(process.execPath, ['app/cli.ts', ...args], {
        env: { ...process.env, ...settings },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    run('seed', ...filling)
    // Search reads the words of a tenant behind its first searches; here they are read before anything is measured.
    run('reindex')
    writeFileSync(filled, filling.join(' '))
  }
  // Limits are for people; a generator of load would meet them at once.
  const server = await startPlatform({ dataDir, env: { ...settings, RATE_LIMIT_ENABLED: 'false' } })
  const { hostname, port } = new URL(server.url)
  const slugs = Array.from({ length: TENANTS }, (_none, index) => `volume-${String(index + 1).padStart(3, '0')}`)
  const agents = []
  for (const slug of slugs) agents.push({ slug, token: (await signIn(server.url, `agent@${slug}.test`)).token })
  return {
    url: server.url,
    host: hostname,
    port: Number(port),
    smtpPort: server.smtpPort,
    dataDir,
    database: postgres.url,
    pids: { server: server.pid, database: postgres.pid },
    agents,
    async stop() {
      await server.stop()
      await postgres.stop()
      if (!folder) rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}

/** Waits until every consumer of new tickets has heard of the last one: what one measurement leaves would be counted as the next one's. */
export async function untilHeard({ database }: Instance): Promise<void> {
  const client = new pg.Client(database)
  await client.connect()
  const behind = `select 1 from event_consumers where name like '%ticket.created'
    and position < (select max(position) from event_log where name = 'ticket.created')`
  while ((await client.query(behind)).rows.length > 0) await new Promise((resolve) => setTimeout(resolve, 500))
  await client.end()
}
