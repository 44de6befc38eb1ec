// The ways to all pages of the menu, by key.
import { useMemo } from 'react'
import { useInPortal, useMenu } from '../frame/menu.ts'
import { goShortcut } from './general.ts'

/** The ways to all pages of the menu that the person may open, by address. */
export function useWays() {
  const entries = useMenu()
  const inPortal = useInPortal()
  const menu = useMenu('settings')
  return useMemo(() => {
    const settings = inPortal ? [] : menu
    const root = settings.length > 0 ? [{ to: '/settings', label: 'menu.settings', key: 'KeyS' }] : []
    return Object.fromEntries([...entries, ...root, ...settings].map((entry) => [entry.to, goShortcut(entry)]))
  }, [entries, menu, inPortal])
}
