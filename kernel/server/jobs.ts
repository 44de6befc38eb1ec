// Background work: pg-boss queues in the same database, so that a job exists if and only if its cause was committed.
import { PgBoss } from 'pg-boss'
import type pg from 'pg'
import { CompiledQuery } from 'kysely'
import type { Context, Platform } from './context.ts'
import { systemOf } from './access/actor.ts'
import { gathered } from './batches/gathered.ts'
import type { Db } from './database/index.ts'
import type { Logger } from './log.ts'

/** A queue's name, typed by what its jobs carry. Jobs carry ids only: the queue is no place for tenant data. */
export type JobKind<D extends object> = { queue: string; types?: D }
export const jobKind = <D extends object>(queue: string): JobKind<D> => ({ queue })

export type JobHandler = {
  queue: string
  /** Cron expression for a schedule; such a job runs once for the platform, not per tenant. */
  cron?: string
  retries: number
  /** How many of these one process works on at a time; 1 when absent. */
  atOnce?: number
  /** However often it is asked for, one waits for each tenant. */
  isRound?: boolean
  handle: (platform: Platform, tenantId: string, job: never) => Promise<void>
}

/** Works off one queue inside the tenant the job belongs to; retried with backoff, at least once. */
export const worker = <D extends object>(
  kind: JobKind<D>,
  handle: (context: Context, job: D) => Promise<void>,
  retries = 5,
): JobHandler => ({
  queue: kind.queue,
  retries,
  handle: (platform, tenantId, job: D) =>
    platform.within(systemOf(tenantId), { cause: kind.queue }, (context) => handle(context, job)),
})

/** Works off one queue outside a transaction: for work that must not hold one open (sending mail, parsing). */
export const freeWorker = <D extends object>(
  kind: JobKind<D>,
  handle: (platform: Platform, tenantId: string, job: D) => Promise<void>,
  { retries = 5, atOnce = 1 }: { retries?: number; atOnce?: number } = {},
): JobHandler => ({ queue: kind.queue, retries, atOnce, handle })

/**
 * Looks after all that waits of a kind for one tenant, as much as is good at once; `handle` answers whether more waits, and
 * its next round then comes after those of others: nobody's flood keeps them waiting. Asked for by `platform.askRound`.
 */
export const round = (
  kind: JobKind<object>,
  handle: (platform: Platform, tenantId: string) => Promise<boolean>,
  { retries = 5, atOnce = 1 }: { retries?: number; atOnce?: number } = {},
): JobHandler => ({
  queue: kind.queue,
  retries,
  atOnce,
  isRound: true,
  handle: async (platform, tenantId) => {
    if (await handle(platform, tenantId)) await platform.askRound(kind, [tenantId])
  },
})

/** Runs on a schedule, in one process only. */
export const every = (cron: string, queue: string, handle: (platform: Platform) => Promise<void>): JobHandler => ({
  queue,
  cron,
  retries: 0,
  handle,
})

// A job that may be done at once is told of; those that wait for their time are found by looking.
const POLLING = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 }

export type Held = (handler: JobHandler, tenantId: string, job: object) => Promise<void> | null
type Wrapped = { tenant_id: string; job: object }

/** Where PostgreSQL tells of a job the moment it is committed: `heard` takes what it says, `missed` that it may have spoken unheard. */
export type JobCalls = { channel: string; heard: (text: string) => void; missed: () => void }

export type Jobs = {
  calls: JobCalls
  send<D extends object>(
    db: Db,
    kind: JobKind<D>,
    tenantId: string,
    job: D,
    options?: { after?: number },
  ): Promise<void>
  askRound(kind: JobKind<object>, tenantIds: readonly string[]): Promise<void>
  nextRun(cron: string, timezone: string): string | null
  /** `held` = put aside for a tenant for whom the handler's component is off. */
  work(platform: Platform, handlers: readonly JobHandler[], held: Held): Promise<void>
  stop(): Promise<void>
}

/** Opens the queues; `owner` is the pool that may create them. */
export async function openJobs(owner: pg.Pool, handlers: readonly JobHandler[], log: Logger): Promise<Jobs> {
  const heard: JobCalls[] = []
  const boss = new PgBoss({
    db: {
      executeSql: (text: string, values?: unknown[]) => owner.query(text, values),
      // The process listens on one line of its own for all that others say.
      async listen(channel, onCall, onReturn) {
        heard.push({ channel, heard: onCall, missed: onReturn })
        return { close: async () => {} }
      },
    },
    useListenNotify: true,
    schema: 'jobs',
    superviseIntervalSeconds: 15,
  })
  boss.on('error', (error) => log.error({ error: String(error) }, 'job queue'))
  await boss.start()
  const [calls] = heard
  if (!calls) throw new Error('the job queue does not listen')
  const silent = new Set((await boss.getQueues()).flatMap(({ name, notify }) => (notify ? [] : [name])))
  for (const { queue, retries, cron, isRound } of handlers) {
    await boss.createQueue(queue, {
      policy: isRound ? 'short' : 'standard',
      notify: true,
      retryLimit: retries,
      retryBackoff: true,
      retryDelay: 1,
      // A worker that was killed is noticed by its silence, and its job goes to another.
      heartbeatSeconds: 20,
      deleteAfterSeconds: 7 * 86_400,
    })
    if (silent.has(queue)) await boss.updateQueue(queue, { notify: true })
    if (cron) await boss.schedule(queue, cron, { tenant_id: '', job: {} } satisfies Wrapped)
  }
  const rounds = new Map<string, (tenantIds: readonly string[]) => Promise<void>>()
  return {
    calls,
    async send(db, kind, tenantId, job, { after = 0 } = {}) {
      const executeSql = async (text: string, values: unknown[] = []) => ({
        rows: (await db.executeQuery(CompiledQuery.raw(text, values))).rows as never[],
      })
      await boss.send(kind.queue, { tenant_id: tenantId, job } satisfies Wrapped, {
        db: { executeSql },
        startAfter: after,
      })
    },
    async askRound({ queue }, tenantIds) {
      let ask = rounds.get(queue)
      if (!ask) rounds.set(queue, (ask = gathered((all) => askRounds(boss, queue, all))))
      if (tenantIds.length > 0) await ask(tenantIds)
    },
    nextRun: (cron, timezone) => boss.previewSchedule(cron, { tz: timezone, count: 1 })[0]?.toISOString() ?? null,
    async work(platform, list, held) {
      for (const handler of list) {
        const { queue, handle, atOnce = 1 } = handler
        for (let lane = 0; lane < atOnce; lane++) {
          const id: string = await boss.work<Wrapped>(queue, POLLING, async ([one]) => {
            // As long as there is a next job it is taken at once; only an empty queue is waited on.
            boss.notifyWorker(id)
            if (!one) return
            const { tenant_id, job } = one.data
            await (held(handler, tenant_id, job) ?? handle(platform, tenant_id, job as never))
          })
        }
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  }
}

async function askRounds(boss: PgBoss, queue: string, tenantIds: readonly string[]): Promise<void> {
  // In one order everywhere, or two who ask for the same would wait for each other.
  const jobs = [...new Set(tenantIds)].toSorted().map((tenant_id) => ({
    data: { tenant_id, job: {} } satisfies Wrapped,
    singletonKey: tenant_id,
  }))
  await boss.insert(queue, jobs)
}
