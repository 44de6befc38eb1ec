// What a list with views shows, and how its action is asked for it; pure, for any entity.
import type * as z from 'zod'
import type { Entity, FieldRead } from '../../contract/index.ts'
import type { Density } from '../list/density.ts'
import { isOwn } from './fields.ts'
import { momentsOf } from './filter/spans.ts'

/** A list that has views, said once by its page. */
export type Listing = {
  of: Entity
  /** The address of the list; a record stands below it. */
  path: string
  /** Views that the product brings along. */
  ready: readonly { key: string; label: string; filters: Record<string, unknown> }[]
  /** The one that the plain address shows; the first unless told. */
  usualView?: string
  /** The usual order, and the others that are offered. */
  sorts: readonly [string, ...string[]]
  /** Filters that a person may set, each in the address under its own name. */
  filters: readonly string[]
  /** What those of them hold that are no fields of the entity. */
  also?: Readonly<Record<string, z.ZodType>>
  /** Those that are a span of days, each with the field whose moment lies in it: “this week” stays this week in a view. */
  spans?: Readonly<Record<string, string>>
  /** What the list may be put in groups by: in its order, the records of a group follow one another. */
  groupings?: readonly string[]
  /** What it may be divided into lanes by, where it is a board. */
  lanes?: readonly string[]
  /** From one ready view to the next the order stays as it is. */
  keepsOrder?: boolean
  /** The key of what a filter's value is called, where it is not `<entity>.<filter>.<value>`; undefined = it is. */
  valueWords?: (name: string, value: string) => [key: string, params?: Record<string, unknown>] | undefined
  /** The same for orders; the others are called by their field. */
  orderWords?: (sort: string) => string | undefined
  /** Fields of the tenant's own: see `withOwnFields`. Absent while they are not known. */
  own?: readonly FieldRead[]
  columns: readonly string[]
  usual: readonly string[]
  /** Under which name a device keeps columns and density; the entity's unless told. */
  keptAs?: string
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
  /** By which grouping; another order takes it away. */
  group?: string
  /** The field that divides a board. */
  lanes?: string
  /** Filters by fields of the tenant's own that are no more, or not this person's to see: kept, and not asked. */
  lost?: Readonly<Record<string, readonly string[]>>
  columns?: readonly string[]
  density?: Density
}

/** The list as its plain address shows it. */
export const plainOf = ({ ready, usualView, sorts }: Listing): ShownList => ({
  view: usualView ?? ready[0]!.key,
  sort: sorts[0],
  q: '',
  filters: {},
})

/** The filters that the list is asked with: the view, narrowed; a filter of the same field replaces the view's. */
export function filtersOf(listing: Listing, { view, saved, filters, q }: ShownList): Record<string, unknown> {
  const own = saved ? beyond(listing, saved.filters) : (listing.ready.find(({ key }) => key === view)?.filters ?? {})
  const narrowed = Object.entries(filters).flatMap(([name, values]): (readonly [string, unknown])[] => {
    const moment = listing.spans?.[name]
    return moment ? momentsOf(moment, values[0]!) : [[name, oneOrMany(values)]]
  })
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
/** A single value stands by itself: a bound of a range is no list. */
export const oneOrMany = (values: readonly string[]) => (values.length === 1 ? values[0] : values)

/** The same in groups, or without. */
export function grouped(listing: Listing, shown: ShownList, group: string | undefined): ShownList {
  const { group: _before, ...rest } = shown
  return group ? { ...rest, sort: group, group } : { ...rest, sort: shown.group ? listing.sorts[0] : shown.sort }
}

/** In another order, in which what was in groups is not. */
export function sorted(shown: ShownList, sort: string): ShownList {
  const { group: _before, ...rest } = shown
  return { ...rest, sort }
}

export function withFilter<S extends Pick<ShownList, 'filters'>>(shown: S, name: string, values: readonly string[]): S {
  const { [name]: _before, ...rest } = shown.filters
  return { ...shown, filters: values.length > 0 ? { ...rest, [name]: values } : rest }
}

/** The same without a filter by a field that is no more. */
export function withoutLost(shown: ShownList, name: string): ShownList {
  const { lost: { [name]: _gone, ...others } = {}, ...rest } = shown
  return Object.keys(others).length > 0 ? { ...rest, lost: others } : rest
}

/**
 * What a view asks for that the page has no control for: it holds all the same. A field of the tenant's own that is no more,
 * or not the reader's to see, would be refused and is left out.
 */
function beyond({ filters: asked, spans = {} }: Listing, filters: Record<string, unknown>) {
  const bounds = Object.values(spans).flatMap((field) => [`${field}_from`, `${field}_to`])
  const known = new Set(['q', 'custom', ...asked, ...bounds])
  return Object.fromEntries(Object.entries(filters).filter(([name]) => !known.has(name)))
}
