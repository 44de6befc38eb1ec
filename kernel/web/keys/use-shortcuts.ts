// What a page does when its keys are pressed, and which keys those are for the person.
import { useCallback, useLayoutEffect, useRef } from 'react'
import { chosenKeys } from '../../contract/index.ts'
import { usePreference } from '../preference/use-preference.ts'
import { printed } from './combo.ts'
import { answerKeys } from './press.ts'
import { keysOf, type Shortcut } from './shortcut.ts'

/** Runs what a key stands for while the page is shown; what is undefined cannot be done now. `general` gives way to pages. */
export function useShortcuts<N extends string>(
  declared: Readonly<Record<N, Shortcut>>,
  answers: Readonly<Partial<Record<N, (() => void) | undefined>>>,
  general = false,
): void {
  const latest = useRef(answers)
  // What is on the screen answers at once: presses come past the framework, which would do what it put off first.
  useLayoutEffect(() => {
    latest.current = answers
  })
  useLayoutEffect(() => {
    const names = Object.keys(declared) as N[]
    const byId = () => Object.fromEntries(names.map((name) => [declared[name].id, latest.current[name]]))
    return answerKeys(Object.values(declared), byId, general)
  }, [declared, general])
}

const APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
const WORDS: Record<string, string> = { mod: APPLE ? '⌘' : 'Ctrl', alt: APPLE ? '⌥' : 'Alt', shift: 'Shift' }

/** A key as it is called in a line of text: `Ctrl+Shift+.`, `G T`. */
export const inWords = (combo: string): string =>
  printed(combo)
    .map((press) => press.map((sign) => WORDS[sign] ?? sign).join('+'))
    .join(' ')

/** The person's keys, and how the first of a shortcut's is called (null = it has none). */
export function useKeys() {
  const { value: chosen, choose, problem } = usePreference(chosenKeys)
  const named = useCallback(
    (shortcut: Shortcut) => {
      const [combo] = keysOf(shortcut, chosen)
      return combo ? inWords(combo) : null
    },
    [chosen],
  )
  return { chosen, choose, problem, named }
}
