// Language for components.
import { createContext, use, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { formatFor, type Format } from './format.ts'
import { directionOf, type Language } from './languages.ts'
import type { Texts } from './texts.ts'

export type Translate = (key: string, params?: Record<string, unknown>) => string
type Speaking = {
  language: Language
  direction: 'ltr' | 'rtl'
  t: Translate
  has: (key: string) => boolean
  format: Format
  speak: (language: Language) => Promise<void>
  whole: () => Promise<void>
}

const Spoken = createContext<Speaking | null>(null)

export function LanguageProvider({ texts, children }: { texts: Texts; children: ReactNode }) {
  const spoken = useSyncExternalStore(texts.subscribe, texts.spoken)
  const language = texts.language()
  const speaking = useMemo<Speaking>(
    () => ({
      language,
      direction: directionOf(language),
      // A new function for every language, so that whatever depends on the words is drawn anew.
      t: (key, params) => texts.t(key, params),
      has: texts.has,
      format: formatFor(language),
      speak: texts.speak,
      whole: texts.whole,
    }),
    // oxlint-disable-next-line react/exhaustive-deps -- the same language may have got more words
    [texts, language, spoken],
  )
  return <Spoken.Provider value={speaking}>{children}</Spoken.Provider>
}

/** Below it, times are those of a zone (an IANA name); null = that of the device. */
export function ZoneProvider({ zone, children }: { zone: string | null; children: ReactNode }) {
  const spoken = useSpoken()
  const speaking = useMemo(
    () => (zone === null ? spoken : { ...spoken, format: formatFor(spoken.language, zone) }),
    [spoken, zone],
  )
  return <Spoken.Provider value={speaking}>{children}</Spoken.Provider>
}

function useSpoken(): Speaking {
  const spoken = useContext(Spoken)
  if (!spoken) throw new Error('a component stands outside of the language')
  return spoken
}

/** `t(key, params)`: the text of a key in the language in use. */
export const useT = (): Translate => useSpoken().t
/** Whether a key has a text. */
export const useHasText = () => useSpoken().has
export const useFormat = (): Format => useSpoken().format

/** What loads the texts beyond those of a first visit: for when there is nothing more to do. */
export const useWholeTexts = (): (() => Promise<void>) => useSpoken().whole

/** Waits (for a Suspense around it) until all texts are there. For what is not part of a first visit. */
export function WholeTexts({ children }: { children: ReactNode }) {
  use(useWholeTexts()())
  return children
}

export function useLanguage(): {
  language: Language
  direction: 'ltr' | 'rtl'
  setLanguage: (language: Language) => Promise<void>
} {
  const { language, direction, speak } = useSpoken()
  return { language, direction, setLanguage: speak }
}

/** The time now, renewed every half minute: what relative times are drawn from. */
export function useNow(): number {
  return useSyncExternalStore(subscribeToTime, () => now)
}

let now = Date.now()
const watchers = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | null = null
function subscribeToTime(tell: () => void): () => void {
  if (watchers.size === 0) now = Date.now()
  watchers.add(tell)
  ticking ??= setInterval(() => {
    now = Date.now()
    for (const watcher of watchers) watcher()
  }, 30_000)
  return () => {
    watchers.delete(tell)
    if (watchers.size > 0 || !ticking) return
    clearInterval(ticking)
    ticking = null
  }
}

/** An instant as a distance from now, with the whole date on hover. `short` for lists. */
export function Time({
  at,
  short = false,
  absolute = false,
  className,
}: {
  at: string
  short?: boolean
  absolute?: boolean
  className?: string
}) {
  const format = useFormat()
  const current = useNow()
  return (
    <time dateTime={at} title={format.instant(at)} className={className}>
      {absolute ? format.dateTime(at) : format.relative(at, Math.max(current, Date.parse(at)), short)}
    </time>
  )
}
