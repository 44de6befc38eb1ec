// Ctrl/Cmd-K or /: every record, page and command.
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { WholeTexts } from '../language/hooks.tsx'
import type { PaletteCommand } from '../module.tsx'

const PaletteWindow = lazy(() => import('./palette-list.tsx'))

let open = false
const watchers = new Set<() => void>()
const local = new Set<readonly PaletteCommand[]>()
const watch = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
let before: Element | null = null
function setOpen(next: boolean): void {
  if (next && !open) before = document.activeElement
  if (!next && open) setTimeout(giveBack, CLOSED_MS)
  open = next
  for (const watcher of watchers) watcher()
}

/** By then the window is gone, and whatever was chosen has taken the focus if it wants it. */
const CLOSED_MS = 50
function giveBack(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body
  if (isLost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
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
      <WholeTexts>
        <PaletteWindow />
      </WholeTexts>
    </Suspense>
  )
}
