// The mails that are due: everything that waits for one person goes in one mail, in the transaction that marks it as sent.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { NoticeKind } from '#kernel/contract/index.ts'
import type { Platform } from '#kernel/server/context.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { mail } from '#modules/platform/mail/contract.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { sql } from 'kysely'
import { noticeFields, type NoticeContext, type NoticeRow } from '../tables.ts'
import { filled, spoken, wordsOf } from '../templates/wording.ts'
import { kindNamed } from '../telling/order.ts'
import type { Addressee } from '../telling/people.ts'
import { noticeLetter } from './letter.ts'
import { unsubscribeUrl } from './unsubscribe.ts'

/** What is due within this time comes along. */
const TOGETHER = '60 seconds'
const MOST = 100
export const STANDARD_COLOUR = '#4f46e5'

/** Works off the mails of some people, each in a transaction of their own. */
export async function sendDue(platform: Platform, tenantId: string, { people }: { people: string[] }): Promise<void> {
  for (const person of people)
    await platform.within(systemOf(tenantId), {}, (context) => sendDueTo(context as NoticeContext, person))
}

/** Sends what is due to one person; answers the mails. */
export async function sendDueTo(context: NoticeContext, person: string): Promise<string[]> {
  const { db, now, call, platform } = context
  const waiting = (await db
    .selectFrom('notices')
    .select(noticeFields)
    .where('recipient', '=', person)
    .where(sql<boolean>`email = 'queued'`)
    .where('deleted_at', 'is', null)
    .where(sql<boolean>`email_due <= ${now}::timestamptz + ${sql.lit(TOGETHER)}::interval`)
    .orderBy('created_at')
    .orderBy('id')
    .limit(sql.lit(MOST))
    .forUpdate()
    .skipLocked()
    .execute()) as NoticeRow[]
  if (!waiting.some(({ email_due }) => Date.parse(email_due!) <= Date.parse(now) + 1_000)) return []
  const [addressee] = (await call(users.addressees, { ids: [person] })).items
  if (!addressee) {
    await settle(context, waiting, { email: 'skipped', email_reason: 'inactive' })
    return []
  }
  const seen = await seenOf(context, person, waiting)
  const isSeen = ({ id, kind }: NoticeRow) => seen.has(id) && !kindNamed(platform, kind)?.mandatory
  await settle(context, waiting.filter(isSeen), { email: 'skipped', email_reason: 'seen' })
  const left = waiting.filter((one) => !isSeen(one))
  // What is mandatory stands alone, so that nothing hides it.
  const [alone, together] = [left.filter(isMandatory(platform)), left.filter((one) => !isMandatory(platform)(one))]
  const mails: string[] = []
  for (const some of [...alone.map((one) => [one]), ...(together.length > 0 ? [together] : [])])
    mails.push(await sendTogether(context, addressee, some))
  if (together.length > 0)
    await db
      .insertInto('notification_settings')
      .values({ user_id: person, last_mail_at: now })
      .onConflict((met) => met.columns(['tenant_id', 'user_id']).doUpdateSet({ last_mail_at: now }))
      .execute()
  return mails
}

const isMandatory =
  (platform: Platform) =>
  ({ kind }: NoticeRow) =>
    kindNamed(platform, kind)?.mandatory === true

/** The notices that their recipient has read on the screen, or put away, since they were told. */
async function seenOf({ db }: NoticeContext, person: string, waiting: readonly NoticeRow[]): Promise<Set<string>> {
  const topicOf = ({ record, cause }: NoticeRow) => record ?? cause
  const lines = await db
    .selectFrom('notifications')
    .select(['topic', 'happened_at'])
    .where('recipient', '=', person)
    .where('topic', 'in', [...new Set(waiting.map(topicOf))])
    .where('deleted_at', 'is', null)
    .where('unread', '=', true)
    .execute()
  const unread = new Set(lines.map(({ topic }) => topic))
  return new Set(waiting.filter((one) => one.in_app === 'shown' && !unread.has(topicOf(one))).map(({ id }) => id))
}

async function sendTogether(
  context: NoticeContext,
  { id: person, name, email, language }: Addressee,
  notices: readonly NoticeRow[],
): Promise<string> {
  const { call, platform, actor } = context
  const { t } = platform.texts
  const kinds = [...new Set(notices.map(({ kind }) => kind))].flatMap((one): NoticeKind[] => {
    const kind = kindNamed(platform, one)
    return kind ? [kind] : []
  })
  const words = await wordsOf(context, kinds)
  const tenant = await call(tenants.current, {})
  const told = notices.map((one) => {
    const known = kinds.some(({ name: kind }) => kind === one.kind)
    const own = known
      ? filled(words(one.kind)('email', language), spoken(platform.texts, one.filling, language))
      : { subject: one.title, title: one.title, body: one.body }
    return { ...own, url: `${platform.config.publicUrl}${one.link}` }
  })
  const mandatory = notices.every(isMandatory(platform))
  const letter = noticeLetter(platform.texts, {
    language,
    organisation: tenant.name,
    colour: tenant.config.theme.primary_color ?? STANDARD_COLOUR,
    items: told,
    reasons: mandatory ? null : kinds.map((kind) => t(language, `notify.${kind.name}.name`)),
    preferencesUrl: `${platform.config.publicUrl}/notifications/preferences`,
  })
  const sent = await call(mail.send, {
    to: [{ name, address: email }],
    subject:
      told.length === 1
        ? told[0]!.subject || told[0]!.title
        : t(language, 'notify_mail.several', { count: told.length, organisation: tenant.name }),
    text: letter.text,
    html: letter.html,
    language,
    automatic: true,
    confidential: true,
    unsubscribe: mandatory
      ? null
      : unsubscribeUrl(platform, { tenant: actor.tenant_id, user: person, kinds: kinds.map((kind) => kind.name) }),
  })
  await settle(context, notices, { email: 'sent', email_reason: null, mail: sent!.id })
  return sent!.id
}

async function settle(
  { db }: NoticeContext,
  notices: readonly NoticeRow[],
  fate: Pick<NoticeRow, 'email' | 'email_reason'> & Partial<Pick<NoticeRow, 'mail'>>,
): Promise<void> {
  if (notices.length === 0) return
  const ids = notices.map(({ id }) => id)
  await db
    .updateTable('notices')
    .set({ ...fate, email_due: null })
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
}
