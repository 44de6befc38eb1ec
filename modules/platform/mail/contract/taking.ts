// The place of the module that takes mails: it implements `mailDesk`, the mail module calls it.
import * as z from 'zod'
import { actions, command, id } from '#kernel/contract/index.ts'
import { MailDraft, Person } from './draft.ts'
import { PURPOSES, TOPICS } from './mailbox.ts'

export const MAIL_KINDS = ['person', 'bounce', 'out_of_office', 'auto_reply', 'list', 'loop'] as const

/** A received mail as the module sees it that takes it. */
export const ReceivedMail = z.object({
  id: id(),
  kind: z.enum(MAIL_KINDS),
  /** With angle brackets; null where its program gave it none. */
  message_id: z.string().nullable(),
  from: Person,
  /** The address of ours that it came to, and what mails to it are for. */
  recipient: z.string(),
  purpose: z.enum(PURPOSES),
  /** Everybody else it was addressed to, without addresses of ours. */
  others: z.array(Person),
  /** Without prefixes of answers and without our token. */
  subject: z.string(),
  /** What its sender wrote, and the history and signature below it. */
  visible: z.string(),
  quoted: z.string(),
  attachments: z.array(z.object({ name: z.string(), content: z.instanceof(Uint8Array) })),
  /** Conversations it answers: `signed` is proven by a Message-ID of ours, `named` by ids of mails that we know. */
  threads: z.object({ signed: z.array(id()), named: z.array(id()) }),
  /** What stood in `[#…]` in the subject: typed by people, proves nothing. */
  hints: z.array(z.string()),
  /** Whether it may open a conversation, set one going again, and be answered by a machine. */
  opens: z.boolean(),
  reopens: z.boolean(),
  answerable: z.boolean(),
  /** Our own mail server found that it does not come from the domain in From. A person who restores it knows better. */
  forged: z.boolean(),
  /** A person decided that it is to be taken. */
  restored: z.boolean(),
  /** Where a person wants it who restored it: in a conversation of its own, or in this one. */
  into: z.union([z.literal('new'), id()]).nullable(),
  /** What the mails of its address are about. */
  topic: z.enum(TOPICS).nullable(),
  /** Who answers them. */
  team: id().nullable(),
  category: id().nullable(),
})

/** What became of a mail. */
export const MailFate = z.object({
  state: z.enum(['handled', 'suspended']),
  reason: z.string().max(100).nullable(),
  detail: z.string().max(500).nullable(),
  thread: id().nullable(),
  /** What a machine answers it with. */
  answer: MailDraft.nullable(),
  /** Only administrators and whoever sees the record it belongs to may read it. */
  confidential: z.boolean().optional(),
})

export const mailDesk = actions('mail_desk', '/mail/desk', {
  /**
   * Takes read mails within the transaction that keeps them; answers their fates in their order. No two of them have to do
   * with one another. Whatever is thrown undoes all: each is then given by itself, and one that is refused waits for a person.
   */
  take: command('POST /take', {
    in: z.object({ mails: z.array(ReceivedMail) }),
    out: z.object({ fates: z.array(MailFate) }),
    can: 'mail.handle',
    internal: true,
  }),
})

export const recordDesk = actions('record_desk', '/mail/record-desk', {
  /**
   * Is asked before the desk, in the same way, for mails that answer another or came to an address of sales. Null for a mail
   * that belongs to no record: it goes on to the desk.
   */
  take: command('POST /take', {
    in: z.object({ mails: z.array(ReceivedMail) }),
    out: z.object({ fates: z.array(MailFate.nullable()) }),
    can: 'mail.handle',
    internal: true,
  }),
})

/** What is known of a mail in somebody's mailbox before it is fetched: its headers. */
const OwnMailHead = z.object({
  /** `in` from the folder of what came, `out` from that of what was sent. */
  direction: z.enum(['in', 'out']),
  from: z.string(),
  /** Everybody it went to. */
  to: z.array(z.string()),
  message_id: z.string().nullable(),
  /** The Message-IDs that it answers, the nearest first, and the conversations that those are known to belong to. */
  answers: z.array(z.string()),
  threads: ReceivedMail.shape.threads,
})

export const personDesk = actions('person_desk', '/mail/person-desk', {
  /**
   * Which mails of a person's mailbox belong into a record, by their headers alone: only those are fetched, everything else
   * stays where it is.
   */
  wanted: command('POST /wanted', {
    in: z.object({ owner: id(), heads: z.array(OwnMailHead) }),
    out: z.object({ wanted: z.array(z.boolean()) }),
    can: 'mail.handle',
    internal: true,
  }),
  /** Takes one of them; what it refuses is kept nowhere. `sent_at` is when it was sent. */
  take: command('POST /take', {
    in: z.object({
      owner: id(),
      head: OwnMailHead,
      mail: ReceivedMail,
      /** Everybody a sent mail went to. */
      people: z.array(Person.extend({ role: z.enum(['to', 'cc']) })),
      sent_at: z.string().nullable(),
    }),
    out: z.object({ taken: z.boolean() }),
    can: 'mail.handle',
    internal: true,
  }),
})
