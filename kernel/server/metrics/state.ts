// What the platform tells of itself: database, event log, jobs, live lines.
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Config } from '../config.ts'
import type { Platform } from '../context.ts'
import { heardBy } from '../events/relay.ts'
import type { Subscription } from '../module.ts'
import type { Hub } from '../realtime/hub.ts'
import { gauge, histogram, type Metric, total } from './metric.ts'

const WAIT_SECONDS = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]
// Whoever is farther behind than this is told as being this far behind.
const MOST_EVENTS = 1_000

/** Which release runs here, and what it does. */
export function buildMetric({ roles }: Config): Metric {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const labels = { version, node: process.versions.node, roles: roles.join(',') }
  return gauge('workernet_build_info', 'The release that runs; always 1.', () => [{ value: 1, labels }])
}

/** The pool, and how long work waits for a connection of it. */
export function poolMetrics(pool: pg.Pool): Metric[] {
  const waits = histogram('workernet_database_wait_seconds', 'Time until a connection is free.', WAIT_SECONDS)
  const series = waits.series({})
  const connect = pool.connect.bind(pool)
  pool.connect = ((done?: Parameters<typeof connect>[0]) => {
    if (done) return connect(done)
    const begun = performance.now()
    const waiting = connect()
    const note = () => series.observe((performance.now() - begun) / 1_000)
    waiting.then(note, note)
    return waiting
  }) as typeof pool.connect
  return [
    waits,
    gauge('workernet_database_connections', 'Connections of the pool, by state.', () => [
      { value: pool.idleCount, labels: { state: 'idle' } },
      { value: pool.totalCount - pool.idleCount, labels: { state: 'used' } },
    ]),
    gauge('workernet_database_connections_most', 'Connections the pool may open.', () => [
      { value: pool.options.max ?? 10 },
    ]),
    gauge('workernet_database_waiting', 'Work that waits for a connection.', () => [{ value: pool.waitingCount }]),
    gauge('workernet_database_up', 'Whether the database answers.', ({ database }) =>
      database
        .platform('read', (db) => sql`select 1`.execute(db))
        .then(
          () => [{ value: 1 }],
          () => [{ value: 0 }],
        ),
    ),
  ]
}

/** How far each consumer of events is behind, and what it gave up on. */
export function relayMetrics(subscriptions: readonly Subscription[]): Metric[] {
  const behind = async ({ database }: Platform) =>
    database.platform('read', (db) =>
      Promise.all(
        subscriptions.map(async (subscription) => {
          const { name } = subscription
          const { rows } = await sql<{ events: number; seconds: number; failures: number }>`
            select c.failures, count(e.at)::int as events,
              coalesce(extract(epoch from now() - min(e.at)), 0)::float8 as seconds
            from event_consumers c left join lateral (
              select at from event_log where name in (${sql.join(heardBy(subscription))}) and position > c.position
              order by position limit ${sql.lit(MOST_EVENTS)}) e on true
            where c.name = ${name} group by c.failures`.execute(db)
          return { name, ...(rows[0] ?? { events: 0, seconds: 0, failures: 0 }) }
        }),
      ),
    )
  const each = (value: (one: Awaited<ReturnType<typeof behind>>[number]) => number) => async (platform: Platform) =>
    (await behind(platform)).map((one) => ({ value: value(one), labels: { consumer: one.name } }))
  return [
    gauge(
      'workernet_relay_lag_events',
      `Events that wait for a consumer, at most ${MOST_EVENTS}.`,
      each(({ events }) => events),
    ),
    gauge(
      'workernet_relay_lag_seconds',
      'Age of the oldest event that waits for a consumer.',
      each(({ seconds }) => seconds),
    ),
    gauge(
      'workernet_relay_attempts',
      'Failed attempts at the event a consumer stands at.',
      each(({ failures }) => failures),
    ),
    gauge('workernet_relay_set_aside', 'Events that consumers gave up on.', async ({ database }) => {
      const { rows } = await database.platform('read', (db) =>
        sql<{ consumer: string; value: number }>`
          select consumer, count(*)::int as value from event_failures group by consumer`.execute(db),
      )
      return rows.map(({ consumer, value }) => ({ value, labels: { consumer } }))
    }),
  ]
}

/** Jobs that are not done, by queue and state. */
export const jobsMetric = (): Metric =>
  gauge('workernet_jobs', 'Jobs that are not done, by queue and state.', async ({ database }) => {
    const { rows } = await database.platform('read', (db) =>
      sql<{ queue: string; state: string; value: number }>`
        select name as queue, case when state = 'created' then 'waiting' else state::text end as state, count(*)::int as value
        from jobs.job where state <> 'completed' group by 1, 2`.execute(db),
    )
    return rows.map(({ value, ...labels }) => ({ value, labels }))
  })

export const liveMetrics = (hub: Hub): Metric[] => [
  gauge('workernet_live_lines', 'Live connections of clients.', () => [{ value: hub.size() }]),
  total('workernet_live_messages_total', 'Messages told to live connections.', () => [{ value: hub.told() }]),
]
