// What one may go to, in order.
import { createContext, useContext, useMemo } from 'react'
import { useMe } from '../me.tsx'
import { type MenuEntry, useModules } from '../module.tsx'

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
