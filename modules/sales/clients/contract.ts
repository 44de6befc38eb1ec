// Everything the rest of the platform may know about clients.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  draftWith,
  email,
  entity,
  event,
  exportOf,
  id,
  instant,
  line,
  MAX_LIMIT,
  partOf,
  prose,
  query,
  reference,
  rowOf,
  slot,
  tags,
  yesNo,
  type Grants,
  type Row,
} from '#kernel/contract/index.ts'
import { tasked } from '#modules/platform/tasks/contract.ts'
import { timelined } from '#modules/platform/timeline/contract.ts'
import { ImportRun } from '#modules/platform/imports/contract.ts'
import { Contact } from './contract/contact.ts'
import { mergingOf } from './contract/merging.ts'
import { segmentsOf } from './contract/segments.ts'

export const KINDS = ['person', 'organisation'] as const
/** A lead is a client that has not bought yet: the same record on its way. */
export const STAGES = ['lead', 'client'] as const
export const LANGUAGES = ['ru', 'en', 'uz', 'ar'] as const

export const Client = entity('client', {
  table: 'clients',
  written: {
    kind: choice(KINDS).default('person'),
    name: line(200, { searched: 'A', sortable: true, personal: true }),
    email: email({ searched: 'B', exact: 'email' }).nullable().default(null),
    /** Kept in E.164, typed in any way. */
    phone: line(40, { searched: 'C', exact: 'phone', personal: true }).nullable().default(null),
    tax_number: line(40, { searched: 'B', personal: true }).nullable().default(null),
    address: prose(1_000, { personal: true }).default(''),
    status: reference('client_status').nullable().default(null),
    source: reference('client_source').nullable().default(null),
    owner: reference('user').nullable().default(null),
    team: reference('team').nullable().default(null),
    tags: tags().default([]),
    language: choice(LANGUAGES).nullable().default(null),
    /** Agreed to be written to. */
    consent: yesNo().default(false),
    notes: prose(20_000, { searched: 'D' }).default(''),
  },
  kept: {
    stage: choice(STAGES),
    /** When the lead became a client; null for leads and for who was a client from the beginning. */
    converted_at: instant().nullable(),
    /** The client that this one was merged into. */
    merged_into: reference('client', { filterable: false }).nullable(),
  },
  custom: true,
  access: {
    own: { owner: 'me' },
    team: { any: [{ owner: 'me' }, { team: 'my_teams' }] },
  },
})
export type ClientRow = Row<typeof Client>

/** What lists and events carry of a client: everything but the long texts. */
export const CLIENT_LINE = [
  'id',
  'created_at',
  'updated_at',
  'version',
  'kind',
  'name',
  'email',
  'phone',
  'tax_number',
  'status',
  'source',
  'owner',
  'team',
  'tags',
  'language',
  'consent',
  'stage',
  'converted_at',
  'merged_into',
  'custom',
] as const satisfies readonly (keyof ClientRow)[]
export const ClientLine = partOf(Client, CLIENT_LINE)

/** Bringing clients along in files. */
export const IMPORT_CLIENTS = 'clients.import'
/** Taking clients away in files, and with their names, addresses and numbers unmasked. */
export const EXPORT_CLIENTS = 'clients.export'
export const EXPORT_PERSONAL = 'clients.export_personal'

const byId = z.strictObject({ id: id() })
const { create: _create, list, ...rest } = crud(Client, 'clients')
const exported = exportOf(Client, EXPORT_CLIENTS, { cards: true })

/** One thing that changed; `changes` maps a field to what it was and what it is. */
export const HistoryEntry = z.object({
  id: z.string(),
  at: instant(),
  name: z.string(),
  actor: id().nullable(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
})

export const clients = actions('clients', '/clients', {
  /** Names for ids; at most 100 at once. What the caller may not see, and unknown ids, are left out. */
  cards: query('GET /cards', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(z.object({ id: id(), name: z.string(), kind: z.enum(KINDS) })) }),
    can: 'clients.read',
  }),
  /** What changed about a client, the newest first. */
  history: query('GET /history', {
    in: z.strictObject({
      client_id: id(),
      limit: z.int().min(1).max(MAX_LIMIT).default(50),
      cursor: z.string().max(50).optional(),
    }),
    out: z.object({ items: z.array(HistoryEntry), next: z.string().nullable() }),
    can: 'clients.read',
    audited: 'read',
  }),
  /** Every client that a filter finds, as a file with the columns of the import; personal fields masked for most. */
  export: { ...exported, in: (exported.in as z.ZodObject).extend({ segment: id().optional() }) },
  /** `segment`: only those that belong to it; 409 `client_segment.not_askable` where its conditions are not the caller's to ask. */
  list: { ...list, in: (list.in as z.ZodObject).extend({ segment: id().optional() }) },
  ...rest,
  /** 422 `taken_…` at the field whose value another client has. Whoever sees only their own owns what they make. */
  create: command('POST /', {
    in: draftWith(Client, { stage: choice(STAGES).default('lead') }),
    out: Client,
    can: 'clients.create',
    status: 201,
    hooked: true,
  }),
  /** Brings back a client that was put away; 409 when it is not, or was merged. */
  restore: command('POST /:id/restore', { in: byId, out: Client, can: 'clients.delete' }),
  /** The lead bought: it is a client from now on. 409 `client.is_client` when it is one. */
  convert: command('POST /:id/convert', {
    in: byId.extend({ status: id().nullable().optional() }),
    out: Client,
    can: 'clients.update',
  }),
  tag: command('POST /:id/tags', {
    in: byId.extend({ tags: tags(), mode: z.enum(['replace', 'add', 'remove']).default('replace') }),
    out: Client,
    can: 'clients.update',
  }),
  /** Begins an import from a file that was uploaded before: see `/imports` for how it goes on. */
  import: command('POST /import', {
    in: z.strictObject({ file: id() }),
    out: ImportRun,
    can: IMPORT_CLIENTS,
    status: 201,
  }),
  /** Gives back what a run over many changed. */
  putBack: command('POST /:id/put-back', {
    in: byId.extend({ values: z.record(z.string().max(100), z.unknown()) }),
    out: Client,
    can: 'clients.update',
    internal: true,
  }),
})

