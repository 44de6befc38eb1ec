// What one may go to, in order.
import { createContext, useContext, useMemo } from 'react'
import { slot } from '../../contract/index.ts'
import { useMe } from '../me.tsx'
import { type MenuEntry, useModules } from '../module.tsx'

/**
 * A place in every frame for what belongs to all pages: `side` in the navigation (narrow when `folded`), `foot` under the
 * thumb, `portal` in the customers' head.
 */
export type FrameTool = { place: 'side' | 'foot' | 'portal'; folded: boolean }
export const frameTools = slot<FrameTool>('frame.tools')

/** In one's own menu, above what it always holds. */
export const ownMenu = slot<{}>('own.menu')

const Portal = createContext(false)
export const PortalProvider = Portal.Provider
/** Whether the customers' frame is drawn. */
export const useInPortal = (): boolean => useContext(Portal)

/** The entries of an area that the person may follow; the frame's own area when none is named. */
export function useMenu(area?: MenuEntry['area']): readonly MenuEntry[] {
  const { may } = useMe()
  const modules = useModules()
  const portal = useInPortal()
  const wanted = area ?? (portal ? 'portal' : 'main')
  return useMemo(
    () =>
      modules
        .flatMap((module) => module.menu)
        .filter((entry) => (entry.area ?? 'main') === wanted && may(entry.can))
        .toSorted((a, b) => a.order - b.order),
    [modules, wanted, may],
  )
}

/** Whether an entry is where the person is. */
export const isHere = (path: string, { to, exact }: Pick<MenuEntry, 'to' | 'exact'>): boolean =>
  path === to || (!exact && path.startsWith(`${to}/`))
