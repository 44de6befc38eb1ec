// Mail as the rest of the platform knows it: addresses, what came in, what leaves.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  email,
  entity,
  event,
  id,
  instant,
  line,
  MAX_LIMIT,
  partOf,
  prose,
  query,
  type Row,
  rowOf,
  slot,
  structure,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'
import { Mailbox, mailboxes, PURPOSES, queueFields, TOPICS } from './contract/mailbox.ts'
import { LANGUAGES, MailDraft, OutboundFile, Person } from './contract/draft.ts'
import { OutboundRecipient } from './contract/recipient.ts'
import { MAIL_KINDS } from './contract/taking.ts'

export { MailDraft } from './contract/draft.ts'
export { MAIL_KINDS, mailDesk, MailFate, personDesk, ReceivedMail, recordDesk } from './contract/taking.ts'
export { OutboundRecipient } from './contract/recipient.ts'
export { AFTER_READING, Mailbox, mailboxes, PURPOSES, SECURITIES, TOPICS } from './contract/mailbox.ts'
export { OwnMailbox, ownMailboxes, USE_OWN_MAILBOX } from './contract/own-mailbox.ts'
export type { DeliveryState } from './contract/recipient.ts'

export const INBOUND_STATES = ['received', 'parsed', 'handled', 'suspended', 'failed'] as const
export const OUTBOUND_STATES = ['queued', 'sending', 'sent', 'partly', 'kept', 'failed'] as const

export const MailAddress = entity('mail_address', {
  table: 'mail_addresses',
  written: {
    address: email({ personal: false, searched: 'A', exact: 'email', sortable: true }),
    purpose: choice(PURPOSES, { filterable: false }).default('support'),
    /** The name behind «Anna via …»; the organisation's when absent. */
    sender_name: line(100).nullable().default(null),
    topic: choice(TOPICS, { filterable: false }).nullable().default(null),
    ...queueFields,
    is_active: yesNo().default(true),
  },
})

export const InboundMail = entity('inbound_mail', {
  table: 'inbound_mails',
  audited: false,
  written: {},
  kept: {
    /** The address of ours that it came to. */
    recipient: line(320),
    /** Who the sending server named; empty for bounces. */
    envelope_from: prose(320, { personal: true }),
    from_name: prose(200, { personal: true }),
    from_address: prose(320, { personal: true }),
    subject: prose(1_000),
    message_id: prose(1_000).nullable(),
    /** received → parsed → handled; suspended waits for a person, failed could not be read or handled. */
    state: choice(INBOUND_STATES),
    /** Why it is where it is: a word for machines, told to people by the text `mail_reason.<word>`. */
    reason: line(100).nullable(),
    detail: prose(500).nullable(),
    kind: choice(MAIL_KINDS, { filterable: false }).nullable(),
    size: whole(),
    attachment_count: whole(),
    remote_address: prose(100),
    /** The conversation it became part of: a ticket, or that of a letter of a record. */
    thread: id().nullable(),
    /** Became a letter of a record: only whoever sees that record reads it, and administrators. */
    confidential: yesNo({ filterable: false }),
  },
  access: { team: { confidential: false } },
})

/** What leaves with a mail, in order. */

export const OutboundMail = entity('outbound_mail', {
  table: 'outbound_mails',
  audited: false,
  written: {},
  kept: {
    from_address: line(254),
    from_name: prose(200),
    desk: line(100).nullable(),
    /** The first recipient's address; all of them with their fate are in `recipients`. */
    recipient: line(320, { personal: true, filterable: true }),
    recipients: structure(z.array(OutboundRecipient)),
    subject: prose(1_000),
    text: prose(100_000),
    quoted: prose(20_000),
    /** Laid out by the module that sends it; null = made from the text. */
    html: prose(200_000).nullable(),
    /** Where one click ends mails of its kind (RFC 8058). */
    unsubscribe: prose(2_000).nullable(),
    language: choice(LANGUAGES, { filterable: false }),
    attachments: structure(z.array(OutboundFile)),
    message_id: line(1_000),
    in_reply_to: prose(1_000).nullable(),
    refers_to: structure(z.array(z.string())),
    thread: id().nullable(),
    reference: line(50).nullable(),
    /** The mailbox of a person that it leaves through; null = by the server of the platform. */
    own_mailbox: id().nullable(),
    /** Written by no person. */
    automatic: yesNo({ filterable: false }),
    /** Holds a secret of its recipient: only administrators read it. */
    confidential: yesNo({ filterable: false }),
    /** `kept`: no SMTP server is configured, it is read here. `partly`: some recipients could not be reached. */
    state: choice(OUTBOUND_STATES),
    attempts: whole(),
    next_attempt_at: instant().nullable(),
    sent_at: instant().nullable(),
  },
  access: { team: { confidential: false } },
})

const byId = z.strictObject({ id: id() })

export const mailAddresses = actions('mail_addresses', '/mail/addresses', crud(MailAddress, 'mail_addresses'))

/** What was read out of a mail, for a person who decides about it. */
const InboundContent = z.object({
  to: z.array(Person),
  cc: z.array(Person),
  text: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), size: z.int() })),
})

const several = z.strictObject({ ids: z.array(id()).min(1).max(MAX_LIMIT) })
/** How many it was done with, and how many did not wait any more. */
const Worked = z.object({ done: z.int(), left: z.int() })

