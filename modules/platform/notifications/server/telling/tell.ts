// Tells people: what is written down in the transaction of the telling, for every channel.
import { users } from '#modules/platform/identity/contract.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { sql } from 'kysely'
import { notificationChanged } from '../../contract.ts'
import { mailJob, pushJob } from '../jobs.ts'
import { notificationFields, type NoticeContext, type NotificationRow } from '../tables.ts'
import { filled, spoken, wordsOf } from '../templates/wording.ts'
import { decide, type Fate, isUnwanted } from './decide.ts'
import { kindNamed, type Ordered } from './order.ts'
import type { Addressee } from './people.ts'
import { wishesFor } from './wishes.ts'

type Told = Fate & { recipient: string; title: string; body: string }

/** Tells some people of one thing, once each whatever is repeated. Answers how many were told now. */
export async function tell(context: NoticeContext, ordered: Ordered, people: readonly Addressee[]): Promise<number> {
  const kind = kindNamed(context.platform, ordered.kind)
  const others = people.filter(({ id }) => id !== ordered.actor)
  if (!kind || others.length === 0) return 0
  const ids = others.map(({ id }) => id)
  const [wishOf, words, filling] = await Promise.all([
    wishesFor(context, kind.name, ordered.record, ids),
    wordsOf(context, [kind]),
    fillingOf(context, ordered),
  ])
  const told = others.flatMap(({ id, language, zone, undisturbed }): Told[] => {
    const wish = wishOf(id)
    // Who chose no zone for notices lives by that of their profile.
    const settings = { ...wish.settings, zone: wish.settings.zone ?? zone }
    const fate = decide({ kind, now: context.now, ...wish, settings, undisturbed })
    if (isUnwanted(fate)) return []
    const { title, body } = filled(
      words(kind.name)('in_app', language),
      spoken(context.platform.texts, filling, language),
    )
    return [{ ...fate, recipient: id, title, body }]
  })
  if (told.length === 0) return 0
  const written = await writeNotices(context, { ...ordered, values: filling }, told)
  const fresh = told.filter(({ recipient }) => written.has(recipient))
  await show(
    context,
    ordered,
    fresh.filter(({ in_app }) => in_app === 'shown'),
  )
  await plan(context, fresh, written)
  return fresh.length
}

/** The plan's values, and what every kind knows. */
async function fillingOf({ call }: NoticeContext, { values, actor }: Ordered): Promise<Ordered['values']> {
  const { name: organisation } = await call(tenants.current, {})
  const card = actor === null ? undefined : (await call(users.cards, { ids: [actor] })).items[0]
  return { ...values, organisation, actor: card?.name ?? organisation }
}

/** Writes a notice for everybody who has none from this cause; answers the new ones by recipient. */
async function writeNotices(
  { db }: NoticeContext,
  ordered: Ordered,
  told: readonly Told[],
): Promise<Map<string, string>> {
  // One text whatever their number, so that the statement is prepared once.
  const { rows } = await sql<{ id: string; recipient: string }>`
    insert into notices (cause, kind, about, record, link, actor, filling, recipient, title, body,
      in_app, in_app_reason, email, email_reason, email_due, push, push_reason)
    select ${ordered.cause}, ${ordered.kind}, ${ordered.about}, ${ordered.record}::uuid, ${ordered.link},
      ${ordered.actor}::uuid, ${JSON.stringify(ordered.values)}::jsonb, recipient, title, body,
      in_app, in_app_reason, email, email_reason, email_due, push, push_reason
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as one (recipient uuid, title text, body text, in_app text,
      in_app_reason text, email text, email_reason text, email_due timestamptz, push text, push_reason text)
    on conflict (tenant_id, cause, recipient) do nothing
    returning id, recipient`.execute(db)
  return new Map(rows.map(({ id, recipient }) => [recipient, id]))
}

/** The line of the record moves to the top and counts one more; one that was read begins anew. */
async function show({ db, now, emit }: NoticeContext, ordered: Ordered, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  const { rows } = await sql<NotificationRow>`
    insert into notifications (kind, about, record, topic, link, actor, recipient, title, body, count, unread, happened_at)
    select ${ordered.kind}, ${ordered.about}, ${ordered.record}::uuid, ${ordered.record ?? ordered.cause}, ${ordered.link},
      ${ordered.actor}::uuid, recipient, title, body, 1, true, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as one (recipient uuid, title text, body text)
    on conflict (tenant_id, recipient, topic) where deleted_at is null do update set
      kind = excluded.kind, link = excluded.link, actor = excluded.actor, title = excluded.title, body = excluded.body,
      count = case when notifications.unread then notifications.count + 1 else 1 end,
      unread = true, read_at = null, happened_at = excluded.happened_at
    returning ${sql.raw(notificationFields.join(', '))}`.execute(db)
  for (const notification of rows) emit(notificationChanged, { notification })
}

/** Asks for the mails and pushes, if and only if the notices are committed. */
async function plan(
  { enqueue, now }: NoticeContext,
  told: readonly Told[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const mailed = Map.groupBy(
    told.filter(({ email }) => email === 'queued'),
    ({ email_due }) => email_due!,
  )
  for (const [due, some] of mailed) {
    const after = Math.max(0, Math.ceil((Date.parse(due) - Date.parse(now)) / 1_000))
    await enqueue(mailJob, { people: some.map(({ recipient }) => recipient) }, { after })
  }
  const pushed = told.filter(({ push }) => push === 'queued').map(({ recipient }) => ids.get(recipient)!)
  for (const notice of pushed) await enqueue(pushJob, { notice })
}
