// The people of a client.
import * as z from 'zod'
import {
  actions,
  command,
  draftWith,
  email,
  entity,
  id,
  line,
  prose,
  query,
  reference,
  rowOf,
  yesNo,
} from '#kernel/contract/index.ts'

export const Contact = entity('client_contact', {
  table: 'client_contacts',
  part: { of: 'client' },
  written: {
    name: line(200, { searched: 'B', personal: true }),
    job: prose(200).default(''),
    email: email({ searched: 'B' }).nullable().default(null),
    phone: line(40, { searched: 'C', exact: 'phone', personal: true }).nullable().default(null),
    /** Whom to turn to first: one of a client at most. */
    is_main: yesNo().default(false),
    note: prose(2_000).default(''),
  },
  kept: { client: reference('client', { filterable: false }) },
})

const byClient = z.strictObject({ id: id() })
const one = byClient.extend({ contact: id() })

export const contacts = actions('client_contacts', '/clients/:id/contacts', {
  /** The main one first, the others in the order in which they were added; at most 200. */
  list: query('GET /', { in: byClient, out: z.object({ items: z.array(rowOf(Contact)) }), can: 'clients.read' }),
  create: command('POST /', {
    in: draftWith(Contact, { id: id() }),
    out: Contact,
    can: 'clients.update',
    status: 201,
  }),
  update: command('PATCH /:contact', {
    in: Contact.patch.extend({ id: id(), contact: id() }) as unknown as z.ZodType<
      z.output<typeof one> & Partial<ContactDraft>,
      z.input<typeof one> & Partial<ContactDraft>
    >,
    out: Contact,
    can: 'clients.update',
  }),
  remove: command('DELETE /:contact', { in: one, out: z.null(), can: 'clients.update', about: Contact, status: 204 }),
})

/** People of any clients, wherever they are named. */
export const contactCards = actions('contact_cards', '/clients/contacts', {
  /** Names for ids; at most 100 at once. Those of clients that the caller may not see, and unknown ids, are left out. */
  cards: query('GET /cards', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(z.object({ id: id(), name: z.string(), job: z.string(), client: id() })) }),
    can: 'clients.read',
  }),
})

type ContactDraft = {
  name: string
  job: string
  email: string | null
  phone: string | null
  is_main: boolean
  note: string
}
