// What becomes of a read mail before anybody else sees it, and whether it is there already.
import { createHash } from 'node:crypto'
import { headerValues, type ParsedMail } from '../reading/parsed-mail.ts'
import type { Hygiene } from '../routing/hygiene.ts'
import type { InboundRow } from '../tables.ts'

export type Fate = Pick<InboundRow, 'reason' | 'detail' | 'thread'> & {
  state: InboundRow['state']
  confidential?: boolean | undefined
}

/** An end of a mail's way, or none: then somebody has to take it. */
export const ended = (
  state: Fate['state'],
  reason: string,
  { detail = null, thread = null, confidential }: Partial<Pick<Fate, 'detail' | 'thread' | 'confidential'>> = {},
): Fate => ({ state, reason, detail, thread, confidential })

/** Null for a mail that goes on. A person who restores it has decided against the rules for machines. */
export function fateOf(mail: ParsedMail, hygiene: Hygiene, restored: boolean): Fate | null {
  if (!mail.from && mail.reply_to.length === 0) return ended('suspended', 'no_sender')
  if (restored) return null
  if (hygiene.kind === 'loop') return ended('suspended', 'loop', { detail: hygiene.reason })
  if (hygiene.kind === 'bounce') return ended('suspended', 'bounce_unknown', { detail: hygiene.reason })
  if (isMarkedSpam(mail)) return ended('suspended', 'spam')
  return null
}

/** A filter on the way said so; whoever marks their own mail harms nobody else. */
const isMarkedSpam = (mail: ParsedMail): boolean =>
  ['x-spam-flag', 'x-spam-status', 'x-spam'].some((name) =>
    headerValues(mail, name).some((value) => /^\s*yes\b/i.test(value)),
  )

/**
 * By what a redelivery is known: same Message-ID, same sender and same content. Without an id only what is fetched from one
 * folder twice can be told: it is the same to the last header. Null where nothing can be told.
 */
export function sameAs(mail: ParsedMail, mailbox: string | null): string | null {
  if (mail.message_id !== null) return fingerprint(mail)
  return mailbox === null ? null : `${mailbox} ${fingerprint(mail, true)}`
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
