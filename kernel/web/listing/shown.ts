// What a list with views shows, as it stands in the address and as its action is asked; pure, for any entity.
import type * as z from 'zod'
import type { Entity, FieldRead } from '../../contract/index.ts'
import { DENSITIES, type Density } from '../list/density.ts'
import { isOwn, namesOf, valuesOf } from './fields.ts'

/** A list that has views, said once by its page. */
export type Listing = {
  of: Entity
  /** The address of the list; a record stands below it. */
  path: string
  /** Views that the product brings along; the first is what the plain address shows. */
  ready: readonly { key: string; label: string; filters: Record<string, unknown> }[]
  /** The usual order, and the others that are offered. */
  sorts: readonly [string, ...string[]]
  /** Filters that a person may set, each in the address under its own name. */
  filters: readonly string[]
  /** What those of them hold that are no fields of the entity. */
  also?: Readonly<Record<string, z.ZodType>>
  /** Fields of the tenant's own: see `withOwnFields`. */
  own?: readonly FieldRead[]
  columns: readonly string[]
  usual: readonly string[]
}
/** What a saved view keeps. */
export type KeptList = {
  filters: Record<string, unknown>
  spans: Record<string, number>
  sort: string | null
  columns: string[] | null
  density: Density | null
  group_by: string | null
}
export type SavedList = KeptList & { id: string }
export type ShownList = {
  view: string
  saved?: SavedList
  sort: string
  q: string
  filters: Readonly<Record<string, readonly string[]>>
  columns?: readonly string[]
  density?: Density
}

/** What says in the address that a filter of the saved view is not wanted now. */
const ANY = 'any'
const plainOf = ({ ready, sorts }: Listing): ShownList => ({
  view: ready[0]!.key,
  sort: sorts[0],
  q: '',
  filters: {},
})

/** Reads the address over the saved view that it names; what it does not understand is left out. */
export function readShown(listing: Listing, search: Record<string, unknown>, saved?: SavedList | null): ShownList {
  const base = saved ? shownOf(listing, saved) : plainOf(listing)
  const filters = namesOf(listing).flatMap((name) => {
    const given = search[name]
    const values =
      given === undefined ? (base.filters[name] ?? []) : given === ANY ? [] : valuesOf(listing, name, given)
    return values.length > 0 ? [[name, values] as const] : []
  })
  const columns = String(search['columns'] ?? base.columns?.join() ?? '')
    .split(',')
    .filter((name) => listing.columns.includes(name))
  const density = DENSITIES.find((one) => one === (search['density'] ?? base.density))
  return {
    view: saved?.id ?? listing.ready.find(({ key }) => key === search['view'])?.key ?? base.view,
    ...(saved ? { saved } : {}),
    sort: listing.sorts.find((one) => one === search['sort']) ?? base.sort,
    q: search['q'] === undefined ? base.q : String(search['q']).trim().slice(0, 200),
    filters: Object.fromEntries(filters),
    ...(columns.length > 0 ? { columns } : {}),
    ...(density ? { density } : {}),
  }
}

/** The address of what is shown; what the view says by itself is left out. */
export function writeShown(listing: Listing, shown: ShownList): Record<string, string> {
  const plain = plainOf(listing)
  const base = shown.saved ? shownOf(listing, shown.saved) : plain
  const filters = namesOf(listing)
    .filter((name) => String(shown.filters[name] ?? '') !== String(base.filters[name] ?? ''))
    .map((name) => [name, shown.filters[name]?.join(',') ?? ANY] as const)
  return {
    ...(shown.view === plain.view ? {} : { view: shown.view }),
    ...(shown.sort === base.sort ? {} : { sort: shown.sort }),
    ...(shown.q === base.q ? {} : { q: shown.q }),
    ...Object.fromEntries(filters),
    ...(shown.columns && String(shown.columns) !== String(base.columns) ? { columns: shown.columns.join(',') } : {}),
    ...(shown.density && shown.density !== base.density ? { density: shown.density } : {}),
  }
}

/** The address of the list, or of a record that is looked at in its order. */
export function pathOfShown(listing: Listing, shown: ShownList, id?: string): string {
  const search = new URLSearchParams(writeShown(listing, shown)).toString()
  return `${listing.path}${id ? `/${id}` : ''}${search ? `?${search}` : ''}`
}

/** The filters that the list is asked with: the view, narrowed; a filter of the same field replaces the view's. */
export function filtersOf(listing: Listing, { view, saved, filters, q }: ShownList): Record<string, unknown> {
  const own = saved ? beyond(listing, saved.filters) : (listing.ready.find(({ key }) => key === view)?.filters ?? {})
  const narrowed = Object.entries(filters).map(
    ([name, values]) => [name, values.length === 1 ? values[0] : values] as const,
  )
  const custom = {
    ...(own['custom'] as Record<string, unknown> | undefined),
    ...Object.fromEntries(narrowed.flatMap(([name, value]) => (isOwn(name) ? [[name.slice(OWN), value]] : []))),
  }
  return {
    ...own,
    ...Object.fromEntries(narrowed.filter(([name]) => !isOwn(name))),
    ...(Object.keys(custom).length > 0 ? { custom } : {}),
    ...(q ? { q } : {}),
  }
}

const OWN = 'custom.'.length

/** Something else is shown than the view by itself. */
export const isNarrowed = (listing: Listing, shown: ShownList): boolean =>
  shown.saved
    ? Object.keys(writeShown(listing, shown)).some((name) => name !== 'view')
    : shown.q !== '' || Object.keys(shown.filters).length > 0

export function withFilter<S extends Pick<ShownList, 'filters'>>(shown: S, name: string, values: readonly string[]): S {
  const { [name]: _before, ...rest } = shown.filters
  return { ...shown, filters: values.length > 0 ? { ...rest, [name]: values } : rest }
}

/** What is shown, as a view keeps it. */
export const keptOf = (listing: Listing, shown: ShownList): KeptList => ({
  filters: filtersOf(listing, shown),
  spans: shown.saved?.spans ?? {},
  sort: shown.sort,
  columns: shown.columns ? [...shown.columns] : null,
  density: shown.density ?? null,
  group_by: shown.saved?.group_by ?? null,
})

/** What the list is asked with for a saved view. */
export const filtersOfKept = (listing: Listing, kept: KeptList): Record<string, unknown> =>
  filtersOf(listing, shownOf(listing, { ...kept, id: '' }))

/**
 * What a view asks for that the page has no control for: it holds all the same. A field of the tenant's own that is no more,
 * or not the reader's to see, would be refused and is left out.
 */
const beyond = (listing: Listing, filters: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(filters).filter(([name]) => name !== 'q' && name !== 'custom' && !listing.filters.includes(name)),
  )

const keptValue = (filters: Record<string, unknown>, name: string): unknown =>
  isOwn(name) ? (filters['custom'] as Record<string, unknown> | undefined)?.[name.slice(OWN)] : filters[name]

function shownOf(listing: Listing, saved: SavedList): ShownList {
  const { id, filters, sort, columns, density } = saved
  const own = namesOf(listing)
    .map((name) => [name, valuesOf(listing, name, keptValue(filters, name))] as const)
    .filter(([, values]) => values.length > 0)
  return {
    view: id,
    saved,
    sort: listing.sorts.find((one) => one === sort) ?? listing.sorts[0],
    q: String(filters['q'] ?? ''),
    filters: Object.fromEntries(own),
    ...(columns ? { columns } : {}),
    ...(density ? { density } : {}),
  }
}
