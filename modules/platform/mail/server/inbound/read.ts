// The job that reads a kept mail, in a worker thread within limits, and decides what concerns mail alone.
import { createHash } from 'node:crypto'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { inboundChanged, mailReceived } from '../../contract.ts'
import { ownAddresses, purposeOf } from '../addresses/routing.ts'
import { mailKeys } from '../keys.ts'
import { mailParser } from '../reading/parse.ts'
import type { ParseResult } from '../reading/parse.ts'
import type { ParsedMail } from '../reading/parsed-mail.ts'
import { mailHygiene, type Hygiene } from '../routing/hygiene.ts'
import { inboundFields, json, type InboundRow, type MailContext, type StoredMail } from '../tables.ts'
import { isThereAgain } from '../outbound/gone.ts'
import { noteBounce } from './bounce.ts'

// One pool of threads for the process: they are made when the first mail comes, and end with it.
const parser = mailParser()

/** Reads one mail. Does nothing when it was read before: a job may come twice. */
export async function readKeptMail(platform: Platform, tenantId: string, { mail: id }: { mail: string }) {
  const system = systemOf(tenantId)
  const raw = await platform.within(system, {}, ({ db }: MailContext) =>
    db
      .selectFrom('inbound_mails as m')
      .innerJoin('inbound_contents as c', 'c.mail', 'm.id')
      .select('c.raw')
      .where('m.id', '=', id)
      .where('m.state', '=', 'received')
      .executeTakeFirst(),
  )
  if (!raw) return
  const result = await parser.parse(raw.raw)
  await platform.within(system, { channel: 'email' }, (context) => keepResult(context, id, result))
}

type Fate = Partial<Pick<InboundRow, 'state' | 'reason' | 'detail' | 'thread'>>

async function keepResult(context: MailContext, id: string, result: ParseResult): Promise<void> {
  const { db } = context
  const received = await db
    .selectFrom('inbound_mails as m')
    .innerJoin('inbound_contents as c', 'c.mail', 'm.id')
    .select(['m.envelope_from', 'c.restored', 'c.mailbox'])
    .where('m.id', '=', id)
    .where('m.state', '=', 'received')
    .forUpdate('m')
    .executeTakeFirst()
  if (!received) return
  if (!result.ok) {
    await save(context, id, { state: 'failed', reason: result.reason, detail: result.detail.slice(0, 500) })
    return
  }
  const { mail } = result
  await keepContent(context, id, mail)
  const hygiene = await hygieneOf(context, mail, received.envelope_from)
  if (hygiene.kind === 'person' && mail.from) await isThereAgain(context, mail.from.address)
  const fate = await fateOf(context, id, mail, hygiene, received)
  const row = await save(context, id, {
    from_name: mail.from?.name ?? '',
    from_address: mail.from?.address ?? '',
    subject: mail.subject,
    message_id: mail.message_id,
    kind: hygiene.kind,
    attachment_count: mail.attachments.length,
    ...fate,
  })
  if (row.state !== 'parsed') return
  context.emit(mailReceived, { mail: row, purpose: await purposeOf(context, row.recipient) })
}

async function save(context: MailContext, id: string, changes: Partial<InboundRow>): Promise<InboundRow> {
  const row = await context.db
    .updateTable('inbound_mails')
    .set(changes)
    .where('id', '=', id)
    .returning(inboundFields)
    .executeTakeFirstOrThrow()
  context.emit(inboundChanged, { mail: row })
  return row
}

async function keepContent({ db }: MailContext, id: string, { attachments, ...rest }: ParsedMail): Promise<void> {
  const parsed: StoredMail = {
    ...rest,
    attachments: attachments.map(({ file_name, type, size, inline }) => ({ file_name, type, size, inline })),
  }
  await db
    .updateTable('inbound_contents')
    .set({ parsed: json(parsed) })
    .where('mail', '=', id)
    .execute()
  // One by one: together they may be larger than a statement should be.
  for (const [position, { content }] of attachments.entries()) {
    const row = { mail: id, position, content: Buffer.from(content.buffer, content.byteOffset, content.byteLength) }
    await db
      .insertInto('inbound_parts')
      .values(row)
      .onConflict((met) => met.columns(['tenant_id', 'mail', 'position']).doUpdateSet({ content: row.content }))
      .execute()
  }
}

async function hygieneOf(context: MailContext, mail: ParsedMail, envelopeFrom: string | null): Promise<Hygiene> {
  const addresses = await ownAddresses(context)
  const domains = new Set([...addresses].map((address) => address.slice(address.lastIndexOf('@') + 1)))
  const own = {
    addresses,
    message_id_domains: domains,
    loop_token: mailKeys(context.platform).loopToken(context.actor.tenant_id),
  }
  return mailHygiene(mail, own, envelopeFrom)
}

/** What becomes of a mail before anybody else sees it. A person who restores it has decided against these rules. */
async function fateOf(
  context: MailContext,
  id: string,
  mail: ParsedMail,
  hygiene: Hygiene,
  { restored, mailbox: fetched }: { restored: boolean; mailbox: string | null },
): Promise<Fate> {
  if (hygiene.kind === 'bounce' && hygiene.bounce) {
    const noted = await noteBounce(context, hygiene.bounce)
    if (noted) return { state: 'handled', reason: 'bounce', ...noted }
  }
  const first = await repeats(context, id, mail, fetched)
  if (first) return { state: 'handled', reason: 'duplicate', detail: first.id, thread: first.thread }
  if (!mail.from && mail.reply_to.length === 0) return { state: 'suspended', reason: 'no_sender' }
  if (restored) return { state: 'parsed', reason: null, detail: null }
  if (hygiene.kind === 'loop') return { state: 'suspended', reason: 'loop', detail: hygiene.reason }
  if (hygiene.kind === 'bounce') return { state: 'suspended', reason: 'bounce_unknown', detail: hygiene.reason }
  return { state: 'parsed', reason: null, detail: null }
}

/** The mail of this tenant that this one repeats, if there is one: same Message-ID, same sender and same content. */
async function repeats(
  { db }: MailContext,
  id: string,
  mail: ParsedMail,
  mailbox: string | null,
): Promise<{ id: string; thread: string | null } | null> {
  // Without an id only what is fetched from one folder twice can be told: it is the same to the last header.
  if (mail.message_id === null && mailbox === null) return null
  const same_as = mail.message_id === null ? `${mailbox} ${fingerprint(mail, true)}` : fingerprint(mail)
  const first = await db
    .selectFrom('inbound_contents as c')
    .innerJoin('inbound_mails as m', 'm.id', 'c.mail')
    .select(['m.id', 'm.thread'])
    .where('c.same_as', '=', same_as)
    .where('c.mail', '<>', id)
    .executeTakeFirst()
  if (first) return first
  await db.updateTable('inbound_contents').set({ same_as }).where('mail', '=', id).execute()
  return null
}

/** The Message-ID alone is not enough: broken programs send one for all their mails. Boundaries and routes may differ. */
function fingerprint(mail: ParsedMail, withHeaders = false): string {
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify([mail.message_id, mail.from?.address, mail.subject, mail.text?.trim() ?? mail.html?.trim()]),
  )
  if (withHeaders) hash.update(JSON.stringify(mail.headers))
  for (const { file_name, content } of mail.attachments) hash.update(`\0${file_name ?? ''}\0`).update(content)
  return hash.digest('base64url')
}
