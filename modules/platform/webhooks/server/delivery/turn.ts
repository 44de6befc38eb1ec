// One turn of one webhook: a lease on its place in the queue, some of its due deliveries, and the lease given back.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import { note, pause } from '../hooks/state.ts'
import { secretsOf } from '../secrets.ts'
import { type DeliveryRow, type HookContext, json, webhookFields, type WebhookRow } from '../tables.ts'
import { attempt, type Outcome } from './attempt.ts'
import { isDead, pauseAfter, restAfter, takenAtOnce } from './schedule.ts'

/** A lease is renewed while its turn lasts; one that ran out was lost with its process. */
const LEASE_SECONDS = 12
const RENEWED_MS = 4_000
/** After so long, or after a failure, nothing more is begun in a turn. */
const TURN_MS = 20_000
/** Deliveries on their way to one receiver at a time. */
const LANES = 2
const MOST_TRIES_KEPT = 20
const LEASE_END = sql`now() + make_interval(secs => ${sql.lit(LEASE_SECONDS)})`

export type Place = { tenant_id: string; webhook: string }
type Due = Pick<DeliveryRow, 'id' | 'message' | 'payload' | 'attempts'>
type Claim = { hook: WebhookRow; secrets: string[]; due: Due[]; failures: number; lease: string }

/** Delivers what is due of one webhook, unless another process does; a refusal of the receiver is no error. */
export async function turn(platform: Platform, { tenant_id, webhook }: Place): Promise<void> {
  const within = <T>(work: (context: HookContext) => Promise<T>) =>
    platform.within(systemOf(tenant_id), { cause: 'webhooks.send' }, work)
  const claimed = await within((context) => claim(context, webhook))
  if (!claimed) return
  const { hook, secrets, due } = claimed
  const begun = Date.now()
  const outcomes: Outcome[] = []
  let failed = false
  const lane = async () => {
    while (!failed && Date.now() - begun < TURN_MS) {
      const delivery = due.shift()
      if (!delivery) return
      const outcome = await attempt(platform, { url: hook.url, secrets, ...delivery })
      await within((context) => keep(context, delivery, outcome))
      outcomes.push(outcome)
      failed ||= !outcome.delivered
    }
  }
  const renewing = setInterval(
    () => void within((context) => renew(context, claimed.lease)).catch(() => undefined),
    RENEWED_MS,
  )
  try {
    await Promise.all(Array.from({ length: LANES }, lane))
  } finally {
    clearInterval(renewing)
  }
  await within((context) => giveBack(context, claimed, outcomes))
}

/** Takes the lease; null when nothing is due or somebody else has it. */
async function claim(context: HookContext, webhook: string): Promise<Claim | null> {
  const { db } = context
  const lease = context.id()
  const leased = (await db
    .updateTable('webhook_queue')
    .set({ leased_until: LEASE_END, holder: lease })
    .where('webhook', '=', webhook)
    .where(sql<boolean>`due_at <= now() and not_before <= now() and leased_until <= now()`)
    .returning('failures')
    .executeTakeFirst()) as { failures: number } | undefined
  if (!leased) return null
  const hook = (await db
    .selectFrom('webhooks')
    .select(webhookFields)
    .where('id', '=', webhook)
    .where('deleted_at', 'is', null)
    .where('is_active', '=', true)
    .executeTakeFirst()) as WebhookRow | undefined
  if (!hook) {
    await db
      .updateTable('webhook_queue')
      .set({ due_at: null, leased_until: sql`'-infinity'` })
      .where('webhook', '=', webhook)
      .execute()
    return null
  }
  const due = (await db
    .selectFrom('webhook_deliveries')
    .select(['id', 'message', 'payload', 'attempts'])
    .where('webhook', '=', webhook)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`next_attempt_at <= now()`)
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(sql.lit(takenAtOnce(leased.failures)))
    .execute()) as Due[]
  return {
    hook,
    secrets: await secretsOf(context, webhook),
    due,
    failures: leased.failures,
    lease,
  }
}

