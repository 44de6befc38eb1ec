// Feeds the log to the subscriptions of modules: each with a place of its own, moved in the same transaction as its effects.
import { sql } from 'kysely'
import type { Context, Platform } from '../context.ts'
import { systemOf } from '../access/actor.ts'
import type { Subscription } from '../module.ts'
import { type LoggedEvent, type LogPlace, readLog, START } from './log-reader.ts'
import { pulse } from './pulse.ts'

const BATCH = 200
const IDLE_MS = 500
const ATTEMPTS = 5

export type Relay = { wake(): void; stop(): Promise<void> }

/** Starts one loop per subscription. Several processes may run it: a place moves once, whoever moves it. */
export async function startRelay(platform: Platform, subscriptions: readonly Subscription[]): Promise<Relay> {
  const { database, log } = platform
  let running = true
  const bells = subscriptions.map(() => pulse())
  if (subscriptions.length > 0) {
    await database.platform('write', (db) =>
      db
        .insertInto('event_consumers')
        .values(subscriptions.map(({ name }) => ({ name, ...START })))
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    )
  }
  const loops = subscriptions.map(async (subscription, index) => {
    let pause = 0
    while (running) {
      try {
        const handled = await consume(platform, subscription)
        pause = handled === BATCH ? 0 : IDLE_MS
      } catch (error) {
        log.error(
          {
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
            consumer: subscription.name,
          },
          'event consumer',
        )
        pause = 1_000
      }
      if (running && pause > 0) await bells[index]!.wait(pause)
    }
  })
  const wake = () => bells.forEach((bell) => bell.ring())
  return {
    wake,
    async stop() {
      running = false
      wake()
      await Promise.all(loops)
    },
  }
}

/** Handles the next events of one consumer; answers how many there were. */
async function consume(platform: Platform, subscription: Subscription): Promise<number> {
  const { database } = platform
  const events = await database.platform('read', async (db) => {
    const place = (await db
      .selectFrom('event_consumers')
      .select([sql<string>`xid::text`.as('xid'), sql<string>`position::text`.as('position')])
      .where('name', '=', subscription.name)
      .executeTakeFirstOrThrow()) as LogPlace
    return readLog(db, place, { limit: BATCH, named: subscription.event.name })
  })
  for (const event of events) await handleOnce(platform, subscription, event)
  return events.length
}

async function handleOnce(platform: Platform, { name, handle }: Subscription, event: LoggedEvent): Promise<void> {
  const meta = { request_id: event.request_id ?? '' }
  try {
    await platform.within(systemOf(event.tenant_id), meta, async (context) => {
      if (await advance(context, name, event)) await handle(context, event.payload as never)
    })
  } catch (error) {
    await giveUpOrRetry(platform, name, event, error)
  }
}

/** Moves the consumer's place past the event; false when another process was there first. */
async function advance({ db }: Context, consumer: string, { xid, position }: LogPlace): Promise<boolean> {
  const moved = await db
    .updateTable('event_consumers')
    .set({ xid, position, failures: 0, updated_at: sql`now()` })
    .where('name', '=', consumer)
    .where(sql<boolean>`(xid, position) < (${xid}::xid8, ${position}::bigint)`)
    .executeTakeFirst()
  return moved.numUpdatedRows > 0n
}

/** After some attempts an event is set aside for people, so that one bad event does not stop all that follow. */
async function giveUpOrRetry(platform: Platform, consumer: string, event: LoggedEvent, error: unknown): Promise<void> {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  await platform.within(systemOf(event.tenant_id), {}, async (context) => {
    const { failures } = (await context.db
      .updateTable('event_consumers')
      .set({ failures: sql`failures + 1` })
      .where('name', '=', consumer)
      .returning('failures')
      .executeTakeFirstOrThrow()) as { failures: number }
    if (failures < ATTEMPTS) return
    if (!(await advance(context, consumer, event))) return
    await context.db
      .insertInto('event_failures')
      .values({ consumer, xid: event.xid, position: event.position, error: text.slice(0, 4_000) })
      .execute()
  })
  throw error
}
