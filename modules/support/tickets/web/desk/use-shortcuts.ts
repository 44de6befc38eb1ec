// The desk's keys for the part of the page that is shown.
import { useShortcuts as useKeysOf } from '#kernel/web/index.tsx'
import { type ShortcutName, SHORTCUTS } from './keys.ts'

/** Runs what a key stands for; keys without an answer here are left to others. */
export const useShortcuts = (answers: Partial<Record<ShortcutName, (() => void) | undefined>>): void =>
  useKeysOf<ShortcutName>(SHORTCUTS, answers)
