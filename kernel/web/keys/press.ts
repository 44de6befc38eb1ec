// One listener for all keys: finds what a press means to this person on this page, and does it.
import { type ChosenKeys, chosenKeys } from '../../contract/index.ts'
import { comboOf, isPlain } from './combo.ts'
import { keysOf, type Shortcut } from './shortcut.ts'

export type Answers = Readonly<Record<string, (() => void) | undefined>>
type Answering = { declared: readonly Shortcut[]; answers: () => Answers; isGeneral: boolean }

/** How long the second of two keys may take. */
const SECOND_KEY_MS = 1_500
const APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const answering = new Set<Answering>()
let chosen: ChosenKeys = chosenKeys.otherwise
let first: { combo: string; until: number } | null = null

export const setChosen = (next: ChosenKeys): void => void (chosen = next)

/** Answers keys until it is called off. What is general gives way to what a page says of the same shortcut. */
export function answerKeys(declared: readonly Shortcut[], answers: () => Answers, isGeneral = false): () => void {
  const one = { declared, answers, isGeneral }
  if (answering.size === 0) document.addEventListener('keydown', press)
  answering.add(one)
  return () => {
    answering.delete(one)
    if (answering.size === 0) document.removeEventListener('keydown', press)
  }
}

export type InForce = { shortcut: Shortcut; run: () => void }

/** What keys do now: every shortcut once, the page's own before the general ones, the newest part of it first. */
export function inForce(): InForce[] {
  const seen = new Map<string, InForce>()
  const order = [...answering].reverse().sort((a, b) => Number(a.isGeneral) - Number(b.isGeneral))
  for (const { declared, answers } of order) {
    const does = answers()
    for (const shortcut of declared) {
      const run = does[shortcut.id]
      if (run && !seen.has(shortcut.id)) seen.set(shortcut.id, { shortcut, run })
    }
  }
  return [...seen.values()]
}

/** Whether a press means a shortcut to this person; for lists that answer keys where the focus is. */
export const isPressed = (shortcut: Shortcut, event: KeyboardEvent): boolean =>
  placeOf(event.target) === 'page' && keysOf(shortcut, chosen).includes(comboOf(event) ?? '')

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return
  const combo = comboOf(event)
  if (!combo) return
  const begun = first && first.until > event.timeStamp ? `${first.combo} ${combo}` : null
  const place = placeOf(event.target)
  const all = inForce()
  const keys = (shortcut: Shortcut) => (shortcut.fixed ? [] : keysOf(shortcut, chosen))
  const means = (keyed: string) => all.find(({ shortcut }) => keys(shortcut).includes(keyed))
  const found = (begun && means(begun)) || means(combo)
  first = null
  if (found) {
    if (!mayWork(found.shortcut, combo, place) || (event.repeat && !found.shortcut.repeats)) return
    event.preventDefault()
    found.run()
  } else if (
    place === 'page' &&
    all.some(({ shortcut }) => keys(shortcut).some((key) => key.startsWith(`${combo} `)))
  ) {
    event.preventDefault()
    first = { combo, until: event.timeStamp + SECOND_KEY_MS }
  }
}

type Place = 'page' | 'field' | 'layer'

/** Whether letters typed now belong to a field, or to a menu or a dialogue. */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'page'
  const isField = 'input:not([type=checkbox]):not([type=radio]), textarea, select'
  const isTyping = target.isContentEditable || target.matches(isField)
  if (target.closest('[role=menu], [role=listbox], [role=dialog]')) return 'layer'
  return isTyping ? 'field' : 'page'
}

function mayWork({ everywhere = false }: Shortcut, combo: string, place: Place): boolean {
  if (place === 'page') return true
  if (isPlain(combo)) return false
  // ⌥ with a letter writes on Apple's machines.
  if (APPLE && /^alt\+(shift\+)?\w+$/.test(combo)) return false
  return place === 'field' || everywhere
}
