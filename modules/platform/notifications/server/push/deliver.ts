// Hands a notice to the push services of its recipient's browsers. At least once: topic and tag make a repetition replace itself.
import { createHash } from 'node:crypto'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { OutgoingRefusal } from '#kernel/server/outgoing/refusal.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { sql } from 'kysely'
import webpush from 'web-push'
import { pushJob } from '../jobs.ts'
import { noticeFields, type NoticeContext, type NoticeRow } from '../tables.ts'
import { filled, spoken, wordsOf } from '../templates/wording.ts'
import { cut } from '../telling/fill.ts'
import { kindNamed } from '../telling/order.ts'
import { vapidOf } from './vapid.ts'

type Job = { notice: string; attempt?: number; devices?: string[] }
type Device = { id: string; endpoint: string; p256dh: string; auth: string }
type Prepared = { notice: NoticeRow; devices: Device[]; payload: string; isUrgent: boolean }
type Outcome =
  | { device: Device; kind: 'taken' | 'gone' }
  | { device: Device; kind: 'again'; after: number; reason: string }
  | { device: Device; kind: 'refused'; reason: string }

/** A browser that was away for longer finds it in the list. */
const TTL_S = 24 * 3_600
const ATTEMPTS = 6
const LONGEST_PAUSE_S = 3_600

/** Seconds before the next attempt after the first, second … one. */
export const pauseAfter = (attempt: number): number => Math.min(LONGEST_PAUSE_S, 5 * 4 ** (attempt - 1))

export async function deliverPush(platform: Platform, tenantId: string, job: Job): Promise<void> {
  const within = <T>(work: (context: NoticeContext) => Promise<T>) => platform.within(systemOf(tenantId), {}, work)
  const prepared = await within((context) => prepare(context, job))
  if (!prepared) return
  const outcomes: Outcome[] = []
  for (const device of prepared.devices) outcomes.push(await push(platform, device, prepared))
  await within((context) => note(context, prepared.notice, outcomes, job.attempt ?? 1))
}

async function prepare(context: NoticeContext, { notice: id, devices: only }: Job): Promise<Prepared | null> {
  const { db, call, platform } = context
  const notice = (await db
    .selectFrom('notices')
    .select(noticeFields)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()) as NoticeRow | undefined
  // Once a browser has it, only those that asked for patience are tried again.
  if (!notice || (notice.push !== 'queued' && !only)) return null
  const [person] = (await call(users.addressees, { ids: [notice.recipient] })).items
  const devices = await db
    .selectFrom('push_subscriptions')
    .select(['id', 'endpoint', 'p256dh', 'auth'])
    .where('user_id', '=', notice.recipient)
    .execute()
  const meant = person ? devices.filter((one) => !only || only.includes(one.id)) : []
  if (meant.length === 0) {
    if (notice.push === 'queued') await settle(context, id, 'skipped', person ? 'no_device' : 'inactive')
    return null
  }
  const kind = kindNamed(platform, notice.kind)
  const words = kind
    ? filled(
        (await wordsOf(context, [kind]))(kind.name)('push', person!.language),
        spoken(platform.texts, notice.filling, person!.language),
      )
    : notice
  return {
    notice,
    devices: meant,
    payload: payloadOf(notice, words, person!.language),
    isUrgent: kind?.mandatory ?? false,
  }
}

/** What the service worker shows; well below the 4,096 bytes that every push service takes. */
export const payloadOf = (
  { record, cause, link }: Pick<NoticeRow, 'record' | 'cause' | 'link'>,
  { title, body }: { title: string; body: string },
  language: string,
): string =>
  JSON.stringify({
    title: cut(title, 120),
    body: cut(body, 240),
    url: link,
    tag: record ?? cause,
    language,
  })

async function push({ config, outgoing }: Platform, device: Device, prepared: Prepared): Promise<Outcome> {
  const { notice, payload, isUrgent } = prepared
  try {
    const { headers, body } = webpush.generateRequestDetails(
      { endpoint: device.endpoint, keys: { p256dh: device.p256dh, auth: device.auth } },
      payload,
      {
        vapidDetails: vapidOf(config),
        TTL: TTL_S,
        urgency: isUrgent ? 'high' : 'normal',
        topic: topicOf(notice),
        contentEncoding: 'aes128gcm',
      },
    )
    const answer = await outgoing.call({
      method: 'POST',
      url: device.endpoint,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body,
    })
    return outcomeOf(device, answer.status, answer.headers['retry-after'])
  } catch (error) {
    if (!(error instanceof OutgoingRefusal)) return { device, kind: 'refused', reason: 'keys' }
    const forGood = ['outgoing.url_refused', 'outgoing.address_refused', 'outgoing.port_refused'].includes(error.code)
    return forGood
      ? { device, kind: 'refused', reason: error.code }
      : { device, kind: 'again', after: 0, reason: error.code }
  }
}

/** At most 32 characters of the URL alphabet (RFC 8030, 5.4). */
export const topicOf = ({ record, cause }: Pick<NoticeRow, 'record' | 'cause'>): string =>
  createHash('sha256')
    .update(record ?? cause)
    .digest('base64url')
    .slice(0, 32)

function outcomeOf(device: Device, status: number, retryAfter: string | undefined): Outcome {
  if (status >= 200 && status < 300) return { device, kind: 'taken' }
  if (status === 404 || status === 410) return { device, kind: 'gone' }
  if (status === 429 || status >= 500)
    return { device, kind: 'again', after: Number(retryAfter) || 0, reason: `status_${status}` }
  return { device, kind: 'refused', reason: `status_${status}` }
}

async function note(
  context: NoticeContext,
  { id, push: before }: NoticeRow,
  outcomes: readonly Outcome[],
  attempt: number,
) {
  const { db, enqueue, now } = context
  const of = (kind: Outcome['kind']) => outcomes.filter((one) => one.kind === kind).map(({ device }) => device.id)
  const [taken, gone] = [of('taken'), of('gone')]
  if (gone.length > 0) await db.deleteFrom('push_subscriptions').where('id', 'in', gone).execute()
  if (taken.length > 0)
    await db.updateTable('push_subscriptions').set({ used_at: now }).where('id', 'in', taken).execute()
  const waiting = outcomes.filter((one) => one.kind === 'again')
  const again = attempt < ATTEMPTS && waiting.length > 0
  if (again) {
    const after = Math.max(pauseAfter(attempt), ...waiting.map((one) => Math.min(one.after, LONGEST_PAUSE_S)))
    const devices = waiting.map(({ device }) => device.id)
    await enqueue(pushJob, { notice: id, attempt: attempt + 1, devices }, { after })
  }
  if (before !== 'queued') return
  if (taken.length > 0) return settle(context, id, 'sent', null)
  if (again) return
  const failed = outcomes.find((one) => 'reason' in one)
  if (failed && 'reason' in failed) return settle(context, id, 'failed', failed.reason)
  return settle(context, id, 'skipped', 'no_device')
}

async function settle(
  { db }: NoticeContext,
  id: string,
  push: NoticeRow['push'],
  reason: string | null,
): Promise<void> {
  await db
    .updateTable('notices')
    .set({ push, push_reason: reason })
    .where('id', '=', id)
    .where(sql<boolean>`push = 'queued'`)
    .execute()
}
