// What the ticket list shows, as it stands in the address bar and as the API is asked.
import type { ListInput, Row } from '#kernel/contract/index.ts'
import { DENSITIES, type Density } from '#kernel/web/index.tsx'
import type { Kept, ReadyView } from '#modules/platform/views/contract.ts'
import { MOST_LEVEL } from '#modules/platform/identity/contract.ts'
import { type Grouping, GROUPINGS } from '../../contract/groups.ts'
import { CHANNELS, PRIORITIES, STATUSES, TYPES, type Ticket } from '../../contract.ts'
import { type ColumnName, isColumn, isOwnColumn, type OwnColumn } from './shape/columns.ts'
import { momentsOf, PERIOD_FIELDS, periodIn, periodOf, type PeriodName } from './filter/periods.ts'

export const VIEWS = ['mine', 'unassigned', 'open', 'waiting', 'snoozed', 'resolved', 'all'] as const
export type View = (typeof VIEWS)[number]
export const SORTS = [
  '-last_reply_at',
  'last_reply_at',
  '-created_at',
  'created_at',
  '-updated_at',
  'updated_at',
  '-number',
  'number',
  'priority',
  '-priority',
  'status',
  '-status',
] as const
/** One of these, or in the order of a field that the organisation added. */
export type Sort = (typeof SORTS)[number] | OwnSort
export type OwnSort = OwnColumn | `-${OwnColumn}`
export const isOwnSort = (sort: string): sort is OwnSort => isOwnColumn(sort.replace(/^-/, ''))
export const isSort = (sort: string): sort is Sort => (SORTS as readonly string[]).includes(sort) || isOwnSort(sort)

/** Filters a person may add to a view; each stands in the address under its own name, several values by comma. */
export const FILTERS = [
  'status',
  'priority',
  'assignee',
  'team',
  'department',
  'escalation_level',
  'category',
  'type',
  'erp_modules',
  'tags',
  'channel',
  'created',
  'replied',
] as const
export type FilterName = (typeof FILTERS)[number]

/** A view that somebody saved. */
export type SavedView = Kept & { id: string; name: string }

/**
 * `view` is a ready one or the id of the `saved` one. `columns` and `density` are there when the address or a saved view says
 * them; else they are as the person left them.
 */
export type Shown = {
  view: string
  saved?: SavedView
  sort: Sort
  /** Sorted by what makes the groups, one after the other; another order takes them away. */
  group?: Grouping
  q: string
  columns?: readonly ColumnName[]
  density?: Density
  /** By fields of the organisation's own: values by key. */
  own?: Own
  /** Those of `own` that are asked no more: their field was archived, or is not this person's to see. */
  lost?: readonly string[]
} & Partial<Record<FilterName, readonly string[]>>
/** Filters by fields that the organisation added; each stands in the address as `custom.<key>`. */
export type Own = Readonly<Record<string, readonly string[]>>
export type TicketAsk = ListInput<Row<typeof Ticket>>

const ofView: Record<View, TicketAsk> = {
  mine: { status: 'open', assignee: 'me', snoozed: false },
  unassigned: { status: 'open', assignee: 'none', snoozed: false },
  open: { status: 'open', snoozed: false },
  waiting: { status: 'waiting' },
  snoozed: { snoozed: true },
  resolved: { status: 'resolved' },
  all: {},
}

/** Levels of support to filter by; the first is where every ticket begins. */
export const LEVELS = Array.from({ length: MOST_LEVEL }, (_, index) => String(index + 1))

const allowed: Partial<Record<FilterName, readonly string[]>> = {
  status: [...STATUSES, 'open'],
  priority: PRIORITIES,
  channel: CHANNELS,
  type: TYPES,
  escalation_level: LEVELS,
}
const isPeriod = (name: FilterName): name is PeriodName => name in PERIOD_FIELDS
const anId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function valuesOf(name: FilterName, given: unknown): readonly string[] {
  const values = String(given ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)
  if (name === 'tags') return values.map((value) => value.toLowerCase().slice(0, 50))
  if (isPeriod(name)) return values.filter((value) => periodOf(value) !== null).slice(0, 1)
  const choices = allowed[name]
  if (choices) return values.filter((value) => choices.includes(value))
  if (name === 'erp_modules') return values.filter((value) => anId.test(value))
  return values.filter((value) => anId.test(value) || value === 'none' || (name === 'assignee' && value === 'me'))
}

