// What a list with views shows, as it stands in the address.
import { DENSITIES } from '../list/density.ts'
import { isOwn, namesOf, valuesOf } from './fields.ts'
import { lostAmong, orderIn, shownOf } from './kept.ts'
import { type Listing, plainOf, type SavedList, type ShownList } from './shown.ts'

/** What says in the address that a filter of the saved view is not wanted now. */
const ANY = 'any'

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
  const lanes = listing.lanes?.find((one) => one === (search['lanes'] ?? base.lanes))
  const density = DENSITIES.find((one) => one === (search['density'] ?? base.density))
  return {
    view: saved?.id ?? listing.ready.find(({ key }) => key === search['view'])?.key ?? base.view,
    ...(saved ? { saved } : {}),
    ...orderIn(listing, search['sort'] ?? base.sort, search['group'] ?? base.group, base.sort),
    ...(lanes ? { lanes } : {}),
    q: search['q'] === undefined ? base.q : String(search['q']).trim().slice(0, 200),
    filters: Object.fromEntries(filters),
    ...lostAmong(listing, { ...base.lost, ...ownNamed(search) }),
    ...(columns.length > 0 ? { columns } : {}),
    ...(density ? { density } : {}),
  }
}

/** What an address says of fields of the tenant's own. */
const ownNamed = (search: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(search)
      .filter(([name]) => isOwn(name))
      .map(([name, given]) => [
        name,
        given === ANY
          ? []
          : String(given ?? '')
              .split(',')
              .filter(Boolean)
              .slice(0, 50),
      ]),
  )

/** The address of what is shown; what the view says by itself is left out. */
export function writeShown(listing: Listing, shown: ShownList): Record<string, string> {
  const plain = plainOf(listing)
  const base = shown.saved ? shownOf(listing, shown.saved) : plain
  const filters = namesOf(listing)
    .filter((name) => String(shown.filters[name] ?? '') !== String(base.filters[name] ?? ''))
    .map((name) => [name, shown.filters[name]?.join(',') ?? ANY] as const)
  const [lost, lostBefore] = [shown.lost ?? {}, base.lost ?? {}]
  const changed = Object.keys({ ...lostBefore, ...lost })
    .filter((name) => String(lost[name] ?? '') !== String(lostBefore[name] ?? ''))
    .map((name) => [name, lost[name]?.join(',') ?? ANY] as const)
  return {
    ...(shown.view === plain.view ? {} : { view: shown.view }),
    ...(shown.sort === base.sort ? {} : { sort: shown.sort }),
    ...(shown.group === base.group ? {} : { group: shown.group ?? ANY }),
    ...(shown.lanes === base.lanes ? {} : { lanes: shown.lanes ?? ANY }),
    ...(shown.q === base.q ? {} : { q: shown.q }),
    ...Object.fromEntries([...filters, ...changed]),
    ...(shown.columns && String(shown.columns) !== String(base.columns) ? { columns: shown.columns.join(',') } : {}),
    ...(shown.density && shown.density !== base.density ? { density: shown.density } : {}),
  }
}

/** The address of the list, or of a record that is looked at in its order. */
export const pathOfShown = (listing: Listing, shown: ShownList, id?: string): string => pathsOfShown(listing, shown)(id)

/** The same for many records. */
export function pathsOfShown(listing: Listing, shown: ShownList): (id?: string) => string {
  const search = new URLSearchParams(writeShown(listing, shown)).toString()
  return (id) => `${listing.path}${id ? `/${id}` : ''}${search ? `?${search}` : ''}`
}

/** Something else is shown than the view by itself. */
export const isNarrowed = (listing: Listing, shown: ShownList): boolean =>
  shown.saved
    ? Object.keys(writeShown(listing, shown)).some((name) => name !== 'view')
    : shown.q !== '' || Object.keys(shown.filters).length > 0 || shown.lost !== undefined || shown.lanes !== undefined

/** The view by itself again; the order of a ready one stays as it is. */
export const resetShown = (listing: Listing, shown: ShownList): ShownList =>
  shown.saved ? readShown(listing, {}, shown.saved) : { ...plainOf(listing), view: shown.view, sort: shown.sort }
