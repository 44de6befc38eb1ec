// The SQL that the product sends for a request, taken from the product itself: for the bare driver and for pgbench.
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { loadConfig } from '#kernel/server/config.ts'
import { openPool } from '#kernel/server/database/pool.ts'
import { openLog } from '#kernel/server/log.ts'
import { openPlatform } from '#kernel/server/platform.ts'
import { serverModules } from '#app/server-modules.ts'
import { authenticate } from '#modules/platform/identity/server/sessions.ts'
import type { Instance } from './instance.ts'
import { latencies } from './latencies.ts'
import type { Told } from './http-lanes.ts'
import type { Sample } from './requests.ts'

export type Statement = { text: string; name?: string | undefined; values: readonly unknown[] }
/** From begin to commit. */
export type Transaction = readonly Statement[]

/** Runs each request once in this process, on the same database, and answers what went to PostgreSQL. */
export async function transactionsOf(samples: readonly Sample[], instance: Instance): Promise<Transaction[]> {
  const config = loadConfig({
    NODE_ENV: 'test',
    SMTP_IN_PORT: '0',
    DATA_DIR: instance.dataDir,
    RATE_LIMIT_ENABLED: 'false',
  })
  const log = openLog('error')
  const running = await openPlatform({ config, log, url: instance.database, modules: serverModules })
  try {
    const app = await running.edge(authenticate)
    const seen: Statement[] = []
    listen(running.platform.database.pool, seen)
    const transactions: Transaction[] = []
    for (const { agent, method, path, body, status } of samples) {
      const ask = () =>
        app.inject({
          method,
          url: path,
          headers: { authorization: `Bearer ${instance.agents[agent]!.token}` },
          ...(body ? { payload: body } : {}),
        })
      // The first time, the session is looked up; only what every request costs is counted.
      for (const _time of [1, 2]) {
        seen.length = 0
        const answer = await ask()
        if (answer.statusCode !== status) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`)
      }
      transactions.push([...seen])
    }
    await app.close()
    return transactions
  } finally {
    await running.stop()
  }
}

function listen(pool: pg.Pool, seen: Statement[]): void {
  const heard = new WeakSet<pg.PoolClient>()
  const connect = pool.connect.bind(pool) as (done?: unknown) => Promise<pg.PoolClient>
  pool.connect = (async (done?: unknown) => {
    // So the pool asks itself for a single query: no part of a request's transaction.
    if (done) return connect(done)
    const client = await connect()
    if (heard.has(client)) return client
    heard.add(client)
    const query = client.query.bind(client) as (...all: unknown[]) => unknown
    client.query = ((asked: string | { text: string; name?: string; values?: unknown[] }, ...rest: unknown[]) => {
      // With more than the statement it is a single query of the pool's own: no part of a request's transaction.
      if (rest.length > 0) return query(asked, ...rest)
      seen.push(
        typeof asked === 'string'
          ? { text: asked, values: [] }
          : { text: asked.text, name: asked.name, values: asked.values ?? [] },
      )
      return query(asked)
    }) as never
    return client
  }) as never
}

/** The audit's entry of a transaction, whose id it names at its beginning and there may be once. */
export const AUDIT_ID = /set local app\.audit = '([0-9a-f-]{36})'/

function anew(transaction: Transaction): Transaction {
  const id = AUDIT_ID.exec(transaction[0]!.text)?.[1]
  if (!id) return transaction
  const fresh = randomUUID()
  return transaction.map(({ text, name, values }) => ({
    text: text.replace(id, fresh),
    name,
    values: values.map((value) => (value === id ? fresh : value)),
  }))
}

/** The same transactions through the driver alone, pipelined as the product does, `lanes` at a time for `seconds`. */
export async function replay(
  transactions: readonly Transaction[],
  { url, role, lanes, seconds }: { url: string; role: string; lanes: number; seconds: number },
): Promise<Told> {
  const pool = openPool({ url, role, size: lanes, name: 'bench', log: openLog('error') })
  const times: number[] = []
  let turn = 0
  const begun = performance.now()
  const end = begun + seconds * 1_000
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      const client = await pool.connect()
      while (performance.now() < end) {
        const sent = performance.now()
        await Promise.all(
          anew(transactions[turn++ % transactions.length]!).map(({ text, name, values }) =>
            client.query({ text, name, values } as pg.QueryConfig),
          ),
        )
        times.push(performance.now() - sent)
      }
      client.release()
    }),
  )
  const told = {
    requests: times.length,
    seconds: (performance.now() - begun) / 1_000,
    latencies: latencies(times),
    lost: 0,
    unexpected: {},
  }
  await pool.end()
  return told
}