const oneOf = <V extends string>(values: readonly V[], given: unknown, otherwise: V): V =>
  values.find((value) => value === given) ?? otherwise

/** What says in the address that a filter of the saved view is not wanted now. */
const ANY = 'any'

/** Reads the address over the saved view that it names; what it does not understand is left out, so that an old link opens. */
export function readShown(search: Record<string, unknown>, saved?: SavedView | null): Shown {
  const base = saved ? shownOf(saved) : plain
  const filters = FILTERS.map((name) => {
    const given = search[name]
    return [name, given === undefined ? (base[name] ?? []) : given === ANY ? [] : valuesOf(name, given)] as const
  })
  return {
    view: saved?.id ?? oneOf(VIEWS, search['view'], 'open'),
    ...(saved ? { saved } : {}),
    ...orderOf(search['sort'] ?? base.sort, search['group'] ?? base.group, base.sort),
    q: search['q'] === undefined ? base.q : wordsOf(search['q']),
    ...Object.fromEntries(filters.filter(([, values]) => values.length > 0)),
    ...ownIn(search, base.own),
    ...looksOf({ columns: base.columns?.join(), density: base.density, ...search }),
  }
}

/** An order, and the groups that it makes where they are wanted. */
function orderOf(sort: unknown, group: unknown, otherwise: Sort): Pick<Shown, 'sort' | 'group'> {
  const known = typeof sort === 'string' && isSort(sort) ? sort : otherwise
  const wanted = GROUPINGS.find((one) => one === group && one === known.replace('-', ''))
  return { sort: known, ...(wanted ? { group: wanted } : {}) }
}

export const plain: Shown = { view: 'open', sort: '-last_reply_at', q: '' }
const wordsOf = (given: unknown) =>
  String(given ?? '')
    .trim()
    .slice(0, 200)

/** The columns and the density that an address asks for. */
function looksOf(search: Record<string, unknown>): Pick<Shown, 'columns' | 'density'> {
  const asked = String(search['columns'] ?? '').split(',')
  const columns = [...new Set(asked)].filter(isColumn)
  const density = DENSITIES.find((one) => one === search['density'])
  return { ...(columns.length > 0 ? { columns } : {}), ...(density ? { density } : {}) }
}

/** The address of what is shown; what the view says by itself is left out, so that the plain address is the plain list. */
export function writeShown(shown: Shown): Record<string, string> {
  const { view, saved, sort, q, columns, density } = shown
  const base = saved ? shownOf(saved) : plain
  const filters = FILTERS.filter((name) => String(shown[name] ?? '') !== String(base[name] ?? '')).map((name) => [
    name,
    shown[name]?.length ? shown[name].join(',') : ANY,
  ])
  return {
    ...(view === 'open' ? {} : { view }),
    ...(sort === base.sort ? {} : { sort }),
    ...(shown.group === base.group ? {} : { group: shown.group ?? ANY }),
    ...(q === base.q ? {} : { q }),
    ...Object.fromEntries(filters),
    ...ownWritten(shown.own, base.own),
    ...(columns && String(columns) !== String(base.columns) ? { columns: columns.join(',') } : {}),
    ...(density && density !== base.density ? { density } : {}),
  }
}

/** The question to the API: the view, narrowed by the filters; a filter of the same field replaces the view's. */
export const askOf = (shown: Shown): TicketAsk => ({ ...filtersOf(withoutLost(shown)), sort: shown.sort })

/** A view that names a field which is no more opens without that filter; kept again, it keeps it. */
function withoutLost(shown: Shown): Shown {
  const { lost = [], own = {} } = shown
  if (lost.length === 0) return shown
  return {
    ...withoutOwn(shown),
    ...some(Object.fromEntries(Object.entries(own).filter(([key]) => !lost.includes(key)))),
  }
}

