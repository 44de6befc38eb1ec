// A mail that stands at the door: kept first, as it is, for every tenant it is addressed to.
import type { Readable } from 'node:stream'
import type { Platform } from '#kernel/server/context.ts'
import type { Db } from '#kernel/server/database/index.ts'
import { sql } from 'kysely'
import type { Recipient } from '../addresses/routing.ts'
import { intakeRound } from '../intake/read.ts'
import { mailsTaken } from '../metrics.ts'
import type { SmtpEnvelope } from '../smtp/smtp-in.ts'
import { storable } from './storable.ts'

/** Bytes of mails that are on their way through the door at once, in this process. */
const MOST_HELD = 200 * 1024 * 1024
let held = 0

/**
 * Resolves once the mail is committed and the round that reads it is asked for. A mail to several addresses of one tenant
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
    const tenants = perTenant(envelope)
    for (const [tenantId, recipient] of tenants) {
      // Nothing of it is an action of anybody yet: that begins, and is audited, when the mail is read.
      await platform.database.tenant(tenantId, 'write', (db) => keep(db, content, recipient, envelope))
      mailsTaken.add()
    }
    await platform.askRound(intakeRound, [...tenants.keys()])
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
  db: Db,
  raw: Buffer,
  recipient: string,
  { from, remote_address }: SmtpEnvelope<Recipient>,
): Promise<void> {
  await sql`
    with kept as (
      insert into inbound_mails (recipient, envelope_from, from_name, from_address, subject, state, size, attachment_count, remote_address)
      values (${recipient}, ${storable(from, 320)}, '', '', '', 'received', ${raw.length}, 0, ${storable(remote_address, 100)})
      returning id
    )
    insert into inbound_contents (mail, raw) select id, ${raw}::bytea from kept`.execute(db)
}
