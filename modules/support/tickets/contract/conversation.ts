// Reading a conversation: how far somebody has come, the mails behind its messages, what it opened with.
import * as z from 'zod'
import {
  actions,
  command,
  entity,
  event,
  id,
  instant,
  line,
  query,
  reference,
  rowOf,
  yesNo,
} from '#kernel/contract/index.ts'
import { OutboundRecipient } from '#modules/platform/mail/contract.ts'
import { Attachment, READ_NOTES } from '../contract.ts'

/** How far somebody has read a ticket. It belongs to them alone. */
export const ReadMark = entity('ticket_mark', {
  table: 'ticket_marks',
  audited: false,
  written: {},
  kept: {
    reader: reference('user', { filterable: false }),
    ticket: reference('ticket', { filterable: false }),
    /** The last message they saw; null when they saw only what the ticket opened with. */
    seen: id().nullable(),
  },
  access: { own: { reader: 'me' }, team: { reader: 'me' }, all: { reader: 'me' } },
})

const byTicket = z.strictObject({ id: id() })
/** A message, or without one what the ticket opened with. */
const byMessage = byTicket.extend({ comment: id().optional() })
const Person = z.object({ name: z.string(), address: z.string() })

/** Who a mail is from and for. What left tells how it fared with each recipient. */
export const Letter = z.object({
  direction: z.enum(['in', 'out']),
  subject: z.string(),
  from: Person,
  to: z.array(Person),
  cc: z.array(Person),
  at: instant(),
  recipients: z.array(OutboundRecipient).nullable(),
})

export const conversation = actions('conversation', '/tickets', {
  /** What stands beside the description of a ticket: its files, and what the mail quoted that it came by. */
  opening: query('GET /:id/opening', {
    in: byTicket,
    out: z.object({
      mail: id().nullable(),
      quoted: z.string().nullable(),
      attachments: z.array(rowOf(Attachment)),
    }),
    can: 'tickets.read',
  }),
  /** How far the caller has read: `first` is the first message of others after that, `unread` how many there are. */
  mark: query('GET /:id/mark', {
    in: byTicket,
    out: z.object({ seen: id().nullable(), first: id().nullable(), unread: z.int(), is_new: z.boolean() }),
    can: 'tickets.read',
  }),
  /** Says how far one has read: it only ever goes forwards, unless `back` takes it back to mark messages as unread. */
  see: command('POST /:id/mark', {
    in: byTicket.extend({ seen: id().nullable(), back: yesNo().default(false) }),
    out: ReadMark,
    can: 'tickets.read',
    audited: 'none',
  }),
  /** Which of some tickets hold something that the caller has not read; those that were done before they came are not. */
  unread: query('GET /unread', {
    in: z.strictObject({ ids: z.array(id()).max(200) }),
    out: z.object({ ids: z.array(id()) }),
    can: 'tickets.read',
  }),
  /** The messages that hold some letters, newest first, at most 200. */
  find: query('GET /:id/find', {
    in: byTicket.extend({ q: line(100) }),
    out: z.object({ ids: z.array(id()) }),
    can: 'tickets.read',
  }),
  /** The head of the mail that a message came by or left as; 404 when it did not travel. */
  letter: query('GET /:id/letter', { in: byMessage, out: Letter, can: READ_NOTES }),
  /** That mail as a file. */
  raw: query('GET /:id/mail', { in: byMessage, out: z.any(), can: READ_NOTES, raw: 'answer' }),
})

/** Somebody read on, in whichever of their windows: told to their other windows only. */
export const markChanged = event('ticket_mark.changed', {
  payload: z.object({ ticket_mark: rowOf(ReadMark) }),
  about: ReadMark,
  can: 'tickets.read',
  record: ({ ticket_mark }) => ticket_mark,
})
