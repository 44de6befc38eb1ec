// The companies that customers come from.
import * as z from 'zod'
import {
  actions,
  crud,
  entity,
  event,
  id,
  line,
  prose,
  query,
  rowOf,
  tags,
  yesNo,
  type Membership,
  type Row,
} from '#kernel/contract/index.ts'

export const Organisation = entity('organisation', {
  table: 'organisations',
  written: {
    name: line(200, { searched: 'A', sortable: true }),
    /** New customers who write from an address at one of these domains belong to it. */
    domains: tags({ filterable: false }).default([]),
    /** Its people read each other's tickets. */
    sees_colleagues_tickets: yesNo().default(false),
    /** And answer in them; says nothing while they may not read them. */
    answers_colleagues_tickets: yesNo().default(false),
    note: prose(5_000, { searched: 'C' }).default(''),
  },
})

export const organisations = actions('organisations', '/organisations', {
  /** Names for ids; at most 100 at once. Unknown ids are left out. */
  cards: query('GET /cards', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(z.object({ id: id(), name: z.string() })) }),
    can: 'organisations.read',
  }),
  ...crud(Organisation, 'organisations'),
})

export const organisationChanged = event('organisation.changed', {
  payload: z.object({ organisation: rowOf(Organisation) }),
  about: Organisation,
  can: 'organisations.read',
  record: ({ organisation }) => organisation,
})

type Flags = Pick<Row<typeof Organisation>, 'sees_colleagues_tickets' | 'answers_colleagues_tickets'>

/** The permissions that an organisation opens to its people for each other's records. */
export function opensOf({ sees_colleagues_tickets, answers_colleagues_tickets }: Flags): Membership['opens'] {
  if (!sees_colleagues_tickets) return []
  return answers_colleagues_tickets ? ['tickets.read', 'tickets.comment'] : ['tickets.read']
}

/** Domains where anybody gets an address: whoever writes from there has no company in common. */
export const PUBLIC_DOMAINS: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com icloud.com me.com mac.com ' +
    'proton.me protonmail.com gmx.com gmx.net gmx.de web.de mail.com zoho.com fastmail.com tutanota.com ' +
    'mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru yandex.com yandex.uz ya.ru rambler.ru umail.uz inbox.uz mail.uz'
  ).split(' '),
)
