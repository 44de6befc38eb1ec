// Writing a mail into the outbox, inside the transaction of its cause.
import { conflict, type Out, type Parsed } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { sql } from 'kysely'
import { type mail, outboundChanged } from '../../contract.ts'
import { defaultAddress } from '../addresses/routing.ts'
import { mailKeys } from '../keys.ts'
import { ownMailboxOf } from '../own-mailboxes/record.ts'
import { json, lineOf, outboundFields, type MailContext, type OutboundRow } from '../tables.ts'
import { heldBack, type Held } from './limits.ts'

export const deliverJob = jobKind<{ mail: string }>('mail.deliver')

type Asked = Parsed<typeof mail.send>
type Person = { name: string; address: string }

const MOST_REFERENCES = 100

export async function send(context: MailContext, asked: Asked): Promise<Out<typeof mail.send>> {
  const { db, platform, actor, emit, enqueue, call } = context
  const to = asked.to.map(clean)
  const { thread, html, subject } = asked
  // Side by side: none needs another's answer, and a batch of receipts is soon written.
  const [held, tenant, sender, earlier] = await Promise.all([
    // What answers a mail must not run in circles; whoever sends what is essential bounds it.
    asked.automatic && !asked.essential ? heldBack(context, { address: to[0]!.address, thread, html, subject }) : null,
    call(tenants.current, {}),
    senderOf(context, asked),
    thread === null ? null : lastOfThread(context, thread),
  ])
  const { address, sender_name } = sender ?? { address: platform.config.email.from.address, sender_name: null }
  const isOwn = asked.own_mailbox !== null
  const id = context.id()
  const kept = platform.config.email.smtp === undefined && !isOwn
  const stays = held ?? (kept ? 'kept' : null)
  const recipients = [...to.map(recipient(stays, 'to')), ...asked.cc.map(clean).map(recipient(stays, 'cc'))]
  const row = await db
    .insertInto('outbound_mails')
    .values({
      id,
      from_address: address,
      from_name: (isOwn ? sender_name : null) ?? asked.author ?? '',
      desk: isOwn ? null : (sender_name ?? tenant.name),
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
      in_reply_to: asked.in_reply_to ?? earlier?.message_id ?? null,
      refers_to: json([...new Set(refersTo(earlier, asked.in_reply_to))].slice(-MOST_REFERENCES)),
      thread: asked.thread,
      reference: asked.reference,
      own_mailbox: asked.own_mailbox,
      automatic: asked.automatic,
      confidential: asked.confidential,
      state: held ? 'failed' : kept ? 'kept' : 'queued',
      attempts: 0,
      next_attempt_at: null,
      sent_at: null,
    })
    .returning(outboundFields)
    .executeTakeFirstOrThrow()
  if (!kept && !held) await enqueue(deliverJob, { mail: id })
  emit(outboundChanged, { mail: lineOf(row) })
  // A notice stands in its outbox with the reason; an answer that nobody gets is none.
  return held && html === null ? null : { id }
}

const clean = ({ name, address }: Person): Person => ({ name, address: address.trim() })

const recipient =
  (stays: Held | 'kept' | null, role: 'to' | 'cc') =>
  ({ name, address }: Person): OutboundRow['recipients'][number] => ({
    name,
    address,
    role,
    state: stays === null ? 'pending' : stays === 'kept' ? 'kept' : 'failed',
    cause: stays === 'kept' ? null : stays,
    code: null,
    status: null,
    message: null,
    at: null,
  })

/** Oldest first, with what is answered last. */
const refersTo = (earlier: Earlier | null, answered: string | null): string[] => [
  ...(earlier ? [...earlier.refers_to, earlier.message_id] : []).filter((one) => one !== answered),
  ...(answered === null ? [] : [answered]),
]

/** The mailbox that was named, the address that the conversation came in at, while it is ours; else the tenant's first for its purpose. */
export async function senderOf(
  context: MailContext,
  { own_mailbox, thread, purpose }: Pick<Asked, 'own_mailbox' | 'thread' | 'purpose'>,
) {
  if (own_mailbox !== null) {
    const found = await ownMailboxOf(context, { id: own_mailbox })
    if (!found) throw conflict('own_mailbox.gone')
    return { address: found.box.address, sender_name: found.box.display_name }
  }
  const used =
    thread === null
      ? undefined
      : await context.db
          .selectFrom('inbound_mails as m')
          .innerJoin('mail_addresses as a', 'a.address', 'm.recipient')
          .select(['a.address', 'a.sender_name'])
          .where('m.thread', '=', thread)
          .where('m.deleted_at', 'is', null)
          .where('a.is_active', '=', true)
          .where('a.deleted_at', 'is', null)
          .orderBy('m.created_at', 'desc')
          .limit(sql.lit(1))
          .executeTakeFirst()
  return (
    used ??
    (await ofMailbox(context, thread)) ??
    (await context.as(systemOf(context.actor.tenant_id), (system) => defaultAddress(system, purpose)))
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
    .where('m.deleted_at', 'is', null)
    .where('b.is_active', '=', true)
    .where('b.deleted_at', 'is', null)
    .orderBy('m.created_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return box
}

type Earlier = { message_id: string; refers_to: string[]; created_at: string }

/** The newest mail of a conversation, whichever way it went: what an answer refers to. */
export async function lastOfThread({ db }: MailContext, thread: string): Promise<Earlier | null> {
  const received = db
    .selectFrom('inbound_mails as m')
    .innerJoin('inbound_contents as c', 'c.mail', 'm.id')
    .select(['m.message_id', 'm.created_at', sql<string[]>`coalesce(c.parsed -> 'references', '[]')`.as('refers_to')])
    .where('m.thread', '=', thread)
    .where('m.deleted_at', 'is', null)
    .where('m.message_id', 'is not', null)
    .where('m.kind', 'in', ['person', 'list'])
    .orderBy('m.created_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  const left = db
    .selectFrom('outbound_mails')
    .select(['message_id', 'created_at', 'refers_to'])
    .where('thread', '=', thread)
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  const both = (await Promise.all([received, left])).filter((one) => one !== undefined) as Earlier[]
  return both.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0] ?? null
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
    .select(['id', 'state', 'recipients', 'from_address', 'message_id'])
    .where('id', 'in', ids)
    .execute()
  return Object.fromEntries(rows.map(({ id, ...fate }) => [id, fate]))
}
