// What a list shows, as a saved view keeps it, and back.
import { isOwn, namesOf, valuesOf } from './fields.ts'
import { spanIn, spanOf } from './filter/spans.ts'
import { filtersOf, type KeptList, type Listing, oneOrMany, type SavedList, type ShownList } from './shown.ts'

const OWN = 'custom.'.length

/** What is shown, as a view keeps it: also what is not asked at this moment. */
export function keptOf(listing: Listing, shown: ShownList): KeptList {
  const { saved, lost = {} } = shown
  const moments = Object.values(listing.spans ?? {})
  const spans = Object.fromEntries([
    ...Object.entries(saved?.spans ?? {}).filter(([field]) => !moments.includes(field)),
    ...Object.entries(listing.spans ?? {}).flatMap(([name, field]) => {
      const span = spanOf(shown.filters[name]?.[0] ?? '')
      return span && 'days' in span ? [[field, span.days] as const] : []
    }),
  ])
  const asked = Object.entries(filtersOf(listing, shown)).filter(
    ([name]) => !(name.replace(/_(from|to)$/, '') in spans),
  )
  const filters = Object.fromEntries(asked)
  const unasked = Object.entries(lost).map(([name, values]) => [name.slice(OWN), oneOrMany(values)])
  return {
    filters:
      unasked.length > 0
        ? { ...filters, custom: { ...(filters['custom'] as object | undefined), ...Object.fromEntries(unasked) } }
        : filters,
    spans,
    sort: shown.sort,
    columns: shown.columns ? [...shown.columns] : null,
    density: shown.density ?? null,
    // A list that makes neither groups nor lanes leaves those of its view alone.
    group_by: (listing.lanes ? shown.lanes : listing.groupings ? shown.group : saved?.group_by) ?? null,
  }
}

/** What the list is asked with for a saved view. */
export const filtersOfKept = (listing: Listing, kept: KeptList): Record<string, unknown> =>
  filtersOf(listing, shownOf(listing, { ...kept, id: '' }))

const keptValue = (filters: Record<string, unknown>, name: string): unknown =>
  isOwn(name) ? (filters['custom'] as Record<string, unknown> | undefined)?.[name.slice(OWN)] : filters[name]

/** What a saved view shows by itself. */
export function shownOf(listing: Listing, saved: SavedList): ShownList {
  const { id, filters, spans, sort, columns, density } = saved
  const keptAs = (name: string) => {
    const moment = listing.spans?.[name]
    return moment ? spanIn(moment, filters, spans) : keptValue(filters, name)
  }
  const own = namesOf(listing)
    .map((name) => [name, valuesOf(listing, name, keptAs(name))] as const)
    .filter(([, values]) => values.length > 0)
  const lanes = listing.lanes?.find((one) => one === saved.group_by)
  const custom = Object.entries((filters['custom'] ?? {}) as Record<string, unknown>)
  return {
    view: id,
    saved,
    ...orderIn(listing, sort, saved.group_by, listing.sorts[0]),
    ...(lanes ? { lanes } : {}),
    q: String(filters['q'] ?? ''),
    filters: Object.fromEntries(own),
    ...lostAmong(
      listing,
      Object.fromEntries(custom.map(([key, given]) => [`custom.${key}`, [given].flat().map(String)])),
    ),
    ...(columns ? { columns: columns.filter((name) => listing.columns.includes(name)) } : {}),
    ...(density ? { density } : {}),
  }
}

/** An order, and the groups that it makes where they are wanted. */
export function orderIn(
  { sorts, groupings = [] }: Listing,
  sort: unknown,
  group: unknown,
  otherwise: string,
): Pick<ShownList, 'sort' | 'group'> {
  const known = sorts.find((one) => one === sort) ?? otherwise
  const wanted = groupings.find((one) => one === group && one === known.replace('-', ''))
  return { sort: known, ...(wanted ? { group: wanted } : {}) }
}

/** Those filters by fields of the tenant's own that the list does not know, once it knows which there are. */
export function lostAmong(
  listing: Listing,
  named: Readonly<Record<string, readonly string[]>>,
): Pick<ShownList, 'lost'> {
  if (!listing.own) return {}
  const known = new Set(namesOf(listing))
  const lost = Object.entries(named).filter(([name, values]) => !known.has(name) && values.length > 0)
  return lost.length > 0 ? { lost: Object.fromEntries(lost) } : {}
}