/** A single value stands by itself: a bound of a range is no list. */
const oneOrMany = (own: Own) =>
  Object.fromEntries(Object.entries(own).map(([key, values]) => [key, values.length === 1 ? values[0]! : values]))

function filtersOf(shown: Shown): TicketAsk {
  const { view, saved, q } = shown
  const filters = FILTERS.filter((name) => shown[name]?.length).flatMap((name) => {
    const values = shown[name]!
    return isPeriod(name) ? momentsOf(name, values[0]!) : [[name, values.length === 1 ? values[0] : values]]
  })
  return {
    ...(saved ? beyond(saved.filters) : ofView[view as View]),
    ...Object.fromEntries(filters),
    ...(shown.own ? { custom: oneOrMany(shown.own) } : {}),
    ...(q ? { q } : {}),
  }
}

/** Something else is shown than the view by itself. */
export const isNarrowed = (shown: Shown): boolean =>
  shown.saved
    ? Object.keys(writeShown(shown)).some((name) => name !== 'view')
    : shown.q !== '' || shown.own !== undefined || FILTERS.some((name) => shown[name]?.length)

/** The view by itself again; the order of a ready one stays as it is. */
export const resetShown = (shown: Shown): Shown =>
  shown.saved ? readShown({}, shown.saved) : { ...plain, view: shown.view, sort: shown.sort }

/** The same without filters, as a person looks at it. */
export const withoutFilters = (shown: Shown): Shown =>
  FILTERS.reduce<Shown>((rest, name) => withFilter(rest, name, []), withoutOwn(shown))

const PREFIX = 'custom.'
const OWN_KEY = /^[a-z][a-z0-9_]{0,49}$/
const some = (own: Own): Pick<Shown, 'own'> => {
  const filled = Object.entries(own).filter(([key, values]) => OWN_KEY.test(key) && values.length > 0)
  return filled.length > 0 ? { own: Object.fromEntries(filled) } : {}
}

/** The filters by own fields that an address asks for, over those of the view. */
function ownIn(search: Record<string, unknown>, base: Own = {}): Pick<Shown, 'own'> {
  const asked = Object.entries(search).filter(([name]) => name.startsWith(PREFIX))
  const values = (given: unknown) =>
    given === ANY
      ? []
      : String(given ?? '')
          .split(',')
          .filter(Boolean)
          .slice(0, 50)
  return some({
    ...base,
    ...Object.fromEntries(asked.map(([name, given]) => [name.slice(PREFIX.length), values(given)])),
  })
}

function ownWritten(own: Own = {}, base: Own = {}): Record<string, string> {
  const keys = [...new Set([...Object.keys(own), ...Object.keys(base)])]
  const changed = keys.filter((key) => String(own[key] ?? '') !== String(base[key] ?? ''))
  return Object.fromEntries(changed.map((key) => [`${PREFIX}${key}`, own[key]?.join(',') ?? ANY]))
}

const ownKept = (kept: unknown): Pick<Shown, 'own'> =>
  some(
    Object.fromEntries(
      Object.entries((kept ?? {}) as Record<string, unknown>).map(([key, given]) => [key, [given].flat().map(String)]),
    ),
  )

function withoutOwn(shown: Shown): Shown {
  const { own: _own, ...rest } = shown
  return rest
}

/** Sets or clears the filter by one own field. */
export const withOwn = (shown: Shown, key: string, values: readonly string[]): Shown => ({
  ...withoutOwn(shown),
  ...some({ ...shown.own, [key]: values }),
})

/** The filters by own fields as every list has them, by `custom.<key>`; and back. */
export const narrowedByOwn = ({ own = {} }: Shown): { filters: Own } => ({
  filters: Object.fromEntries(Object.entries(own).map(([key, values]) => [`${PREFIX}${key}`, values])),
})
export const withOwnOf = (shown: Shown, { filters }: { filters: Own }): Shown => ({
  ...withoutOwn(shown),
  ...some(Object.fromEntries(Object.entries(filters).map(([name, values]) => [name.slice(PREFIX.length), values]))),
})

