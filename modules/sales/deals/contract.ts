// Everything the rest of the platform may know about deals.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  day,
  type Draft,
  draftWith,
  entity,
  event,
  exportOf,
  id,
  type Input,
  instant,
  line,
  MAX_LIMIT,
  money,
  partOf,
  prose,
  query,
  reference,
  slot,
  structure,
  tags,
  type Grants,
  type Row,
  yesNo,
} from '#kernel/contract/index.ts'
import { tasked } from '#modules/platform/tasks/contract.ts'
import { timelined } from '#modules/platform/timeline/contract.ts'
import { boardOf } from './contract/board.ts'
import { DealLine, MOST_LINES } from './contract/lines.ts'

/** Currencies of two decimals each: an amount of 12345 is 123.45. */
export const CURRENCIES = ['UZS', 'RUB', 'USD', 'EUR', 'KZT', 'KGS', 'TJS', 'AED', 'SAR', 'GBP', 'CNY', 'TRY'] as const
export const STATES = ['open', 'won', 'lost'] as const

export const Deal = entity('deal', {
  table: 'deals',
  written: {
    title: line(200, { searched: 'A', sortable: true }),
    client: reference('client'),
    /** One of the client's people. */
    contact: reference('client_contact', { filterable: false, within: 'client' }).nullable().default(null),
    /** Follows from the lines where there are any. */
    amount: money({ sortable: true }).default(0),
    currency: choice(CURRENCIES, { filterable: false }).default('UZS'),
    expected_close: day({ ranged: true }).nullable().default(null),
    owner: reference('user', { divides: true }).nullable().default(null),
    team: reference('team', { divides: true }).nullable().default(null),
    source: reference('client_source', { divides: true }).nullable().default(null),
    tags: tags().default([]),
    lines: structure(z.array(DealLine).max(MOST_LINES)).default([]),
    /** Prices of lines hold their taxes; else these come on top. */
    tax_included: yesNo({ filterable: false }).default(true),
    notes: prose(20_000, { searched: 'C' }).default(''),
  },
  kept: {
    pipeline: reference('pipeline'),
    stage: reference('pipeline_stage'),
    state: choice(STATES),
    stage_since: instant({ sortable: true }),
    won_at: instant().nullable(),
    lost_at: instant().nullable(),
    loss_reason: reference('loss_reason').nullable(),
    /** Its place in the column of its stage: keys compare byte by byte and may be made anew at any time. */
    position: line(60, { sortable: true }),
  },
  custom: true,
  access: {
    own: { owner: 'me' },
    team: { any: [{ owner: 'me' }, { team: 'my_teams' }] },
  },
})
export type DealRow = Row<typeof Deal>

/** What lists, cards and events carry of a deal: everything but the long texts. */
export const DEAL_LINE = [
  'id',
  'created_at',
  'updated_at',
  'version',
  'title',
  'client',
  'contact',
  'amount',
  'currency',
  'expected_close',
  'owner',
  'team',
  'source',
  'tags',
  'pipeline',
  'stage',
  'state',
  'stage_since',
  'won_at',
  'lost_at',
  'loss_reason',
  'position',
  'custom',
] as const satisfies readonly (keyof DealRow)[]
export const DealCard = partOf(Deal, DEAL_LINE)

