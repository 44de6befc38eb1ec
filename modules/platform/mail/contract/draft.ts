// A mail that another module wants to leave.
import * as z from 'zod'
import { id } from '#kernel/contract/index.ts'
import { PURPOSES } from './mailbox.ts'

export const LANGUAGES = ['ru', 'en', 'uz', 'ar'] as const
export const Person = z.object({ name: z.string(), address: z.string() })
export const OutboundFile = z.object({ file: z.uuid(), name: z.string(), type: z.string(), size: z.int() })

export const MailDraft = z.strictObject({
  to: z.array(Person).min(1).max(10),
  cc: z.array(Person).max(80).default([]),
  subject: z.string().max(1_000),
  text: z.string().max(100_000),
  /** The text that is quoted below, without marks. */
  quoted: z.string().max(20_000).default(''),
  language: z.enum(LANGUAGES),
  /** Who wrote it; null for the desk itself. */
  author: z.string().max(200).nullable().default(null),
  /** The conversation: the id that our Message-ID proves, and the number for the subject. */
  thread: id().nullable().default(null),
  reference: z.string().max(50).nullable().default(null),
  /** A new conversation leaves under the first address that is for this; one that came in at an address stays there. */
  purpose: z.enum(PURPOSES).default('support'),
  /** The mailbox of a person that it leaves through, under its address. */
  own_mailbox: id().nullable().default(null),
  /** The Message-ID that it answers, where the conversation has a newer mail that did not come through the intake. */
  in_reply_to: z.string().max(1_000).nullable().default(null),
  files: z.array(OutboundFile).max(20).default([]),
  automatic: z.boolean().default(false),
  confidential: z.boolean().default(false),
  /** The layout of a notice of the platform; without it one is made from the text. */
  html: z.string().max(200_000).nullable().default(null),
  unsubscribe: z.string().max(2_000).nullable().default(null),
  /** Leaves however many automatic mails its recipient had: whoever sends it bounds it. */
  essential: z.boolean().default(false),
})
