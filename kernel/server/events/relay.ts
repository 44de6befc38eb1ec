// Feeds the log to the subscriptions of modules: each with a place of its own, moved in the same transaction as its effects.
import { sql } from 'kysely'
import type { Context, Platform } from '../context.ts'
import { systemOf } from '../access/actor.ts'
import type { Subscription } from '../module.ts'
import { holdEvents } from '../components/held.ts'
import { inHalves } from '../batches/in-halves.ts'
import { type LoggedEvent, readLog } from './log-reader.ts'
import { pulse } from './pulse.ts'

const BATCH = 200
// Handled in one transaction; an open one holds back the log.
const TOGETHER = 50
// The log's follower rings for every event that a subscription hears; this is for a ring that was lost.
const IDLE_MS = 10_000
const RETRY_MS = 1_000
// A place so far behind is moved past what others heard: each look would read all that lies between.
const FAR_BEHIND = 1_000
// Who does not lead is woken by a new claim; this is for nothing else.
const FOLLOW_MS = 5_000
const ATTEMPTS = 5

const LAST_DRAWN = sql<number>`(select case when is_called then last_value else 0 end from event_positions)`

/** `wake` without a number only says: look again. `named` are the names of all that was settled since the last call; absent = any. */
export type Relay = { wake(settled?: number, named?: ReadonlySet<string>): void; stop(): Promise<void> }

/** Which of several processes feeds a subscription: the one that holds its name. */
export type Leading = { claim(name: string): void; holds(name: string): boolean }
export const alone: Leading = { claim: () => {}, holds: () => true }

/** The name under which a process claims a subscription. */
const claimOf = ({ name }: Subscription) => `relay ${name}`

/**
 * Starts one loop per subscription; `wake` tells how far the log is settled. Of several processes one leads a subscription,
 * which spares work and keeps the count of attempts; should two believe to lead, a place still moves once, whoever moves it.
 */
export async function startRelay(
  platform: Platform,
  subscriptions: readonly Subscription[],
  leading: Leading = alone,
): Promise<Relay> {
  const { log } = platform
  let running = true
  let settled = 0
  const bells = subscriptions.map(() => pulse())
  await enrol(platform, subscriptions)
  for (const subscription of subscriptions) leading.claim(claimOf(subscription))
  const loops = subscriptions.map(async (subscription, index) => {
    while (running) {
      let pause = IDLE_MS
      if (!leading.holds(claimOf(subscription))) {
        await bells[index]!.wait(FOLLOW_MS)
        continue
      }
      try {
        if ((await consume(platform, subscription, settled)) === BATCH) continue
      } catch (error) {
        const said = error instanceof Error ? (error.stack ?? error.message) : String(error)
        log.error({ error: said, consumer: subscription.name }, 'event consumer')
        pause = RETRY_MS
      }
      if (running) await bells[index]!.wait(pause)
    }
  })
  const heard = subscriptions.map(heardBy)
  return {
    wake(upTo = settled, named) {
      settled = upTo
      for (const [index, bell] of bells.entries())
        if (!named || heard[index]!.some((name) => named.has(name))) bell.ring()
    },
    async stop() {
      running = false
      for (const bell of bells) bell.ring()
      await Promise.all(loops)
    },
  }
}

/**
 * Gives each subscription its place: one that is new hears what happens from now on, not what happened before it was written.
 * Every process does it, so that nothing is missed while no relay runs.
 */
export async function enrol({ database }: Platform, subscriptions: readonly Subscription[]): Promise<void> {
  if (subscriptions.length === 0) return
  await database.platform('write', (db) =>
    db
      .insertInto('event_consumers')
      .values(subscriptions.map(({ name }) => ({ name, position: LAST_DRAWN })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}

/** Handles the next events of one consumer, up to a settled place; answers how many there were. */
async function consume(platform: Platform, subscription: Subscription, upTo: number): Promise<number> {
  const { name } = subscription
  const { place, events } = await platform.database.platform('read', async (db) => {
    const { position } = await db
      .selectFrom('event_consumers')
      .select('position')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    const after = position as number
    return { place: after, events: await readLog(db, { after, upTo, limit: BATCH, named: heardBy(subscription) }) }
  })
  if (events.length === 0 && upTo - place > FAR_BEHIND) await catchUp(platform, name, place, upTo)
  for (const run of runsOf(events, subscription))
    await inHalves(
      run,
      (some) => handleTogether(platform, subscription, some),
      (one, error) => giveUpOrRetry(platform, name, one, error),
    )
  return events.length
}

/** Moves a place to the last event of a settled range that holds nothing for its consumer: a committed one, no crash takes it back. */
async function catchUp({ database }: Platform, consumer: string, place: number, upTo: number): Promise<void> {
  await database.platform('write', (db) =>
    sql`update event_consumers set position = last.position
      from (select position from event_log where position <= ${upTo} order by position desc limit 1) last
      where name = ${consumer} and event_consumers.position = ${place} and last.position > ${place}`.execute(db),
  )
}

/** The names of the events that a subscription handles. */
export const heardBy = ({ event, also = [] }: Subscription): string[] => [event, ...also].map(({ name }) => name)

/** Neighbours that one transaction may handle: of one tenant and one request, so that effects keep telling of their cause. */
function runsOf(events: readonly LoggedEvent[], { apart }: Subscription): LoggedEvent[][] {
  const runs: LoggedEvent[][] = []
  for (const event of events) {
    const run = runs.at(-1)
    const first = run?.[0]
    const belongs = first?.tenant_id === event.tenant_id && first.request_id === event.request_id
    if (run && belongs && run.length < TOGETHER && !apart?.(event.tenant_id)) run.push(event)
    else runs.push([event])
  }
  return runs
}

async function handleTogether(
  platform: Platform,
  subscription: Subscription,
  events: readonly LoggedEvent[],
): Promise<void> {
  const { name, handle, handleMany } = subscription
  const { tenant_id, request_id } = events[0]!
  const waits = platform.components.waitsFor(tenant_id, subscription)
  await platform.within(systemOf(tenant_id), { request_id: request_id ?? '', cause: name }, async (context) => {
    if (!(await advance(context, name, events[0]!.position, events.at(-1)!.position))) {
      if (events.length === 1) return
      throw new Error(`another process was there first: ${name}`)
    }
    if (waits !== null) {
      const places = events.map(({ position }) => position)
      return holdEvents(context.db, waits, name, places)
    }
    if (handleMany) return handleMany(context, events as never)
    for (const event of events) await handle(context, event.payload as never, event)
  })
}

/** Moves the consumer's place past some events, `from` being the first; false when another process was there first. */
async function advance({ db }: Context, consumer: string, from: number, to = from): Promise<boolean> {
  const moved = await db
    .updateTable('event_consumers')
    .set({ position: to, failures: 0, updated_at: sql`now()` })
    .where('name', '=', consumer)
    .where('position', '<', from)
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
    if (!(await advance(context, consumer, event.position))) return
    await context.db
      .insertInto('event_failures')
      .values({ consumer, position: event.position, error: text.slice(0, 4_000) })
      .execute()
  })
  throw error
}
