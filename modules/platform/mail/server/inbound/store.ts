// A mail that stands at the door: kept first, as it is, for every tenant it is addressed to.
import type { Readable } from 'node:stream'
import type { Platform } from '#kernel/server/context.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import type { Recipient } from '../addresses/routing.ts'
import { mailsTaken } from '../metrics.ts'
import type { SmtpEnvelope } from '../smtp/smtp-in.ts'
import type { MailContext } from '../tables.ts'
import { storable } from './storable.ts'

export const readMailJob = jobKind<{ mail: string }>('mail.read')

/** Bytes of mails that are on their way through the door at once, in this process. */
const MOST_HELD = 200 * 1024 * 1024
let held = 0

/**
 * Resolves once the mail is committed together with the job that reads it. A mail to several addresses of one tenant
 * is one mail. Where one tenant's mail is kept and the next one's cannot be, the sender comes again, and the first
 * knows the mail by its Message-ID.
 */
export async function storeMail(platform: Platform, raw: Readable, envelope: SmtpEnvelope<Recipient>): Promise<void> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of raw as AsyncIterable<Buffer>) {
      size += chunk.length
      held += chunk.length
      if (held > MOST_HELD) throw new Error('too many large mails at once')
      chunks.push(chunk)
    }
    const content = Buffer.concat(chunks)
    for (const [tenantId, recipient] of perTenant(envelope)) {
      await platform.within(systemOf(tenantId), { channel: 'email', address: envelope.remote_address }, (context) =>
        keep(context, content, recipient, envelope),
      )
      mailsTaken.add()
    }
  } finally {
    held -= size
  }
}

function perTenant({ recipients }: SmtpEnvelope<Recipient>): Map<string, string> {
  const first = new Map<string, string>()
  for (const { recipient } of recipients)
    if (!first.has(recipient.tenant_id)) first.set(recipient.tenant_id, recipient.address)
  return first
}

async function keep(
  { db, enqueue }: MailContext,
  raw: Buffer,
  recipient: string,
  envelope: SmtpEnvelope<Recipient>,
): Promise<void> {
  const { id } = await db
    .insertInto('inbound_mails')
    .values({
      recipient,
      envelope_from: storable(envelope.from, 320),
      from_name: '',
      from_address: '',
      subject: '',
      message_id: null,
      state: 'received',
      reason: null,
      detail: null,
      kind: null,
      size: raw.length,
      attachment_count: 0,
      remote_address: storable(envelope.remote_address, 100),
      thread: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('inbound_contents').values({ mail: id, raw, parsed: null, same_as: null }).execute()
  await enqueue(readMailJob, { mail: id })
}
