// Ctrl/Cmd-K or /: every record, page and command.
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import type { PaletteCommand } from '../module.tsx'

const PaletteWindow = lazy(() => import('./palette-list.tsx'))

let open = false
const watchers = new Set<() => void>()
const local = new Set<readonly PaletteCommand[]>()
const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
function setOpen(next: boolean): void {
  open = next
  for (const watcher of watchers) watcher()
}

export const openPalette = (): void => setOpen(true)
export const closePalette = (): void => setOpen(false)
export const togglePalette = (): void => setOpen(!open)

/** Commands that a page offers while it is shown. Keep the list's identity (useMemo). */
export function useCommands(commands: readonly PaletteCommand[]): void {
  useEffect(() => {
    local.add(commands)
    return () => void local.delete(commands)
  }, [commands])
}
export const pageCommands = (): readonly PaletteCommand[] => [...local].flat()

export function Palette() {
  const opened = useSyncExternalStore(watch, () => open)
  if (!opened) return null
  return (
    <Suspense fallback={null}>
      <PaletteWindow />
    </Suspense>
  )
}
