// A mail of ours that came back.
import { outboundChanged } from '../../contract.ts'
import { mailKeys } from '../keys.ts'
import type { Bounce } from '../routing/bounce.ts'
import { json, lineOf, outboundFields, type MailContext, type OutboundRow } from '../tables.ts'

/**
 * Marks the recipients that a delivery report names; answers the conversation of the mail, or null when the report
 * names no mail of this tenant. A delay is noted and changes nothing.
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

  const failed = new Map(
    bounce.recipients
      .filter(({ permanent, action }) => permanent || action === 'failed')
      .map((one) => [one.address, one]),
  )
  const recipients = mail.recipients.map((one) => {
    const report = failed.get(one.address.toLowerCase())
    if (!report) return one
    return {
      ...one,
      state: 'bounced' as const,
      cause: 'bounced',
      status: report.status,
      message: report.diagnostic,
      at: now,
    }
  })
  const saved = await db
    .updateTable('outbound_mails')
    .set({ recipients: json(recipients), state: stateAfter(recipients, mail.state) })
    .where('id', '=', mail.id)
    .returning(outboundFields)
    .executeTakeFirstOrThrow()
  emit(outboundChanged, { mail: lineOf(saved) })
  return { thread: mail.thread }
}

/** The state of a mail that follows from those of its recipients once nobody is waited for. */
export function stateAfter(recipients: OutboundRow['recipients'], before: OutboundRow['state']): OutboundRow['state'] {
  const lost = recipients.filter(({ state }) => state === 'failed' || state === 'bounced').length
  if (recipients.some(({ state }) => state === 'pending' || state === 'retrying')) return before
  if (recipients.every(({ state }) => state === 'kept')) return 'kept'
  return lost === 0 ? 'sent' : lost === recipients.length ? 'failed' : 'partly'
}
