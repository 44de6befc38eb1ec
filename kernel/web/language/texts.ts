// The catalogues in the browser: the shell's and the modules', loaded for the language in use.
import { type TextTree, type Wording, wordingOf } from '../../contract/index.ts'
import { keepLanguage } from './catalogue.ts'
import { directionOf, type Language } from './languages.ts'

export type Catalogues = readonly Partial<Record<Language, () => Promise<unknown>>>[]
/** A catalogue as the build leaves it: the words of a first visit, and a way to the rest. A source has no rest. */
type Loaded = { default?: TextTree; rest?: () => Promise<{ default: TextTree }> }
type Spoken = {
  language: Language
  wording: Wording
  rests: NonNullable<Loaded['rest']>[]
  /** Somebody shows nothing where a text is to stand that was not there yet. */
  isMissed: boolean
}

export type Texts = ReturnType<typeof createTexts>

/** Speaks one language at a time; a key without a text is shown as it is, which the check of the catalogues prevents. */
export function createTexts(catalogues: Catalogues) {
  const listeners = new Set<() => void>()
  const known = new Map<Language, Promise<Spoken>>()
  const wholes = new Map<Language, Promise<void>>()
  let spoken: Spoken = { language: 'en', wording: wordingOf('en'), rests: [], isMissed: false }

  const change = (next: Spoken): void => {
    spoken = next
    for (const tell of listeners) tell()
  }

  async function load(language: Language): Promise<Spoken> {
    const loaded = await Promise.all(catalogues.flatMap((catalogue) => catalogue[language]?.() ?? []))
    const wording = wordingOf(language)
    for (const one of loaded as Loaded[]) wording.add(one.default ?? (one as TextTree))
    const rests = (loaded as Loaded[]).flatMap(({ rest }) => (typeof rest === 'function' ? [rest] : []))
    return { language, wording, rests, isMissed: false }
  }

  const firstOf = (language: Language): Promise<Spoken> => {
    const loading = known.get(language) ?? load(language)
    known.set(language, loading)
    // What could not be loaded may be later.
    loading.catch(() => known.delete(language))
    return loading
  }

  async function complete(language: Language): Promise<void> {
    const first = await firstOf(language)
    const { wording, rests } = first
    const loaded = await Promise.all(rests.map((rest) => rest()))
    for (const { default: tree } of loaded) wording.add(tree)
    rests.length = 0
    // The same words under a new name: whatever is drawn with them is drawn anew, which is all of the page, and only where
    // something was missed.
    if (spoken === first && first.isMissed) change({ ...first, isMissed: false })
  }

  /** Resolves when nothing of the language in use is missing; the same promise each time. */
  function whole(language = spoken.language): Promise<void> {
    const loading = wholes.get(language) ?? complete(language)
    wholes.set(language, loading)
    loading.catch(() => wholes.delete(language))
    return loading
  }

  /** A text that is not there yet is nothing to see for a moment, and is sent for. */
  const awaited = (): boolean => {
    if (spoken.rests.length === 0) return false
    spoken.isMissed = true
    void whole().catch(() => undefined)
    return true
  }

  return {
    language: () => spoken.language,
    /** Another object whenever the language or its words changed. */
    spoken: (): object => spoken,
    whole,
    t: (key: string, params?: Record<string, unknown>): string =>
      spoken.wording.words(key, params) ?? (awaited() ? '' : key),
    has(key: string): boolean {
      const isThere = spoken.wording.words(key) !== undefined
      if (!isThere) awaited()
      return isThere
    },
    subscribe(listen: () => void): () => void {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    /** Loads a language and changes to it; the page's own language and direction follow. A choice is kept on the device. */
    async speak(next: Language, { byChoice = true } = {}): Promise<void> {
      const first = await firstOf(next)
      // In the middle of the work any text may be in sight.
      if (wholes.has(spoken.language)) await whole(next)
      change(first)
      document.documentElement.lang = next
      document.documentElement.dir = directionOf(next)
      if (byChoice) keepLanguage(next)
    },
  }
}
