// From the event log to deliveries: one row for every event and webhook, in the transaction that moves the reader's place.
import { type Event } from '#kernel/contract/index.ts'
import { type Actor, personOf } from '#kernel/server/access/actor.ts'
import { runShape, slot } from '#kernel/server/database/statement/shape.ts'
import { onMany, type ServerModule, type Subscription, type Told } from '#kernel/server/module.ts'
import { mayHear } from '#kernel/server/access/hearing.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { sql } from 'kysely'
import { pause } from '../hooks/state.ts'
import { type HookContext, webhookFields, type WebhookRow } from '../tables.ts'

/** A subscription for every event that modules declare public. */
export const subscriptions = (modules: readonly ServerModule[]): Subscription[] =>
  modules
    .flatMap(({ events = [] }) => events)
    .filter((event) => event.public)
    .map((event) => onMany(event, `webhooks.${event.name}`, (context, told) => record(context, event, told)))

async function record(context: HookContext, event: Event, told: readonly Told[]): Promise<void> {
  const hooks = await runShape<WebhookRow>(context.db, 'webhooks of event', [event.name], () =>
    context.db
      .selectFrom('webhooks')
      .select(webhookFields)
      .where(sql<boolean>`events ? ${slot(0)}`)
      .where('deleted_at', 'is', null),
  )
  for (const hook of hooks) {
    const reader = await readerOf(context, hook)
    if (!reader) {
      if (hook.is_active) await pause(context, hook, 'owner')
      continue
    }
    for (const { payload, at, position } of told)
      if (mayRead(reader, hook, event, payload))
        await deliver(context, hook, { event: event.name, at, data: payload, position })
  }
}

/** The owner with the rights they have now; null when they are gone. */
async function readerOf({ call, actor, platform }: HookContext, { owner }: WebhookRow): Promise<Actor | null> {
  const user = await call(users.get, { id: owner }).catch((error: { status?: number }) => {
    if (error.status === 404) return null
    throw error
  })
  return user?.is_active ? personOf(platform.access.roles, actor.tenant_id, user) : null
}

/** Nobody else's eyes than the owner's, and of internal matters only what was asked for. */
function mayRead(reader: Actor, hook: WebhookRow, event: Event, payload: unknown): boolean {
  if (event.needs(payload) !== null && !hook.include_internal) return false
  return mayHear(reader, event, event.record(payload), payload)
}

type Message = { event: string; at: string; data: unknown; position: number }

async function deliver({ db, id, now }: HookContext, hook: WebhookRow, { event, at, data, position }: Message) {
  const delivery = id()
  await db
    .insertInto('webhook_deliveries')
    .values({
      id: delivery,
      webhook: hook.id,
      position,
      event,
      message: messageOf(delivery),
      state: 'waiting',
      next_attempt_at: now,
      payload: bodyOf(event, at, data),
    })
    .onConflict((met) => met.doNothing())
    .execute()
  if (hook.is_active) await wake(db, hook.id)
}

export const messageOf = (delivery: string) => `msg_${delivery.replaceAll('-', '')}`

/** The body of a message, after Standard Webhooks. */
export const bodyOf = (type: string, timestamp: string, data: unknown) => JSON.stringify({ type, timestamp, data })

/** Puts a webhook into the queue: it has something to send now. */
export async function wake(db: HookContext['db'], webhook: string, atOnce = false): Promise<void> {
  await db
    .insertInto('webhook_queue')
    .values({ webhook, due_at: sql`now()` })
    .onConflict((met) =>
      met.columns(['tenant_id', 'webhook']).doUpdateSet({
        due_at: sql`least(webhook_queue.due_at, now())`,
        ...(atOnce ? { not_before: sql`'-infinity'`, failures: 0 } : {}),
      }),
    )
    .execute()
}
