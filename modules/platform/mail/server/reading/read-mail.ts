import PostalMime from 'postal-mime'
import type { Address, Attachment, Email } from 'postal-mime'
import { LIMITS } from './parsed-mail.ts'
import type { MailAddress, MailAttachment, MailHeader, ParsedMail, Truncation } from './parsed-mail.ts'

/**
 * Reads a raw mail (RFC 5322, MIME) into plain bounded data. Runs inside the parsing worker: call
 * `mailParser` instead, a crafted mail may take seconds or all memory here.
 * Mails attached to the mail stay attachments, so that a forwarded text never mixes with the sender's own.
 */
export async function readMail(raw: Uint8Array): Promise<ParsedMail> {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'arraybuffer' })
  const cut = new Set<Truncation>()

  return {
    message_id: messageIds(email.messageId)[0] ?? null,
    in_reply_to: messageIds(email.inReplyTo).slice(0, LIMITS.references),
    references: references(email, cut),
    from: addresses([email.from], cut)[0] ?? null,
    sender: addresses([email.sender], cut)[0] ?? null,
    reply_to: addresses(email.replyTo, cut),
    to: addresses(email.to, cut),
    cc: addresses(email.cc, cut),
    subject: oneLine(email.subject ?? '', LIMITS.subject),
    date: instant(email.date),
    text: bounded(email.text, LIMITS.text, 'text', cut),
    html: boundedHtml(email.html, cut),
    attachments: attachments(email.attachments, cut),
    headers: headers(email, cut),
    truncated: [...cut],
  }
}

/** All `<…>` ids of a header value, in order. */
function messageIds(value: string | undefined): string[] {
  const found = (value ?? '').slice(0, 100_000).match(/<[^<>\s]{1,996}>/g) ?? []
  return found.map(storable)
}

function references(email: Email, cut: Set<Truncation>): string[] {
  const all = messageIds(email.references)
  if (all.length <= LIMITS.references) return all

  cut.add('references')
  return [...all.slice(0, 1), ...all.slice(1 - LIMITS.references)]
}

function addresses(list: (Address | undefined)[] | undefined, cut: Set<Truncation>): MailAddress[] {
  const kept: MailAddress[] = []
  // Groups are opened in place; one level only, as RFC 5322 knows no deeper one.
  const mailboxes = (list ?? []).flatMap((entry) => (entry?.group ? entry.group : entry ? [entry] : []))
  for (const { name, address } of mailboxes) {
    const cleaned = cleanAddress(address ?? '')
    if (!cleaned) continue
    if (kept.length === LIMITS.recipients) {
      cut.add('recipients')
      break
    }
    kept.push({ name: oneLine(name, LIMITS.name), address: cleaned })
  }
  return kept
}

/** An address as one word with its domain in lower case; '' for what is no address (comments of RFC 822 are dropped). */
function cleanAddress(address: string): string {
  if (address.length > LIMITS.address) return ''
  const plain = address.startsWith('"')
    ? oneLine(address, LIMITS.address)
    : storable(address.replace(/\([^()]*\)|[\s\p{Cc}]+/gu, ''))
  const at = plain.lastIndexOf('@')
  return at < 1 || at === plain.length - 1 ? '' : plain.slice(0, at) + plain.slice(at).toLowerCase()
}

function headers(email: Email, cut: Set<Truncation>): MailHeader[] {
  if (email.headers.length > LIMITS.headers) cut.add('headers')
  return email.headers.slice(0, LIMITS.headers).map(({ key, value }) => {
    if (value.length > LIMITS.header_length) cut.add('headers')
    return { name: oneLine(key, 100), value: oneLine(value, LIMITS.header_length) }
  })
}

function attachments(list: Attachment[], cut: Set<Truncation>): MailAttachment[] {
  if (list.length > LIMITS.attachments) cut.add('attachments')
  return list.slice(0, LIMITS.attachments).map((part) => {
    const content = bytes(part.content)
    const contentId = part.contentId ? oneLine(part.contentId, LIMITS.message_id).replace(/^<|>$/g, '') : null
    return {
      file_name: fileName(part.filename),
      type: oneLine(part.mimeType, 127).toLowerCase() || 'application/octet-stream',
      size: content.byteLength,
      content,
      content_id: contentId,
      inline: contentId !== null && (part.related === true || part.disposition === 'inline'),
    }
  })
}

/** A copy of its own, so that the worker can hand its memory over. */
function bytes(content: ArrayBuffer | Uint8Array | string): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
}

/** The last path segment only: a name must not lead out of the folder it is saved to. */
function fileName(name: string | null): string | null {
  if (name === null) return null
  const last = oneLine(name, 2_000).split(/[/\\]/).at(-1) ?? ''
  return last === '' || last === '.' || last === '..' ? null : keepExtension(last)
}

function keepExtension(name: string): string {
  if (name.length <= LIMITS.file_name) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : ''
  return storable(name.slice(0, LIMITS.file_name - extension.length)) + extension
}

function bounded(text: string | undefined, limit: number, what: Truncation, cut: Set<Truncation>): string | null {
  if (text === undefined) return null
  if (text.length > limit) cut.add(what)
  return storable(text.slice(0, limit))
}

/** Html with thousands of links freezes whoever renders it and is never a letter: the text stands for it. */
function boundedHtml(html: string | undefined, cut: Set<Truncation>): string | null {
  const kept = bounded(html, LIMITS.html, 'html', cut)
  if (kept === null) return null

  let links = 0
  for (let at = kept.indexOf('href'); at >= 0; at = kept.indexOf('href', at + 4)) links += 1
  if (links <= LIMITS.links) return kept

  cut.add('links')
  return null
}

function instant(date: string | undefined): string | null {
  const parsed = new Date(date ?? '')
  const year = parsed.getUTCFullYear()
  return year >= 1980 && year <= 2200 ? parsed.toISOString() : null
}

function oneLine(text: string, limit: number): string {
  return storable(
    text
      .slice(0, limit)
      .replace(/[\p{Cc}\u2028\u2029 ]+/gu, ' ')
      .trim(),
  )
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