export const inboundMails = actions('inbound_mails', '/mail/inbound', {
  list: { ...crud(InboundMail, 'mail').list },
  get: query('GET /:id', { in: byId, out: InboundMail, can: 'mail.read' }),
  /** Text, recipients and headers; 409 while it could not be read. */
  content: query('GET /:id/content', { in: byId, out: InboundContent, can: 'mail.read' }),
  /** The mail as it came, as an .eml file. */
  raw: query('GET /:id/raw', { in: byId, out: z.any(), can: 'mail.read', raw: 'answer' }),
  /** Takes in a mail that was suspended or failed: it goes the whole way again, or becomes a new conversation. */
  restore: command('POST /:id/restore', {
    in: byId.extend({ as_new: yesNo().default(false) }),
    out: InboundMail,
    can: 'mail.restore',
  }),
  /** Takes it into a conversation: for the module that knows it and who may write there. */
  direct: command('POST /:id/direct', {
    in: byId.extend({ thread: id() }),
    out: InboundMail,
    can: 'mail.restore',
    internal: true,
  }),
  /** Deletes one that waits. */
  remove: command('DELETE /:id', { in: byId, out: z.null(), can: 'mail.restore' }),
  restoreMany: command('POST /restore', { in: several, out: Worked, can: 'mail.restore' }),
  removeMany: command('POST /remove', { in: several, out: Worked, can: 'mail.restore' }),
})

export const outbox = actions('outbound_mails', '/mail/outbox', {
  list: { ...crud(OutboundMail, 'mail').list },
  get: query('GET /:id', { in: byId, out: OutboundMail, can: 'mail.read' }),
  raw: query('GET /:id/raw', { in: byId, out: z.any(), can: 'mail.read', raw: 'answer' }),
  /** Tries again to reach those whom a kept or failed mail has not reached. */
  resend: command('POST /:id/send', { in: byId, out: OutboundMail, can: 'mail.send' }),
})

export { goneAddresses } from './contract/gone-address.ts'

/** For other modules, inside their transactions. */
export const mail = actions('mail', '/mail', {
  /** Writes a mail into the outbox; it leaves after the commit. Null when its recipient has had too many from machines. */
  send: command('POST /send', {
    in: MailDraft,
    out: z.object({ id: id() }).nullable(),
    can: 'mail.compose',
    internal: true,
  }),
  /** States of mails that left, by id; ids of other mails are left out. */
  states: query('GET /states', {
    in: z.strictObject({ ids: z.array(id()).max(500) }),
    out: z.record(z.string(), z.enum(OUTBOUND_STATES)),
    can: 'mail.compose',
    internal: true,
  }),
  /** States with every recipient's fate, and the address it leaves under. */
  fates: query('GET /fates', {
    in: z.strictObject({ ids: z.array(id()).max(500) }),
    out: z.record(
      z.string(),
      z.object({
        state: z.enum(OUTBOUND_STATES),
        recipients: z.array(OutboundRecipient),
        from_address: z.string(),
        message_id: z.string(),
      }),
    ),
    can: 'mail.compose',
    internal: true,
  }),
  /** The mailbox through which a person's mails leave; null where none is connected and switched on. */
  ownMailbox: query('GET /own-mailbox-of', {
    in: z.strictObject({ owner: id() }),
    out: z.object({ id: id(), address: z.string(), display_name: z.string().nullable() }).nullable(),
    can: 'mail.compose',
    internal: true,
  }),
  /** For whoever leaves. */
  stopOwnMailbox: command('POST /own-mailbox-of/stop', {
    in: z.strictObject({ owner: id() }),
    out: z.null(),
    can: 'mail.compose',
    internal: true,
  }),
})

export const inboundChanged = event('inbound_mail.changed', {
  payload: z.object({ mail: rowOf(InboundMail) }),
  about: InboundMail,
  can: 'mail.read',
  record: ({ mail: one }) => one,
})

export const inboundRemoved = event('inbound_mail.removed', {
  payload: z.object({ mail: rowOf(InboundMail) }),
  about: InboundMail,
  can: 'mail.read',
  record: ({ mail: one }) => one,
})
/** Ways to take in a mail that waits, drawn beside it; a module that takes mails fills it. */
export const inboundWays = slot<{ mail: Row<typeof InboundMail> }>('inbound_mail.ways')

/** One's own mailbox, for a page of what is one's own: mail itself knows of no such page. */
export const ownMailboxSection = slot<{}>('mail.own_mailbox')

/** Where the conversation of a mail stands that belongs to a record, drawn by the module whose record it is. */
export const mailThread = slot<{ thread: string }>('mail.thread')

export const mailboxChanged = event('mailbox.changed', {
  payload: z.object({ mailbox: rowOf(Mailbox) }),
  about: Mailbox,
  can: mailboxes.list.can,
  record: ({ mailbox }) => mailbox,
})

export const OUTBOUND_LINE = [
  'id',
  'created_at',
  'updated_at',
  'version',
  'from_address',
  'from_name',
  'desk',
  'recipient',
  'recipients',
  'subject',
  'thread',
  'reference',
  'automatic',
  'confidential',
  'state',
  'attempts',
  'next_attempt_at',
  'sent_at',
] as const
export const outboundChanged = event('outbound_mail.changed', {
  payload: z.object({ mail: partOf(OutboundMail, OUTBOUND_LINE) }),
  about: OutboundMail,
  can: 'mail.read',
  record: ({ mail: one }) => one,
})
/** Recipients cannot be reached: a server refused them for good, or the mail came back. */
export const mailReturned = event('outbound_mail.returned', {
  payload: z.object({ mail: partOf(OutboundMail, OUTBOUND_LINE), addresses: z.array(z.string()) }),
  about: OutboundMail,
  can: 'mail.read',
  record: ({ mail: one }) => one,
})
