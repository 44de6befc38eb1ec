// Letters of clients and deals: mail that is written and received in the record itself.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  email,
  entity,
  event,
  id,
  line,
  partOf,
  prose,
  query,
  reference,
  structure,
  yesNo,
  type Entity,
  type Event,
  type Grants,
  type Row,
} from '#kernel/contract/index.ts'
import { OutboundRecipient, USE_OWN_MAILBOX } from '#modules/platform/mail/contract.ts'
import { Client } from '#modules/sales/clients/contract.ts'
import { Deal } from '#modules/sales/deals/contract.ts'

/** The kinds of records that have letters, by the names of their entities. */
export const SUBJECTS = ['client', 'deal'] as const
export type SubjectKind = (typeof SUBJECTS)[number]
/** `received` came in; the others say how far one of ours has come. `kept`: no mail server is configured. */
export const LETTER_STATES = ['received', 'queued', 'sent', 'partly', 'failed', 'bounced', 'kept'] as const

export const READ = 'correspondence.read'
export const SEND = 'correspondence.send'

export const MOST_TO = 10
export const MOST_CC = 20
export const MOST_FILES = 20
export const MOST_TEXT = 50_000

const Addressee = z.object({ name: z.string(), address: z.string(), role: z.enum(['to', 'cc']) })
const Reached = OutboundRecipient.pick({ state: true, cause: true, message: true }).partial()
export const LetterFile = z.object({ file: z.uuid(), name: z.string(), type: z.string(), size: z.int() })

const part = { needs: READ, shows: ['subject', 'text'] }

export const Letter = entity('letter', {
  table: 'letters',
  // Its words find the record that it belongs to, and nobody who does not see that.
  part: [
    { of: 'client', without: 'deal', ...part },
    { of: 'deal', ...part },
  ],
  written: {},
  kept: {
    client: reference('client', { filterable: false }),
    /** The deal that it belongs to; null for a letter of the client itself. */
    deal: reference('deal', { filterable: false }).nullable(),
    direction: choice(['in', 'out'], { filterable: false }),
    /** Who of us wrote it. */
    author: reference('user', { filterable: false }).nullable(),
    from_name: prose(200, { personal: true }),
    from_address: prose(320, { personal: true }),
    /** Everybody it went to, with how far it has come to each where it is one of ours. */
    people: structure(z.array(Addressee.extend(Reached.shape)), { personal: true }),
    subject: prose(1_000, { searched: 'A' }),
    text: prose(100_000, { searched: 'B' }),
    /** What a mail quoted below its text, and its signature. */
    quoted: prose(200_000),
    files: structure(z.array(LetterFile)),
    /** Written by a machine: an absence notice, an answer of a robot. */
    automatic: yesNo({ filterable: false }),
    state: choice(LETTER_STATES, { filterable: false }),
    /** The mail that it came in or leaves as. */
    mail: id().nullable(),
    /** Its Message-ID: by it a mail is known that comes a second time by another way. */
    message_id: prose(1_000).nullable(),
    /** The conversation: proven by the Message-IDs of its mails. */
    thread: id(),
  },
})
export type LetterRow = Row<typeof Letter>

/** Everything but the long texts. */
export const LETTER_LINE = Object.keys(Letter.fields).filter((name) => !['text', 'quoted'].includes(name)) as Exclude<
  keyof LetterRow,
  'text' | 'quoted'
>[]
export const LetterLine = partOf(Letter, LETTER_LINE)

const of = z.strictObject({ entity: z.enum(SUBJECTS), record: id() })
const Person = z.strictObject({ name: z.string().max(200).default(''), address: email() })
const Known = z.object({ name: z.string(), address: z.string() })

export const letters = actions('letters', '/letters', {
  /** The letters of a record, the newest first, at most 200; 404 for a record that the caller may not see. */
  about: query('GET /about', { in: of, out: z.object({ items: z.array(LetterLine) }), can: READ, about: Letter }),
  /** Whom one may want to write to from a record: its client and the client's people, the most likely first. */
  addressees: query('GET /addressees', {
    in: of,
    out: z.object({
      items: z.array(Known),
      subject: z.string(),
      /** The address of the caller's own mailbox, where one is connected. */
      own: z.string().nullable(),
    }),
    can: SEND,
  }),
  /** The record that a conversation belongs to. */
  place: query('GET /place', { in: z.strictObject({ thread: id() }), out: of, can: READ }),
  get: query('GET /:id', { in: z.strictObject({ id: id() }), out: Letter, can: READ }),
  /**
   * Writes a letter, which leaves in the caller's name: under the organisation's address, or through their own mailbox. `answers` names the letter of the
   * same record that it answers; `files` are one's own uploads.
   */
  send: command('POST /', {
    in: of.extend({
      to: z.array(Person).min(1).max(MOST_TO),
      cc: z.array(Person).max(MOST_CC).default([]),
      subject: line(500),
      text: prose(MOST_TEXT).trim().min(1),
      files: z.array(id()).max(MOST_FILES).default([]),
      answers: id().nullable().default(null),
      sender: z.enum(['organisation', 'own']).default('organisation'),
    }),
    out: Letter,
    can: SEND,
    status: 201,
  }),
  /** The bytes of a file of a letter. */
  file: query('GET /:id/files/:file', {
    in: z.strictObject({ id: id(), file: id() }),
    out: z.any(),
    can: READ,
    raw: 'answer',
  }),
})

/** `returned`: some of its addresses turned out not to be reached. */
const DONE = ['sent', 'received', 'delivery', 'returned'] as const
export type Lettered = {
  subject: Record<string, unknown> & { id: string }
  /** Whose letter it is, where it is one of a deal's. */
  client?: string | undefined
  letter: string
  done: (typeof DONE)[number]
  author: string | null
  automatic: boolean
  /** Who wrote, or who was not reached. */
  who: string
  title: string
}

/** What became of a letter of a record: told to whoever may see that record. The record's timeline has an entry of its own. */
const lettered = (about: Entity, can: string): Event<Lettered> =>
  event(`${about.name}.lettered`, {
    payload: z.object({
      subject: z.record(z.string(), z.unknown()),
      client: id().optional(),
      letter: id(),
      done: z.enum(DONE),
      author: id().nullable(),
      automatic: z.boolean(),
      who: z.string(),
      title: z.string(),
    }),
    about,
    can,
    quiet: true,
    needs: () => READ,
    record: ({ subject }) => subject as { id: string },
  }) as unknown as Event<Lettered>

export const clientLettered = lettered(Client, 'clients.read')
export const dealLettered = lettered(Deal, 'deals.read')

const keeps = {
  'letter_templates.read': 'all',
  'letter_templates.create': 'all',
  'letter_templates.update': 'all',
  'letter_templates.delete': 'all',
} as const
const both = { [READ]: 'all', [SEND]: 'all', [USE_OWN_MAILBOX]: 'all' } as const
export const correspondenceGrants: Record<string, Grants> = {
  manager: { ...both, ...keeps },
  sales_manager: { ...both, ...keeps },
  seller: { ...both, 'letter_templates.read': 'all' },
  analyst: { [READ]: 'all' },
}

export { letterTemplates } from './contract/template.ts'
