// Where a list with views is: read from the address, changed through it.
import { useCallback, useMemo } from 'react'
import { type Action, customFields } from '../../contract/index.ts'
import { useAction } from '../call/hooks.ts'
import { useCustomFields } from '../custom/use-fields.ts'
import { type Density } from '../list/density.ts'
import { useKeptChoice } from '../list/use-kept-choice.ts'
import { useAddress } from '../shell/address.ts'
import { withOwnFields } from './fields.ts'
import { isNarrowed, pathOfShown, readShown } from './address.ts'
import { filtersOfKept, keptOf } from './kept.ts'
import type { KeptList, Listing, SavedList, ShownList } from './shown.ts'

/**
 * The list with the fields that the organisation added, as columns, filters and orders. Undefined until they are known, or
 * an address that names one would be misunderstood; `waits` says that none is named, where a list must not wait for nothing.
 */
export function useOwnListing(listing: Listing, waits = true): Listing | undefined {
  const { data, isPending } = useAction(customFields.list, { entity: listing.of.name }, { staleMs: 300_000 })
  const own = useCustomFields(listing.of.name)
  return useMemo(() => {
    if (data) return withOwnFields(listing, own)
    // They cannot be had: the list goes without.
    return isPending && waits ? undefined : listing
  }, [listing, own, isPending, data, waits])
}

/** Whether an address or a view names a field that the organisation added. */
export function namesOwn(search: Record<string, string>, saved: SavedList | null): boolean {
  const kept = [saved?.sort, saved?.group_by, ...(saved?.columns ?? [])]
  const names = [...Object.keys(search), search['sort'], search['columns'], search['lanes'], ...kept]
  return saved?.filters['custom'] !== undefined || names.some((name) => name?.includes('custom.'))
}

export function useListing(listing: Listing, saved?: SavedList | null) {
  const { search, go } = useAddress()
  const address = JSON.stringify(search)
  const shown = useMemo(
    () => readShown(listing, JSON.parse(address) as Record<string, string>, saved),
    [listing, address, saved],
  )
  const onShow = useCallback((next: ShownList) => go(pathOfShown(listing, next), { replace: true }), [go, listing])
  return { shown, onShow, go }
}

/** What the column and the bar of views are told of a list. */
export function useViewingOf(listing: Listing, list: Action, shown: ShownList, go: (to: string) => void) {
  return useMemo(() => {
    const kept = listing.keepsOrder && !shown.saved ? { sort: shown.sort } : {}
    const to = (key: string) =>
      listing.ready.some((one) => one.key === key)
        ? pathOfShown(listing, { ...readShown(listing, { view: key }), ...kept })
        : `${listing.path}?view=${key}`
    return {
      entity: listing.of,
      list,
      ready: listing.ready,
      chosen: shown.view,
      kept: keptOf(listing, shown),
      isModified: isNarrowed(listing, shown),
      to,
      go: (key: string) => go(to(key)),
      filtersOf: (kept: KeptList) => filtersOfKept(listing, kept),
    }
  }, [listing, list, shown, go])
}

/** Columns and density: as the address or a saved view says, else as the person left them. The title stays first. */
export function useLooks(listing: Listing, shown: ShownList, onShow: (shown: ShownList) => void) {
  const { name } = listing.of
  const [kept, keep] = useKeptChoice<readonly string[]>(`${listing.keptAs ?? name}.columns`, listing.usual)
  const [density, keepDensity] = useKeptChoice<Density>(`${listing.keptAs ?? name}.density`, 'normal')
  const [title] = listing.usual
  const known = kept.filter((field) => listing.columns.includes(field))
  return {
    columns: shown.columns ?? (known[0] === title ? known : listing.usual),
    density: shown.density ?? density,
    setColumns: (columns: readonly string[]) => (shown.columns ? onShow({ ...shown, columns }) : keep(columns)),
    setDensity: (next: Density) => (shown.density ? onShow({ ...shown, density: next }) : keepDensity(next)),
    reset: () => {
      const { columns: _columns, density: _density, ...rest } = shown
      keep(undefined)
      keepDensity(undefined)
      if (shown.columns || shown.density) onShow(rest)
    },
  }
}
export type Looks = ReturnType<typeof useLooks>
