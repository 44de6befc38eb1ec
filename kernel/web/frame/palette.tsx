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

/** Commands that a page offers while it is shown. Keep the list's identity (useMemo). */
export function useCommands(commands: readonly PaletteCommand[]): void {
  useEffect(() => {
    local.add(commands)
    return () => void local.delete(commands)
  }, [commands])
}
export const pageCommands = (): readonly PaletteCommand[] => [...local].flat()

const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role=dialog]') !== null

export function Palette() {
  const opened = useSyncExternalStore(watch, () => open)
  useEffect(() => {
    // The key's place, not its letter: the same keys work on a Russian or an Arabic layout.
    const press = (event: KeyboardEvent) => {
      // A page that has a search of its own on this key has taken it by now.
      const isSlash = event.code === 'Slash' && !event.defaultPrevented && !isTyping(event)
      if (isSlash && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
        event.preventDefault()
        return setOpen(true)
      }
      if (event.code !== 'KeyK' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setOpen(!open)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  if (!opened) return null
  return (
    <Suspense fallback={null}>
      <PaletteWindow />
    </Suspense>
  )
}
