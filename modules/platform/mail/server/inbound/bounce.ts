// A mail of ours that came back.
import { outboundChanged } from '../../contract.ts'
import { mailKeys } from '../keys.ts'
import type { Bounce, BouncedRecipient } from '../routing/bounce.ts'
import { json, lineOf, outboundFields, type MailContext, type OutboundRow } from '../tables.ts'

/**
 * Marks the recipients that a delivery report names; answers the conversation of the mail, or null when the report
 * names no mail of this tenant. A delay is noted and changes no state; an address that is gone for good is remembered.
 */
export async function noteBounce(context: MailContext, bounce: Bounce): Promise<{ thread: string | null } | null> {
  const { db, now, emit, platform, actor } = context
  const original = bounce.original_message_id?.toLowerCase()
  // An id of ours proves that the report answers a mail of ours: anybody can write the address of another.
  if (!original || !mailKeys(platform).ids.verify(original, actor.tenant_id)) return null
  const mail = await db
    .selectFrom('outbound_mails')
    .select(outboundFields)
    .where('message_id', '=', original)
    .forUpdate()
    .executeTakeFirst()
  if (!mail) return null

  const reports = new Map(bounce.recipients.map((one) => [one.address, one]))
  const recipients = mail.recipients.map((one) => {
    const report = reports.get(one.address.toLowerCase())
    if (!report) return one
    const said = { status: report.status, message: report.diagnostic, at: now }
    if (report.permanent || report.action === 'failed')
      return { ...one, state: 'bounced' as const, cause: 'bounced', ...said }
    return report.action === 'delayed' ? { ...one, cause: 'delayed', ...said } : one
  })
  const sentTo = new Set(mail.recipients.map(({ address }) => address.toLowerCase()))
  for (const report of bounce.recipients)
    if (sentTo.has(report.address) && isGone(report)) await markGone(context, report)
  const saved = await db
    .updateTable('outbound_mails')
    .set({ recipients: json(recipients), state: stateAfter(recipients, mail.state) })
    .where('id', '=', mail.id)
    .returning(outboundFields)
    .executeTakeFirstOrThrow()
  emit(outboundChanged, { mail: lineOf(saved) })
  return { thread: mail.thread }
}

/** The server says for good that there is no such mailbox (RFC 3463, X.1.x and X.2.1). A full one is not gone. */
const isGone = ({ permanent, status }: BouncedRecipient): boolean =>
  permanent && /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/.test(status ?? '')

async function markGone({ db, now }: MailContext, { address, status, diagnostic }: BouncedRecipient): Promise<void> {
  const row = { address, since: now, status, said: diagnostic?.slice(0, 500) ?? null }
  await db
    .insertInto('undeliverable_addresses')
    .values(row)
    .onConflict((met) => met.columns(['tenant_id', 'address']).doUpdateSet(row))
    .execute()
}

/** Whoever writes can be written to. */
export async function isThereAgain({ db }: MailContext, address: string): Promise<void> {
  await db.deleteFrom('undeliverable_addresses').where('address', '=', address.toLowerCase()).execute()
}

/** The state of a mail that follows from those of its recipients once nobody is waited for. */
export function stateAfter(recipients: OutboundRow['recipients'], before: OutboundRow['state']): OutboundRow['state'] {
  const lost = recipients.filter(({ state }) => state === 'failed' || state === 'bounced').length
  if (recipients.some(({ state }) => state === 'pending' || state === 'retrying')) return before
  if (recipients.every(({ state }) => state === 'kept')) return 'kept'
  return lost === 0 ? 'sent' : lost === recipients.length ? 'failed' : 'partly'
}
