// Mailboxes of outside providers that we read.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  email,
  entity,
  id,
  instant,
  line,
  prose,
  reference,
  structure,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'

export const SECURITIES = ['tls', 'starttls', 'none'] as const
export const AFTER_READING = ['seen', 'move', 'delete'] as const
/** new: not looked at yet. */
export const MAILBOX_STATES = ['new', 'connected', 'failing'] as const
/**
 * What a mail to an address is for: requests go to the desk (`mailDesk`), what is of sales into the records of clients
 * (`recordDesk`).
 */
export const PURPOSES = ['support', 'sales'] as const
/** What the mails of an address are about, where the address itself says it: a kind of ticket. */
export const TOPICS = ['question', 'incident', 'bug', 'feature_request'] as const

/** Where the tickets of an address or mailbox go. */
export const queueFields = {
  team: reference('team', { filterable: false }).nullable().default(null),
  category: reference('category', { filterable: false }).nullable().default(null),
}

export const Mailbox = entity('mailbox', {
  table: 'mailboxes',
  written: {
    address: email({ personal: false, sortable: true }),
    display_name: line(100).nullable().default(null),
    host: line(253),
    port: whole({}, [1, 65_535]).default(993),
    security: choice(SECURITIES, { filterable: false }).default('tls'),
    username: line(254),
    /** Only ever written: kept under seal elsewhere, read as null. Null leaves the one that is there. */
    password: line(500, { secret: true }).nullable().default(null),
    folder: line(200).default('INBOX'),
    after_reading: choice(AFTER_READING, { filterable: false }).default('seen'),
    /** Where mails go that were read, with `move`. */
    move_to: line(200).nullable().default(null),
    purpose: choice(PURPOSES, { filterable: false }).default('support'),
    topic: choice(TOPICS, { filterable: false }).nullable().default(null),
    ...queueFields,
    is_active: yesNo().default(true),
  },
  kept: {
    state: choice(MAILBOX_STATES, { filterable: false }),
    /** A key of the catalogues that says in words why it failed last, and what fills it. */
    trouble: line(100).nullable(),
    trouble_params: structure(z.record(z.string(), z.union([z.string(), z.number()]))),
    /** What the server itself said. */
    trouble_said: prose(500).nullable(),
    trouble_at: instant().nullable(),
    last_fetched_at: instant().nullable(),
    fetched: whole(),
    /** When what it connects with was changed last. */
    configured_at: instant(),
  },
})

export const MailboxProbe = z.object({
  ok: z.boolean(),
  /** Mails in the folder. */
  mails: z.int().nullable(),
  trouble: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  said: z.string().nullable(),
})

export const mailboxes = actions('mailboxes', '/mail/mailboxes', {
  ...crud(Mailbox, 'mailboxes'),
  /** Connects, signs in, opens the folder, and says what hinders it; changes nothing. */
  probe: command('POST /:id/probe', {
    in: z.strictObject({ id: id() }),
    out: MailboxProbe,
    can: 'mailboxes.update',
    free: true,
  }),
})