async function renew({ db }: HookContext, lease: string): Promise<void> {
  await db.updateTable('webhook_queue').set({ leased_until: LEASE_END }).where('holder', '=', lease).execute()
}

/** Writes down what came of an attempt, and plans the next one. */
export async function keep(
  { db }: HookContext,
  { id, attempts }: Pick<Due, 'id' | 'attempts'>,
  outcome: Outcome,
): Promise<void> {
  const { attempt: made, delivered, retryAfter } = outcome
  const rest = delivered ? null : pauseAfter(attempts + 1, Math.random(), retryAfter)
  await db
    .updateTable('webhook_deliveries')
    .set({
      state: delivered ? 'sent' : rest === null ? 'failed' : 'waiting',
      attempts: attempts + 1,
      next_attempt_at: rest === null ? null : sql`now() + make_interval(secs => ${rest})`,
      ...(delivered ? { sent_at: made.at } : {}),
      last_status: made.status,
      last_refusal: made.refusal,
      last_ms: made.ms,
      tries: sql`(case when jsonb_array_length(tries) >= ${sql.lit(MOST_TRIES_KEPT)} then tries - 0 else tries end) || ${json([made])}::jsonb`,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

/** Gives the lease back, says when there is more to do, and how the webhook fares. */
async function giveBack(
  context: HookContext,
  { hook, failures: before, lease }: Claim,
  outcomes: Outcome[],
): Promise<void> {
  const { db, now } = context
  const last = outcomes.at(-1)
  const failures = outcomes.reduce((count, { delivered }) => (delivered ? 0 : count + 1), before)
  const wished = Math.max(0, ...outcomes.map(({ retryAfter }) => Math.min(retryAfter ?? 0, 3_600)))
  const rest = Math.max(restAfter(failures), wished)
  // Always the webhook before its place in the queue, or two would wait for each other.
  await db.selectFrom('webhooks').select('id').where('id', '=', hook.id).forNoKeyUpdate().execute()
  // The place is locked before the look: whoever adds a delivery after the look below waits here and then says that it is due.
  const held = await db
    .updateTable('webhook_queue')
    .set({
      failures,
      ...(last
        ? {
            last_attempt_at: last.attempt.at,
            last_status: last.attempt.status,
            last_refusal: last.attempt.refusal,
            last_params: json(last.attempt.params),
          }
        : {}),
      leased_until: sql`'-infinity'`,
      holder: null,
      not_before: rest > 0 ? sql`now() + make_interval(secs => ${rest})` : sql`'-infinity'`,
    })
    .where('webhook', '=', hook.id)
    .where('holder', '=', lease)
    .executeTakeFirst()
  if (held.numUpdatedRows === 0n) return
  await db
    .updateTable('webhook_queue')
    .set((eb) => ({
      due_at: eb
        .selectFrom('webhook_deliveries')
        .select((inner) => inner.fn.min('next_attempt_at').as('due'))
        .where('webhook', '=', hook.id)
        .where('state', '=', 'waiting'),
    }))
    .where('webhook', '=', hook.id)
    .execute()
  if (!last) return
  const { delivered } = last
  const state = delivered ? 'healthy' : 'failing'
  const since = hook.failing_since ?? now
  if (state !== hook.state) await note(context, hook.id, { state, failing_since: delivered ? null : since })
  if (delivered) return
  if (outcomes.some(({ gone }) => gone)) await pause(context, hook, 'gone')
  else if (isDead(failures, (Date.parse(now) - Date.parse(since)) / 1_000) || (await gaveUp(context, hook)))
    await pause(context, hook, 'failing')
}

/** Whether a delivery failed for good while nothing else was taken: three days of refusals. */
async function gaveUp({ db }: HookContext, { id, failing_since }: WebhookRow): Promise<boolean> {
  if (!failing_since) return false
  const lost = await db
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('webhook', '=', id)
    .where('state', '=', 'failed')
    .where('is_test', '=', false)
    .where('updated_at', '>', failing_since)
    .executeTakeFirst()
  return lost !== undefined
}
