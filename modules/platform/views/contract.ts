// Saved views: what a list shows, under a name, for oneself, a team or everybody. One mechanism for every kind of record.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  entity,
  event,
  id,
  line,
  query,
  reference,
  rowOf,
  slot,
  structure,
  yesNo,
  type Action,
  type Entity,
  type Row,
} from '#kernel/contract/index.ts'

export const VISIBILITIES = ['personal', 'team', 'shared'] as const
export const DENSITIES = ['compact', 'normal', 'comfortable'] as const
export type Visibility = (typeof VISIBILITIES)[number]

/** Sharing with teams and with everybody; a team's lead may share with that team without it. */
export const SHARE = 'views.share'
export const MOST_VIEWS = 200
export const MOST_COUNTS = 50

const kindName = () => line(50, { filterable: true })
const filters = () => z.record(z.string().max(100), z.unknown())

export const View = entity('view', {
  table: 'views',
  written: {
    /** The kind of record that it shows: an entity's name. */
    entity: kindName(),
    name: line(100, { sortable: true }),
    visibility: choice(VISIBILITIES, { filterable: false }).default('personal'),
    /** Who sees it where it is a team's. */
    team: reference('team', { filterable: false }).nullable().default(null),
    /** What the entity's list is asked with: filters and `q`, nothing of its order or pages. */
    filters: structure(filters()).default({}),
    /** Filters that move with the calendar: a moment's field, and how many days up to today by the reader's clock. */
    spans: structure(z.record(z.string().max(100), z.int().min(1).max(3_650))).default({}),
    sort: line(100).nullable().default(null),
    /** Fields in the order of the columns; null for those the list shows by itself. */
    columns: structure(z.array(z.string().min(1).max(100)).max(50))
      .nullable()
      .default(null),
    density: choice(DENSITIES, { filterable: false }).nullable().default(null),
    group_by: line(100).nullable().default(null),
  },
  kept: {
    owner: reference('user', { filterable: false }),
    /** Follows from the visibility: what access asks. */
    everyone: yesNo({ filterable: false }),
  },
  // Even an administrator does not look into what somebody keeps for themselves.
  access: { all: { any: [{ owner: 'me' }, { everyone: true }, { team: 'my_teams' }] } },
})
export type ViewRow = Row<typeof View>

/** Where one person has a view: `key` is its id, or the name of a ready one of the entity. */
export const Place = z.object({
  key: z.string().min(1).max(50),
  pinned: z.boolean(),
  /** Put away by this person: others see it as before. */
  hidden: z.boolean(),
  position: z.int().min(0).max(1_000),
})
export type Place = z.output<typeof Place>

const byId = z.strictObject({ id: id() })

export const views = actions('views', '/views', {
  ...crud(View, 'views', 64 * 1024),
  /** All views of a kind of record that the caller sees, and where the caller has them. */
  shelf: query('GET /shelf', {
    in: z.strictObject({ entity: kindName() }),
    out: z.object({ items: z.array(rowOf(View)), places: z.array(Place) }),
    can: 'views.read',
    about: View,
  }),
  /** Pins, hides and orders views for the caller alone; those that are not named stay as they are. */
  arrange: command('POST /shelf', {
    in: z.strictObject({
      entity: kindName(),
      places: z
        .array(Place)
        .min(1)
        .max(2 * MOST_VIEWS),
    }),
    out: z.object({ places: z.array(Place) }),
    can: 'views.read',
  }),
  /** A personal view of the caller with the same content. */
  copy: command('POST /:id/copy', {
    in: byId.extend({ name: line(100).optional() }),
    out: View,
    can: 'views.create',
    status: 201,
  }),
  /** Takes back a deletion. */
  restore: command('POST /:id/restore', { in: byId, out: View, can: 'views.delete' }),
  /**
   * How many records each set of filters shows, exactly up to 999. Every event up to `place` is in the figures, of later
   * ones those in `seen`: with the live events behind them a client keeps the figures right by itself.
   */
  counts: query('POST /counts', {
    in: z.strictObject({
      entity: kindName(),
      sets: z
        .array(z.strictObject({ key: z.string().min(1).max(50), filters: filters() }))
        .min(1)
        .max(MOST_COUNTS),
    }),
    out: z.object({
      place: z.int(),
      items: z.array(z.object({ key: z.string(), count: z.int(), more: z.boolean(), seen: z.array(z.int()) })),
    }),
    can: 'views.read',
    audited: 'none',
  }),
})

const about = { about: View, can: 'views.read' } as const
const carried = z.object({ view: rowOf(View) })
export const viewCreated = event('view.created', { ...about, payload: carried, record: ({ view }) => view })
export const viewChanged = event('view.changed', { ...about, payload: carried, record: ({ view }) => view })
/** It is gone for those who could see the state it carries: deleted, or shared with them no longer. */
export const viewRemoved = event('view.removed', { ...about, payload: carried, record: ({ view }) => view })
/** For the person's own other windows: their arrangement of a kind's views changed. */
export const viewsArranged = event('view.arranged', {
  ...about,
  payload: z.object({ user: id(), entity: z.string() }),
  record: ({ user }) => ({ id: user, owner: user }),
})

/** What a list shows, as a view keeps it. */
export type Kept = Pick<ViewRow, 'filters' | 'spans' | 'sort' | 'columns' | 'density' | 'group_by'>
/** A view that the product brings along: `key` is its name in the address. */
export type ReadyView = { key: string; label: string; filters: Record<string, unknown> }

/** What a list that has views says of itself. */
export type Viewing = {
  entity: Entity
  list: Action
  ready: readonly ReadyView[]
  /** The view that is shown: its key or id. */
  chosen: string
  /** What the list shows now, for saving it. */
  kept: Kept
  /** It differs from the chosen view. */
  isModified: boolean
  /** The address that shows a view. */
  to: (key: string) => string
  go: (key: string) => void
  /** What the list is asked with for a saved view, its spans resolved. */
  filtersOf: (kept: Kept) => Record<string, unknown>
  /** Fields beside the written ones that never change, or never without an event whose `changes` say so. */
  fixed?: readonly string[]
}
/** The views of a list: a column beside it, chips above it where there is little room. */
export const viewsColumn = slot<Viewing>('views.column')
/** Above a list that shows something else than its view: save, save as, reset. */
export const viewsBar = slot<Viewing>('views.bar')