/** One thing that changed; `changes` maps a field to what it was and what it is. */
const HistoryEntry = z.object({
  id: z.string(),
  at: instant(),
  name: z.string(),
  actor: id().nullable(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
})

/** A stay in a stage; `seconds` null for the one that is not over. */
const Stay = z.object({
  stage: id(),
  since: instant(),
  seconds: z.int().nullable(),
  /** Who brought the deal there; null when the platform did. */
  actor: id().nullable(),
})

/** Taking deals away in files. */
export const EXPORT_DEALS = 'deals.export'

const byId = z.strictObject({ id: id() })
const { create: _create, ...rest } = crud(Deal, 'deals')
type Asked = z.ZodOptional<z.ZodType<Partial<Draft<typeof Deal>>, Partial<Input<typeof Deal>>>>
/** What changes on the way: what the stage asks for and the deal has not, the lane of a board that it goes into. */
const asked = () =>
  Deal.patch
    .optional()
    .describe(
      'Changed with the move: what the stage asks for, or the field that divides a board into lanes',
    ) as unknown as Asked

export const deals = actions('deals', '/deals', {
  /** Names for ids; at most 100 at once. What the caller may not see, and unknown ids, are left out. */
  cards: query('GET /cards', {
    in: z.strictObject({ ids: z.array(id()).min(1).max(100) }),
    out: z.object({ items: z.array(z.object({ id: id(), title: z.string(), state: z.enum(STATES) })) }),
    can: 'deals.read',
  }),
  /** Every deal that a filter finds, as a file. */
  export: exportOf(Deal, EXPORT_DEALS),
  /** What changed about a deal, the newest first. */
  history: query('GET /:id/history', {
    in: byId.extend({
      limit: z.int().min(1).max(MAX_LIMIT).default(50),
      cursor: z.string().max(50).optional(),
    }),
    out: z.object({ items: z.array(HistoryEntry), next: z.string().nullable() }),
    can: 'deals.read',
  }),
  ...rest,
  /** Into the default pipeline's first stage where nothing else is said. Whoever sees only their own owns what they make. */
  create: command('POST /', {
    in: draftWith(Deal, { pipeline: id().optional(), stage: id().optional() }),
    out: Deal,
    can: 'deals.create',
    status: 201,
    hooked: true,
  }),
  /**
   * Into a stage, right behind one deal or right before another, at the top where neither is said. `values` are changed in the
   * same breath: another lane of a board is another value of the field that divides it. 422 `required_by_stage` at each field that
   * the stage asks for (give it in `values`), `needs_loss_reason`; 409 `deal.wip_reached`, counted across all lanes; 403 for
   * whom the caller may not hand it to.
   */
  move: command('POST /:id/move', {
    in: byId.extend({
      stage: id(),
      after: id().nullable().optional(),
      before: id().nullable().optional(),
      loss_reason: id().optional(),
      values: asked(),
    }),
    out: Deal,
    can: 'deals.update',
  }),
  /** Into the pipeline's stage for won deals; refused like a move. */
  win: command('POST /:id/win', { in: byId.extend({ values: asked() }), out: Deal, can: 'deals.update' }),
  lose: command('POST /:id/lose', {
    in: byId.extend({ loss_reason: id(), values: asked() }),
    out: Deal,
    can: 'deals.update',
  }),
  /** Back to the open stage where it was before it was closed. 409 `deal.is_open`. */
  reopen: command('POST /:id/reopen', { in: byId, out: Deal, can: 'deals.update' }),
  tag: command('POST /:id/tags', {
    in: byId.extend({ tags: tags(), mode: z.enum(['replace', 'add', 'remove']).default('replace') }),
    out: Deal,
    can: 'deals.update',
  }),
  /** Brings back a deal that was deleted; 409 when it is not. */
  restore: command('POST /:id/restore', { in: byId, out: Deal, can: 'deals.delete' }),
  /** Gives back what a run over many changed. */
  putBack: command('POST /:id/put-back', {
    in: byId.extend({ values: z.record(z.string().max(100), z.unknown()) }),
    out: Deal,
    can: 'deals.update',
    internal: true,
  }),
  /** How long it was where, the latest stay first; at most 200. */
  stays: query('GET /:id/stays', { in: byId, out: z.object({ items: z.array(Stay) }), can: 'deals.read' }),
})

const dealEvent = <P extends z.ZodType<{ deal: z.output<typeof DealCard> }>>(name: string, payload: P) =>
  event(name, { payload, about: Deal, can: 'deals.read', record: ({ deal }: z.output<P>) => deal, public: true })

const carried = z.object({ deal: DealCard })
const changes = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))
export const dealCreated = dealEvent('deal.created', carried)
export const dealChanged = dealEvent('deal.changed', z.object({ deal: DealCard, changes }))
/** Into another stage, or to another place of its column: then `changes` is empty. */
export const dealMoved = dealEvent('deal.moved', z.object({ deal: DealCard, changes }))
export const dealWon = dealEvent('deal.won', z.object({ deal: DealCard, changes }))
export const dealLost = dealEvent('deal.lost', z.object({ deal: DealCard, changes }))
export const dealRemoved = dealEvent('deal.removed', carried)
export const dealRestored = dealEvent('deal.restored', carried)

/** What was noted about a deal. */
export const dealNoted = timelined(Deal, 'deals.read')
/** Deals have tasks. */
export const dealTasked = tasked(Deal, 'deals.read')

/** The right-hand pane of a deal's page: what other modules know about it. */
export const dealSidebar = slot<{ deal: DealRow }>('deal.sidebar')

const readsWays = { 'pipelines.read': 'all' } as const
const all = {
  'deals.read': 'all',
  'deals.create': 'all',
  'deals.update': 'all',
  'deals.delete': 'all',
  'deals.assign': 'all',
  [EXPORT_DEALS]: 'all',
  ...readsWays,
  'pipelines.create': 'all',
  'pipelines.update': 'all',
  'pipelines.delete': 'all',
} as const

/** What the built-in roles may do with deals; the administrator may do everything. */
export const dealGrants: Record<string, Grants> = {
  manager: all,
  sales_manager: all,
  seller: {
    'deals.read': 'team',
    'deals.create': 'own',
    'deals.update': 'team',
    'deals.assign': 'own',
    ...readsWays,
  },
  analyst: { 'deals.read': 'all', [EXPORT_DEALS]: 'all', ...readsWays },
}

export { BOARD_CLOSED_DAYS } from './contract/board.ts'
export const board = boardOf(Deal)
export { DealLine, lineTotal, linesTotal, taxesOf, MOST_LINES } from './contract/lines.ts'
export * from './contract/pipeline.ts'
export * from './contract/stage-actions.ts'
export * from './contract/quote.ts'