const clientEvent = <P extends z.ZodType<{ client: z.output<typeof ClientLine> }>>(
  name: string,
  payload: P,
  isPublic = true,
) =>
  event(name, {
    payload,
    about: Client,
    can: 'clients.read',
    record: ({ client }: z.output<P>) => client,
    public: isPublic,
  })

const carried = z.object({ client: ClientLine })
const changes = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))
export const clientCreated = clientEvent('client.created', carried)
export const clientChanged = clientEvent('client.changed', z.object({ client: ClientLine, changes }))
export const clientConverted = clientEvent('client.converted', z.object({ client: ClientLine, changes }))
export const clientRemoved = clientEvent('client.removed', carried)
export const clientRestored = clientEvent('client.restored', carried)
/** Many were made, changed or put away by an import: told once for a piece, with the first of them. */
export const clientsImported = clientEvent('clients.imported', carried.extend({ count: z.int() }), false)
/** A contact was added, changed or taken out; null when it is gone. */
export const clientContactChanged = clientEvent(
  'client.contact_changed',
  z.object({ client: ClientLine, contact: rowOf(Contact).nullable(), name: z.string() }),
)

/** Another record of the same client became a part of it. */
export const clientMerged = clientEvent(
  'client.merged',
  z.object({ client: ClientLine, merged: z.object({ id: id(), name: z.string() }), changes }),
)
/** Something was written into its timeline. */
export const clientNoted = timelined(Client, 'clients.read')
/** Clients have tasks. */
export const clientTasked = tasked(Client, 'clients.read')

export const merging = mergingOf(Client)
export const segments = segmentsOf(Client)

/** The right-hand pane of a client's page: what other modules know about them. */
export const clientSidebar = slot<{ client: ClientRow }>('client.sidebar')

const lists = { 'client_lists.read': 'all' } as const
const keepsLists = { 'client_lists.create': 'all', 'client_lists.update': 'all', 'client_lists.delete': 'all' } as const
const all = {
  'clients.read': 'all',
  'clients.create': 'all',
  'clients.update': 'all',
  'clients.delete': 'all',
  'clients.assign': 'all',
  'clients.merge': 'all',
  [IMPORT_CLIENTS]: 'all',
  [EXPORT_CLIENTS]: 'all',
  [EXPORT_PERSONAL]: 'all',
  'client_segments.read': 'all',
  'client_segments.create': 'all',
  'client_segments.update': 'all',
  'client_segments.delete': 'all',
  ...lists,
  ...keepsLists,
} as const

/** What the built-in roles may do with clients; the administrator may do everything. */
export const clientGrants: Record<string, Grants> = {
  manager: all,
  sales_manager: all,
  seller: {
    'clients.read': 'team',
    'clients.create': 'own',
    [IMPORT_CLIENTS]: 'own',
    'clients.update': 'team',
    'clients.assign': 'own',
    'client_segments.read': 'all',
    'client_segments.create': 'own',
    'client_segments.update': 'own',
    'client_segments.delete': 'own',
    ...lists,
  },
  analyst: { 'clients.read': 'all', [EXPORT_CLIENTS]: 'all', 'client_segments.read': 'all', ...lists },
}

export { Contact, contactCards, contacts } from './contract/contact.ts'
export { MERGED_FIELDS, UNDO_DAYS } from './contract/merging.ts'
export { Holder, identity, IDENTITIES, type IdentityKind, MOST_IDENTIFIED, REASONS } from './contract/identity.ts'
export { ClientSource, clientSources, ClientStatus, clientStatuses, COLORS } from './contract/lists.ts'
export {
  MOST_COUNTED_AT_ONCE,
  MOST_SEGMENTS,
  PREVIEWED,
  Segment,
  segmentChanged,
  segmentCreated,
  segmentRemoved,
  type SegmentRow,
} from './contract/segments.ts'
