// Writing a mail into the outbox, inside the transaction of its cause.
import { type Out, type Parsed } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { sql } from 'kysely'
import { type mail, outboundChanged } from '../../contract.ts'
import { defaultAddress } from '../addresses/routing.ts'
import { mailKeys } from '../keys.ts'
import { json, lineOf, outboundFields, type MailContext, type OutboundRow } from '../tables.ts'

export const deliverJob = jobKind<{ mail: string }>('mail.deliver')

type Asked = Parsed<typeof mail.send>
type Person = { name: string; address: string }

/** How many mails that no person wrote one address gets in an hour and in a day: two machines must not talk for ever. */
const MOST_AUTOMATIC = { hour: 5, day: 20 }
const MOST_REFERENCES = 100

export async function send(context: MailContext, asked: Asked): Promise<Out<typeof mail.send>> {
  const { db, platform, actor, emit, enqueue, call } = context
  const to = asked.to.map(clean)
  // What answers a mail must not run in circles; notices answer nothing, and their recipients choose how many they get.
  if (asked.automatic && !asked.essential && asked.html === null && (await hasEnough(context, to[0]!.address)))
    return null

  const tenant = await call(tenants.current, {})
  const sender = await senderOf(context, asked.thread)
  const { address, sender_name } = sender ?? { address: platform.config.email.from.address, sender_name: null }
  const earlier = asked.thread === null ? null : await lastOfThread(context, asked.thread)
  const id = context.id()
  const kept = platform.config.email.smtp === undefined
  const recipients = [...to.map(recipient(kept, 'to')), ...asked.cc.map(clean).map(recipient(kept, 'cc'))]
  const row = await db
    .insertInto('outbound_mails')
    .values({
      id,
      from_address: address,
      from_name: asked.author ?? '',
      desk: sender_name ?? tenant.name,
      recipient: to[0]!.address,
      recipients: json(recipients),
      subject: asked.subject,
      text: asked.text,
      quoted: asked.quoted,
      html: asked.html,
      unsubscribe: asked.unsubscribe,
      language: asked.language,
      attachments: json(asked.files),
      message_id: mailKeys(platform).ids.make(
        asked.thread ?? id,
        actor.tenant_id,
        address.slice(address.lastIndexOf('@') + 1),
      ),
      in_reply_to: earlier?.message_id ?? null,
      refers_to: json(earlier ? [...earlier.refers_to, earlier.message_id].slice(-MOST_REFERENCES) : []),
      thread: asked.thread,
      reference: asked.reference,
      automatic: asked.automatic,
      confidential: asked.confidential,
      state: kept ? 'kept' : 'queued',
      attempts: 0,
      next_attempt_at: null,
      sent_at: null,
    })
    .returning(outboundFields)
    .executeTakeFirstOrThrow()
  if (!kept) await enqueue(deliverJob, { mail: id })
  emit(outboundChanged, { mail: lineOf(row) })
  return { id }
}

const clean = ({ name, address }: Person): Person => ({ name, address: address.trim() })

const recipient =
  (kept: boolean, role: 'to' | 'cc') =>
  ({ name, address }: Person): OutboundRow['recipients'][number] => ({
    name,
    address,
    role,
    state: kept ? 'kept' : 'pending',
    cause: null,
    code: null,
    status: null,
    message: null,
    at: null,
  })

/** The address that the conversation came in at, while it is ours; else the tenant's first. */
async function senderOf(context: MailContext, thread: string | null) {
  const used =
    thread === null
      ? undefined
      : await context.db
          .selectFrom('inbound_mails as m')
          .innerJoin('mail_addresses as a', 'a.address', 'm.recipient')
          .select(['a.address', 'a.sender_name'])
          .where('m.thread', '=', thread)
          .where('a.is_active', '=', true)
          .where('a.deleted_at', 'is', null)
          .orderBy('m.created_at', 'desc')
          .limit(sql.lit(1))
          .executeTakeFirst()
  return (
    used ??
    (await ofMailbox(context, thread)) ??
    (await context.as(systemOf(context.actor.tenant_id), (system) => defaultAddress(system)))
  )
}

/** The mailbox of another provider that the conversation came in at. */
async function ofMailbox({ db }: MailContext, thread: string | null) {
  if (thread === null) return undefined
  const box = await db
    .selectFrom('inbound_mails as m')
    .innerJoin('mailboxes as b', 'b.address', 'm.recipient')
    .select(['b.address', 'b.display_name as sender_name'])
    .where('m.thread', '=', thread)
    .where('b.is_active', '=', true)
    .where('b.deleted_at', 'is', null)
    .orderBy('m.created_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return box
}

type Earlier = { message_id: string; refers_to: string[]; created_at: string }

/** The newest mail of a conversation, whichever way it went: what an answer refers to. */
async function lastOfThread({ db }: MailContext, thread: string): Promise<Earlier | null> {
  const received = await db
    .selectFrom('inbound_mails as m')
    .innerJoin('inbound_contents as c', 'c.mail', 'm.id')
    .select(['m.message_id', 'm.created_at', sql<string[]>`coalesce(c.parsed -> 'references', '[]')`.as('refers_to')])
    .where('m.thread', '=', thread)
    .where('m.message_id', 'is not', null)
    .where('m.kind', 'in', ['person', 'list'])
    .orderBy('m.created_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  const left = await db
    .selectFrom('outbound_mails')
    .select(['message_id', 'created_at', 'refers_to'])
    .where('thread', '=', thread)
    .orderBy('created_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  const both = [received, left].filter((one) => one !== undefined) as Earlier[]
  return both.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0] ?? null
}

async function hasEnough({ db, now }: MailContext, address: string): Promise<boolean> {
  const since = (hours: number) =>
    sql<number>`count(*) filter (where created_at > ${now}::timestamptz - make_interval(hours => ${sql.lit(hours)}))`
  const { hour, day } = await db
    .selectFrom('outbound_mails')
    .select([since(1).as('hour'), since(24).as('day')])
    .where('recipient', '=', address)
    .where('automatic', '=', true)
    .where('html', 'is', null)
    .where(sql<boolean>`created_at > ${now}::timestamptz - interval '1 day'`)
    .executeTakeFirstOrThrow()
  return hour >= MOST_AUTOMATIC.hour || day >= MOST_AUTOMATIC.day
}

export async function states({ db }: MailContext, { ids }: { ids: string[] }): Promise<Out<typeof mail.states>> {
  if (ids.length === 0) return {}
  const rows = await db.selectFrom('outbound_mails').select(['id', 'state']).where('id', 'in', ids).execute()
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]))
}

export async function fates({ db }: MailContext, { ids }: { ids: string[] }): Promise<Out<typeof mail.fates>> {
  if (ids.length === 0) return {}
  const rows = await db
    .selectFrom('outbound_mails')
    .select(['id', 'state', 'recipients'])
    .where('id', 'in', ids)
    .execute()
  return Object.fromEntries(rows.map(({ id, state, recipients }) => [id, { state, recipients }]))
}
