// Keys for the page that is shown.
import { useEffect, useRef } from 'react'
import { isTypingIn, type Shortcut, shortcutOf } from './keys.ts'

/** Runs what a key stands for; keys without an answer here are left to others. */
export function useShortcuts(answers: Partial<Record<Shortcut, () => void>>): void {
  const latest = useRef(answers)
  useEffect(() => {
    latest.current = answers
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event, isTypingIn(event.target))
      const answer = shortcut && latest.current[shortcut]
      if (!answer) return
      event.preventDefault()
      answer()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
