// Keys that hold in the whole workspace: the palette, the sheet, and the way to every page of the menu.
import type { MenuEntry } from '../module.tsx'
import { type Shortcut, shortcuts } from './shortcut.ts'

/** Where one changes one's keys. */
export const KEYS_PAGE = '/settings/keys'
export const keysPage = () => import('./page.tsx')

export const GENERAL = shortcuts('keys', 'keys.group.everywhere', {
  palette: { keys: ['mod+KeyK'], everywhere: true },
  search: { keys: ['Slash'] },
  choose: { keys: ['KeyX'] },
  sheet: { keys: ['shift+Slash', 'mod+Slash'] },
})

/** The way to a page: `g`, then the entry's own letter where it has one. */
export const goShortcut = ({ to, label, key }: Pick<MenuEntry, 'to' | 'label' | 'key'>): Shortcut => ({
  id: `go${to}`,
  label,
  group: 'keys.group.go',
  keys: key ? [`KeyG ${key}`] : [],
})