/** What a filter is called: the key of its field's name. */
export const labelOf = (name: FilterName): string => `ticket.${isPeriod(name) ? PERIOD_FIELDS[name] : name}`

/** What one of its choices is called: the key of its text, and what stands in it. */
export const wordOf = (name: FilterName, value: string): [key: string, params?: { level: string }] =>
  name === 'escalation_level' ? ['tickets.escalation', { level: value }] : [`ticket.${name}.${value}`]

/** The same in groups, or without. */
export function grouped(shown: Shown, group: Grouping | undefined): Shown {
  const { group: _before, ...rest } = shown
  return group ? { ...rest, sort: group, group } : { ...rest, sort: shown.group ? plain.sort : shown.sort }
}

/** Sets or clears one filter. */
export function withFilter(shown: Shown, name: FilterName, values: readonly string[]): Shown {
  const { [name]: _before, ...rest } = shown
  return values.length > 0 ? { ...rest, [name]: values } : rest
}

/** The address of the list, or of a ticket beside it, that shows the same. */
export const deskPath = (shown: Shown, id?: string): string => deskPaths(shown)(id)

/** The same for many tickets. */
export function deskPaths(shown: Shown): (id?: string) => string {
  const search = new URLSearchParams(writeShown(shown)).toString()
  return (id) => `/tickets${id ? `/${id}` : ''}${search ? `?${search}` : ''}`
}

const FIELDS = new Set<string>([
  ...FILTERS.filter((name) => !isPeriod(name)),
  ...Object.values(PERIOD_FIELDS).flatMap((field) => [`${field}_from`, `${field}_to`]),
  'q',
  'custom',
])
/** What a view asks for that the desk has no control for: it holds all the same. */
const beyond = (filters: Record<string, unknown>): TicketAsk =>
  Object.fromEntries(Object.entries(filters).filter(([name]) => !FIELDS.has(name))) as TicketAsk

/** What a saved view shows by itself. */
function shownOf(saved: SavedView): Shown {
  const { id, filters, spans, sort, columns, density } = saved
  const own = FILTERS.map((name) => {
    const given = isPeriod(name) ? periodIn(name, filters, spans) : String(filters[name] ?? '')
    return [name, valuesOf(name, given)] as const
  })
  return {
    view: id,
    saved,
    ...orderOf(sort, saved.group_by, plain.sort),
    q: wordsOf(filters['q']),
    ...Object.fromEntries(own.filter(([, values]) => values.length > 0)),
    ...ownKept(filters['custom']),
    ...looksOf({ columns: columns?.join(), density }),
  }
}

/** What is shown, as a view keeps it: “this week” stays this week. */
export function keptOf(shown: Shown): Kept {
  const periods = (Object.keys(PERIOD_FIELDS) as PeriodName[]).filter((name) => shown[name]?.length)
  const spans = Object.fromEntries(
    periods.flatMap((name) => {
      const period = periodOf(shown[name]![0]!)
      return period && 'days' in period ? [[PERIOD_FIELDS[name], period.days]] : []
    }),
  )
  const asked = Object.entries(filtersOf(shown)).filter(([name]) => !(name.replace(/_(from|to)$/, '') in spans))
  return {
    filters: Object.fromEntries(asked),
    spans,
    sort: shown.sort,
    columns: shown.columns ? [...shown.columns] : null,
    density: shown.density ?? null,
    group_by: shown.group ?? null,
  }
}

/** What the list is asked with for a saved view, and its figure counted by. */
export const filtersOfKept = (kept: Kept): Record<string, unknown> => filtersOf(shownOf({ ...kept, id: '', name: '' }))

export const READY: readonly ReadyView[] = VIEWS.map((view) => ({
  key: view,
  label: `tickets.view.${view}`,
  filters: ofView[view],
}))
