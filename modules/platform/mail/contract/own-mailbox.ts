// The mailbox of a person: their letters leave through it, and what clients write there is taken into records. Nothing else is.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  draftWith,
  email,
  entity,
  id,
  instant,
  line,
  partOf,
  prose,
  query,
  reference,
  rowOf,
  structure,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'
import { MAILBOX_STATES, MailboxProbe, mailboxes, SECURITIES } from './mailbox.ts'

const port = (usual: number) => whole({}, [1, 65_535]).default(usual)
const security = () => choice(SECURITIES, { filterable: false }).default('tls')

export const OwnMailbox = entity('own_mailbox', {
  table: 'own_mailboxes',
  written: {
    address: email({ personal: true }),
    display_name: line(100).nullable().default(null),
    username: line(254, { personal: true }),
    /** Of both servers. Only ever written: kept under seal elsewhere, read as null. Null leaves the one that is there. */
    password: line(500, { secret: true }).nullable().default(null),
    host: line(253),
    port: port(993),
    security: security(),
    smtp_host: line(253),
    smtp_port: port(465),
    smtp_security: security(),
    folder: line(200).default('INBOX'),
    /** Null: the one that the server names as such. */
    sent_folder: line(200).nullable().default(null),
    is_active: yesNo({ filterable: false }).default(true),
  },
  kept: {
    owner: reference('user', { filterable: false }),
    state: choice(MAILBOX_STATES, { filterable: false }),
    /** As with the mailboxes of the organisation. */
    trouble: line(100).nullable(),
    trouble_params: structure(z.record(z.string(), z.union([z.string(), z.number()]))),
    trouble_said: prose(500).nullable(),
    trouble_at: instant().nullable(),
    last_fetched_at: instant().nullable(),
    /** Letters that became part of records. */
    taken: whole(),
    configured_at: instant(),
  },
  // Even an administrator reads nobody's settings: see `people`.
  access: { all: { owner: 'me' } },
})

export const USE_OWN_MAILBOX = 'own_mailbox.use'

/** What administrators see of somebody's mailbox. */
const PersonMailbox = partOf(OwnMailbox, [
  'id',
  'owner',
  'address',
  'is_active',
  'state',
  'trouble',
  'trouble_params',
  'last_fetched_at',
])

const OutgoingProbe = z.object({
  ok: z.boolean(),
  trouble: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  said: z.string().nullable(),
})

export const ownMailboxes = actions('own_mailboxes', '/mail/own-mailbox', {
  /** One's own; null while none is connected. */
  mine: query('GET /', {
    out: z.object({ mailbox: rowOf(OwnMailbox).nullable() }),
    can: USE_OWN_MAILBOX,
    about: OwnMailbox,
  }),
  /** Connects one's mailbox or changes it; another server wants the password anew. */
  save: command('PUT /', { in: draftWith(OwnMailbox, {}), out: OwnMailbox, can: USE_OWN_MAILBOX }),
  /** Signs in at both servers, opens the folders, and says what hinders it; changes nothing. `sent` is the folder of sent mails. */
  probe: command('POST /probe', {
    out: z.object({ incoming: MailboxProbe, sent: z.string().nullable(), outgoing: OutgoingProbe }),
    can: USE_OWN_MAILBOX,
    free: true,
  }),
  /** Disconnects it, and forgets its password. */
  remove: command('DELETE /', { out: z.null(), can: USE_OWN_MAILBOX, about: OwnMailbox, status: 204 }),
  /** Whose mailboxes are connected, and how they fare. */
  people: query('GET /people', { out: z.object({ items: z.array(PersonMailbox) }), can: mailboxes.list.can }),
  disconnect: command('POST /people/:id/disconnect', {
    in: z.strictObject({ id: id() }),
    out: z.null(),
    can: mailboxes.remove.can,
    about: OwnMailbox,
  }),
})
