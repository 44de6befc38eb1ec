// The records before and after this one, in the order of the list it was opened from.
import type { Action } from '../../contract/index.ts'
import { useInfiniteAction } from '../call/hooks.ts'
import { pathOfShown } from '../listing/address.ts'
import { filtersOf, type Listing, type ShownList } from '../listing/shown.ts'

/** Addresses; null at an end of the list, and for a record that is not in it. */
export type Neighbours = { previous: string | null; next: string | null }

/** Asks what the list itself asked, so that what it fetched answers. */
export function useNeighbours(
  listing: Listing,
  list: Action,
  shown: ShownList,
  fields: readonly string[],
  id: string,
): Neighbours {
  const asked = { ...filtersOf(listing, shown), sort: shown.sort, fields, limit: 50, total: true }
  const { items } = useInfiniteAction(list, asked)
  const at = (items as { id: string }[]).findIndex((one) => one.id === id)
  const pathOf = (index: number) => {
    const there = at < 0 ? undefined : (items as { id: string }[])[index]
    return there ? pathOfShown(listing, shown, there.id) : null
  }
  return { previous: pathOf(at - 1), next: pathOf(at + 1) }
}
