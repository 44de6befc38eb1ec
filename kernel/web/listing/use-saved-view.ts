// The saved view that the address names, for lists whose views are kept by a module.
import type { Action, Entity } from '../../contract/index.ts'
import { useAction } from '../call/hooks.ts'
import { useLive } from '../live/hooks.ts'
import { useMe } from '../me.tsx'
import { useAddress } from '../shell/address.ts'
import type { SavedList } from './shown.ts'

const anId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Undefined while the view is on its way, null for a ready one and one that is gone. `shelf` answers the views of a kind of
 * record, `view` is what they are.
 */
export function useSavedView<V extends SavedList>(
  of: Entity,
  shelf: Action<{ entity: string }, { entity: string }, { items: V[] }>,
  view: Entity,
): V | null | undefined {
  const { search } = useAddress()
  const { may } = useMe()
  const named = search['view'] ?? ''
  const isAsked = anId.test(named) && may(shelf.can)
  const { data, isPending } = useAction(shelf, { entity: of.name }, { enabled: isAsked })
  useLive(isAsked ? [view.name] : [])
  if (!isAsked) return null
  return isPending ? undefined : (data?.items.find(({ id }) => id === named) ?? null)
}
