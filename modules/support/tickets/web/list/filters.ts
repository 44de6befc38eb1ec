// What the ticket list shows, as it stands in the address bar and as the API is asked.
import type { ListInput, Row } from '#kernel/contract/index.ts'
import { DENSITIES, type Density } from '#kernel/web/index.tsx'
import { CHANNELS, PRIORITIES, STATUSES, type Ticket } from '../../contract.ts'
import { COLUMNS, type ColumnName } from './columns.ts'
import { momentsOf, PERIOD_FIELDS, periodOf, type PeriodName } from './periods.ts'

export const VIEWS = ['mine', 'unassigned', 'open', 'waiting', 'resolved', 'all'] as const
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
] as const
export type Sort = (typeof SORTS)[number]

/** Filters a person may add to a view; each stands in the address under its own name, several values by comma. */
export const FILTERS = [
  'status',
  'priority',
  'assignee',
  'team',
  'category',
  'tags',
  'channel',
  'created',
  'replied',
] as const
export type FilterName = (typeof FILTERS)[number]

/** `columns` and `density` are there when the address or a saved view says them; else they are as the person left them. */
export type Shown = { view: View; sort: Sort; q: string; columns?: readonly ColumnName[]; density?: Density } & Partial<
  Record<FilterName, readonly string[]>
>
export type TicketAsk = ListInput<Row<typeof Ticket>>

const ofView: Record<View, TicketAsk> = {
  mine: { status: 'open', assignee: 'me' },
  unassigned: { status: 'open', assignee: 'none' },
  open: { status: 'open' },
  waiting: { status: 'waiting' },
  resolved: { status: 'resolved' },
  all: {},
}

const allowed: Partial<Record<FilterName, readonly string[]>> = {
  status: [...STATUSES, 'open'],
  priority: PRIORITIES,
  channel: CHANNELS,
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
  return values.filter((value) => anId.test(value) || value === 'none' || (name === 'assignee' && value === 'me'))
}

const oneOf = <V extends string>(values: readonly V[], given: unknown, otherwise: V): V =>
  values.find((value) => value === given) ?? otherwise

/** Reads the address; what it does not understand is left out, so that an old link still opens. */
export function readShown(search: Record<string, unknown>): Shown {
  const filters = FILTERS.map((name) => [name, valuesOf(name, search[name])] as const)
  return {
    view: oneOf(VIEWS, search['view'], 'open'),
    sort: oneOf(SORTS, search['sort'], '-last_reply_at'),
    q: String(search['q'] ?? '')
      .trim()
      .slice(0, 200),
    ...Object.fromEntries(filters.filter(([, values]) => values.length > 0)),
    ...looksOf(search),
  }
}

/** The columns and the density that an address asks for. */
function looksOf(search: Record<string, unknown>): Pick<Shown, 'columns' | 'density'> {
  const asked = String(search['columns'] ?? '').split(',')
  const columns = [...new Set(asked)].flatMap((name) => COLUMNS.find((one) => one === name) ?? [])
  const density = DENSITIES.find((one) => one === search['density'])
  return { ...(columns.length > 0 ? { columns } : {}), ...(density ? { density } : {}) }
}

/** The address of what is shown; defaults are left out, so that the plain address is the plain list. */
export function writeShown(shown: Shown): Record<string, string> {
  const filters = FILTERS.filter((name) => shown[name]?.length).map((name) => [name, shown[name]!.join(',')])
  return {
    ...(shown.view === 'open' ? {} : { view: shown.view }),
    ...(shown.sort === '-last_reply_at' ? {} : { sort: shown.sort }),
    ...(shown.q ? { q: shown.q } : {}),
    ...Object.fromEntries(filters),
    ...(shown.columns ? { columns: shown.columns.join(',') } : {}),
    ...(shown.density ? { density: shown.density } : {}),
  }
}

/** The question to the API: the view, narrowed by the filters; a filter of the same field replaces the view's. */
export function askOf(shown: Shown): TicketAsk {
  const filters = FILTERS.filter((name) => shown[name]?.length).flatMap((name) => {
    const values = shown[name]!
    return isPeriod(name) ? momentsOf(name, values[0]!) : [[name, values.length === 1 ? values[0] : values]]
  })
  return { ...ofView[shown.view], ...Object.fromEntries(filters), ...(shown.q ? { q: shown.q } : {}), sort: shown.sort }
}

export const isNarrowed = (shown: Shown): boolean => shown.q !== '' || FILTERS.some((name) => shown[name]?.length)

/** Sets or clears one filter. */
export function withFilter(shown: Shown, name: FilterName, values: readonly string[]): Shown {
  const { [name]: _before, ...rest } = shown
  return values.length > 0 ? { ...rest, [name]: values } : rest
}

/** The address of the list, or of a ticket beside it, that shows the same. */
export function deskPath(shown: Shown, id?: string): string {
  const search = new URLSearchParams(writeShown(shown)).toString()
  return `/tickets${id ? `/${id}` : ''}${search ? `?${search}` : ''}`
}
