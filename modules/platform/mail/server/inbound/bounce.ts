// A mail of ours that came back.
import { mailReturned, outboundChanged } from '../../contract.ts'
import { mailKeys } from '../keys.ts'
import { isGone, markGone } from '../outbound/gone.ts'
import type { Bounce } from '../routing/bounce.ts'
import { json, lineOf, outboundFields, type MailContext, type OutboundRow } from '../tables.ts'

/**
 * Marks the recipients that a delivery report names; answers the conversation of the mail, or null when the report
 * names no mail of this tenant. A delay is noted and changes no state; an address that is gone for good is remembered.
 */
export async function noteBounce(
  context: MailContext,
  bounce: Bounce,
): Promise<{ thread: string | null; confidential: boolean } | null> {
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
    if (sentTo.has(report.address) && isGone(report))
      await markGone(context, { address: report.address, status: report.status, said: report.diagnostic })
  const saved = await db
    .updateTable('outbound_mails')
    .set({ recipients: json(recipients), state: stateAfter(recipients, mail.state) })
    .where('id', '=', mail.id)
    .returning(outboundFields)
    .executeTakeFirstOrThrow()
  emit(outboundChanged, { mail: lineOf(saved) })
  const back = newlyLost(mail.recipients, recipients)
  if (back.length > 0) emit(mailReturned, { mail: lineOf(saved), addresses: back })
  return { thread: mail.thread, confidential: mail.confidential }
}

const isLost = ({ state }: OutboundRow['recipients'][number]) => state === 'failed' || state === 'bounced'

/** Whom the mail turns out not to reach: addresses, in the order of the recipients. */
export const newlyLost = (before: OutboundRow['recipients'], after: OutboundRow['recipients']): string[] =>
  after.filter((one, at) => isLost(one) && !isLost(before[at]!)).map(({ address }) => address)

/** The state of a mail that follows from those of its recipients once nobody is waited for. */
export function stateAfter(recipients: OutboundRow['recipients'], before: OutboundRow['state']): OutboundRow['state'] {
  const lost = recipients.filter(isLost).length
  if (recipients.some(({ state }) => state === 'pending' || state === 'retrying')) return before
  if (recipients.every(({ state }) => state === 'kept')) return 'kept'
  return lost === 0 ? 'sent' : lost === recipients.length ? 'failed' : 'partly'
}
