import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailAddress } from '../reading/parsed-mail.ts'
import { LOOP_HEADER } from '../routing/hygiene.ts'
import { subjectWithToken } from '../routing/subjects.ts'
import { letterHtml } from './letter-html.ts'

export type OutgoingAttachment = { file_name: string; type: string; content: Uint8Array }

/** A mail to be written. Names and subject may hold anything; addresses must be addresses. */
export type Letter = {
  /** The alias that answers come back to. `name` is the agent or the desk, `desk` is added as «Anna via Desk». */
  from: MailAddress
  desk: string | null
  to: MailAddress[]
  cc: MailAddress[]
  subject: string
  /** Put into the subject as `[#…]`; null for mails outside a ticket. */
  reference: string | null
  text: string
  /** The earlier text that is quoted below, newest first; '' for none. */
  quoted: string
  /** The HTML of a mail that has a layout of its own; it is sent as it is. */
  html?: string | null
  /** An https address at which one POST ends mails of this kind. */
  unsubscribe?: string | null
  /** The line above the quote, in the language of the mail; see `REPLY_MARKERS`. */
  marker: string
  /** Made by `threadIds().make`. */
  message_id: string
  in_reply_to: string | null
  /** Oldest first; the first and the newest 19 are sent. */
  references: string[]
  attachments: OutgoingAttachment[]
  date: Date
  /** A mail that no person wrote: receipts, notifications. Others' machines then do not answer it. */
  automatic: boolean
  /** Value of X-WorkerNet-Loop, by which this installation knows its own mail again. */
  loop_token: string
  /** A `List-Id`-like name of the conversation for people's filters, e.g. `ticket-42.acme.test`; null for none. */
  list_id: string | null
}

/** What `smtpSender` sends. `envelope.from` gets the bounces. */
export type ComposedMail = { raw: Buffer; envelope: { from: string; to: string[] } }

const MAX_REFERENCES = 20
const MAX_PEOPLE = 100

/**
 * Writes a letter as MIME: text and simple html, attachments, threading and loop headers.
 * No value can add a header or a recipient: line breaks become spaces, addresses and ids that are
 * none are refused with an Error. Files and URLs are never read.
 */
export async function composeMail(letter: Letter): Promise<ComposedMail> {
  const to = letter.to.map(mailbox)
  const cc = letter.cc.map(mailbox)
  if (to.length + cc.length === 0) throw new Error('a mail needs a recipient')
  if (to.length + cc.length > MAX_PEOPLE) throw new Error(`a mail has at most ${MAX_PEOPLE} recipients`)
  const from = mailbox({ address: letter.from.address, name: senderName(letter.from.name, letter.desk) })

  const composer = new MailComposer({
    from,
    to,
    cc,
    subject:
      letter.reference === null
        ? plainLine(letter.subject)
        : subjectWithToken(plainLine(letter.subject), letter.reference),
    messageId: messageId(letter.message_id),
    ...(letter.in_reply_to === null ? {} : { inReplyTo: messageId(letter.in_reply_to) }),
    references: boundedReferences(letter.references),
    date: letter.date,
    text: fullText(letter),
    html: letter.html ?? letterHtml({ ...letter, marker: plainLine(letter.marker) }),
    attachments: letter.attachments.map(attachment),
    headers: headers(letter),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: '\r\n',
  })
  const raw = await composer.compile().build()
  const people = [...to, ...cc].map(({ address }) => address)
  return { raw, envelope: { from: from.address, to: [...new Set(people)] } }
}

/** The ids that an answer to `mail` refers to: its own references and then itself. */
export function referencesFor(mail: {
  message_id: string | null
  references: readonly string[]
  in_reply_to: readonly string[]
}): string[] {
  const earlier = mail.references.length > 0 ? mail.references : mail.in_reply_to
  return [...earlier, ...(mail.message_id === null ? [] : [mail.message_id])]
}

function headers(letter: Letter): Record<string, string> {
  return {
    [LOOP_HEADER]: plainLine(letter.loop_token),
    // Exchange answers nothing to either; a person's absence notice is welcome on a person's letter.
    'X-Auto-Response-Suppress': letter.automatic ? 'All' : 'DR, RN, NRN, AutoReply',
    ...(letter.automatic ? { 'Auto-Submitted': 'auto-generated' } : {}),
    ...(letter.unsubscribe ? oneClick(letter.unsubscribe) : {}),
    ...(letter.list_id === null ? {} : { 'List-Id': `<${listId(letter.list_id)}>` }),
  }
}

/** RFC 8058: a mail program unsubscribes by a POST, without asking anybody to sign in. */
function oneClick(url: string): Record<string, string> {
  if (!/^https?:\/\/[^\s<>\p{Cc}]{1,1990}$/u.test(url)) throw new Error('not an address to unsubscribe at')
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function fullText({ text, quoted, marker }: Letter): string {
  const own = text.replaceAll('\r\n', '\n').trimEnd()
  if (quoted.trim() === '') return `${own}\n`
  const lines = quoted.replaceAll('\r\n', '\n').trimEnd().split('\n')
  return `${own}\n\n${plainLine(marker)}\n${lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n')}\n`
}

function attachment({ file_name, type, content }: OutgoingAttachment) {
  const known = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/i.test(type)
  return {
    filename: plainLine(file_name).slice(0, 255) || 'file',
    contentType: known ? type : 'application/octet-stream',
    contentDisposition: 'attachment',
    // A base64 of our own: without it a message/rfc822 or text part could be re-read as part of the mail.
    contentTransferEncoding: 'base64',
    content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
  }
}

function mailbox({ name, address }: MailAddress): MailAddress {
  // Stricter than the RFC: what could be read as two addresses by another program is not sent to.
  const form =
    /^[^\s\p{Cc}<>()[\]\\,;:"@]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){0,9}[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u
  if (address.length > 254 || !form.test(address))
    throw new Error(`not a mail address: ${JSON.stringify(address.slice(0, 100))}`)
  return { name: plainLine(name).slice(0, 200), address }
}

/** «Anna via Acme»; the desk alone when there is no person, so that it never reads as the person's own mailbox. */
function senderName(name: string, desk: string | null): string {
  if (desk === null || desk === name) return name
  return name === '' ? desk : `${name} via ${desk}`
}

function messageId(id: string): string {
  if (!/^<[^<>\s\p{Cc}]{1,996}>$/u.test(id)) throw new Error(`not a Message-ID: ${JSON.stringify(id.slice(0, 100))}`)
  return id
}

function boundedReferences(references: readonly string[]): string[] {
  const ids = [...new Set(references)].filter((id) => /^<[^<>\s\p{Cc}]{1,250}>$/u.test(id))
  return ids.length <= MAX_REFERENCES ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MAX_REFERENCES)]
}

function listId(id: string): string {
  if (!/^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?$/i.test(id))
    throw new Error(`not a List-Id: ${JSON.stringify(id.slice(0, 100))}`)
  return id
}

/** One line without control and direction-override characters, so that no name can fake another. */
function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}
