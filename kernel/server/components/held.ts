// What comes for a component that is off waits here and is handed over once it is on again: nothing is lost, nothing fails.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { systemOf } from '../access/actor.ts'
import type { Context, Platform } from '../context.ts'
import type { Db } from '../database/index.ts'
import { readLog } from '../events/log-reader.ts'
import { freeWorker, type JobHandler, jobKind } from '../jobs.ts'
import type { Subscription } from '../module.ts'

type Held = { kind: 'job' | 'event'; name: string; position: number; job: object; mark: string }

const PIECE = 100
// A process that heard of the switch late may have put something here meanwhile.
const LOOK_AGAIN_S = 90

const releaseJob = jobKind<{ component: string; last?: boolean }>('components.release')

/** Keeps events for later, in the transaction that moves their consumer's place. */
export async function holdEvents(db: Db, component: string, name: string, positions: readonly number[]): Promise<void> {
  const rows = positions.map((position) => ({ component, kind: 'event', name, position }))
  await db
    .insertInto('held_work')
    .values(rows)
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Keeps a job for later; one that says the same waits once. */
export async function holdJob(
  { database }: Platform,
  tenantId: string,
  component: string,
  queue: string,
  job: object,
): Promise<void> {
  const text = JSON.stringify(job)
  const mark = createHash('sha256').update(text).digest('hex')
  await database.tenant(tenantId, 'write', (db) =>
    db
      .insertInto('held_work')
      .values({ component, kind: 'job', name: queue, job: sql`${text}::jsonb`, mark })
      .onConflict((c) => c.doNothing())
      .execute(),
  )
}

/** Hands over what waited for a component, if and only if this transaction, which switches it on, commits. */
export async function askRelease({ enqueue }: Context, component: string): Promise<void> {
  await enqueue(releaseJob, { component })
  await enqueue(releaseJob, { component, last: true }, { after: LOOK_AGAIN_S })
}

/** The queue that hands over what waited, in the order in which it came. `handlers` are those of all modules. */
export const releasing = (handlers: readonly JobHandler[]): JobHandler =>
  freeWorker(releaseJob, async (platform, tenantId, { component }) => {
    const rounds = new Set(handlers.filter(({ isRound }) => isRound).map(({ queue }) => queue))
    for (;;) {
      if (!platform.components.isOn(tenantId, component)) return
      const held = await platform.database.tenant(tenantId, 'read', (db) => nextHeld(db, component))
      if (held.length === 0) return
      for (const one of held) await handOver(platform, tenantId, component, one, rounds)
    }
  })

const nextHeld = async (db: Db, component: string): Promise<Held[]> =>
  (await db
    .selectFrom('held_work')
    .select(['kind', 'name', 'position', 'job', 'mark'])
    .where('component', '=', component)
    .orderBy('kind')
    .orderBy('position')
    .orderBy('name')
    .limit(sql.lit(PIECE))
    .execute()) as Held[]

async function handOver(
  platform: Platform,
  tenantId: string,
  component: string,
  held: Held,
  rounds: ReadonlySet<string>,
): Promise<void> {
  const { kind, name, position, job } = held
  if (kind === 'job' && rounds.has(name)) await platform.askRound({ queue: name }, [tenantId])
  const consumer = kind === 'event' ? platform.subscriptions.find((one) => one.name === name) : undefined
  await platform.within(systemOf(tenantId), { cause: consumer?.name ?? 'components.release' }, async (context) => {
    if (!(await taken(context.db, component, held))) return
    if (kind === 'job') return rounds.has(name) ? undefined : context.enqueue({ queue: name }, job)
    if (consumer) await tell(context, consumer, position)
  })
}

async function taken(db: Db, component: string, { kind, name, position, mark }: Held): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('held_work')
    .where('component', '=', component)
    .where('kind', '=', kind)
    .where('name', '=', name)
    .where('position', '=', position)
    .where('mark', '=', mark)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** An event that its consumer refuses is set aside, as the relay does with those that fail. */
async function tell(context: Context, consumer: Subscription, position: number): Promise<void> {
  const place = { after: position - 1, upTo: position, limit: 1, tenantId: context.actor.tenant_id }
  const [event] = await readLog(context.db, place)
  if (!event) return
  await context
    .attempt(async () => consumer.handle(context, event.payload as never, event))
    .catch((error: unknown) =>
      context.db
        .insertInto('event_failures')
        .values({ consumer: consumer.name, position, error: String(error).slice(0, 4_000) })
        .execute(),
    )
}
