// Where a list with views is: read from the address, changed through it.
import { useCallback, useMemo } from 'react'
import { type Action, customFields } from '../../contract/index.ts'
import { useAction } from '../call/hooks.ts'
import { useCustomFields } from '../custom/use-fields.ts'
import { type Density } from '../list/density.ts'
import { useKeptChoice } from '../list/use-kept-choice.ts'
import { useAddress } from '../shell/address.ts'
import { withOwnFields } from './fields.ts'
import {
  filtersOfKept,
  isNarrowed,
  keptOf,
  type KeptList,
  type Listing,
  pathOfShown,
  readShown,
  type SavedList,
  type ShownList,
} from './shown.ts'

/**
 * The list with the fields that the organisation added, as columns, filters and orders; undefined until they are known, or
 * an address that names one would be misunderstood.
 */
export function useOwnListing(listing: Listing): Listing | undefined {
  const { data, isPending } = useAction(customFields.list, { entity: listing.of.name }, { staleMs: 300_000 })
  const own = useCustomFields(listing.of.name)
  return useMemo(() => (isPending && !data ? undefined : withOwnFields(listing, own)), [listing, own, isPending, data])
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
    const to = (key: string) =>
      listing.ready.some((one) => one.key === key)
        ? pathOfShown(listing, readShown(listing, { view: key }))
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
  const [kept, keep] = useKeptChoice<readonly string[]>(`${name}.columns`, listing.usual)
  const [density, keepDensity] = useKeptChoice<Density>(`${name}.density`, 'normal')
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
