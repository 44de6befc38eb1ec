// The catalogues in the browser: the shell's and the modules', loaded for the language in use.
import i18next, { type i18n } from 'i18next'
import { isLanguage, type Language, directionOf } from './languages.ts'

type Load = () => Promise<unknown>
export type Catalogues = readonly Partial<Record<Language, Load>>[]

const KEPT = 'workernet.language'

export type Texts = ReturnType<typeof createTexts>

/** Speaks one language at a time; a key without a text is shown as it is, which the check of the catalogues prevents. */
export function createTexts(catalogues: Catalogues) {
  const texts: i18n = i18next.createInstance()
  void texts.init({
    resources: {},
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const listeners = new Set<() => void>()
  let language: Language = 'en'
  let t = texts.getFixedT(language)

  return {
    language: () => language,
    t: (key: string, params?: Record<string, unknown>): string => t(key, params ?? {}),
    has: (key: string): boolean => texts.exists(key, { lng: language }),
    subscribe(listen: () => void): () => void {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    /** Loads a language and changes to it; the page's own language and direction follow. */
    async speak(next: Language): Promise<void> {
      const trees = await Promise.all(catalogues.flatMap((catalogue) => catalogue[next]?.() ?? []))
      for (const tree of trees)
        texts.addResourceBundle(next, 'translation', (tree as { default?: unknown }).default ?? tree, true, true)
      await texts.changeLanguage(next)
      language = next
      t = texts.getFixedT(next)
      document.documentElement.lang = next
      document.documentElement.dir = directionOf(next)
      keep(next)
      for (const tell of listeners) tell()
    },
  }
}

/** The language to begin with: chosen on this device, else what the browser prefers, else what the page came in. */
export function firstLanguage(): Language {
  const candidates = [kept(), ...navigator.languages.map((tag) => tag.split('-')[0]), document.documentElement.lang]
  return candidates.find(isLanguage) ?? 'en'
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT)
  } catch {
    return null
  }
}

// A cookie beside it lets the server send the page in the right language and direction at once.
function keep(language: Language): void {
  document.cookie = `${KEPT}=${language}; path=/; max-age=31536000; samesite=strict`
  try {
    localStorage.setItem(KEPT, language)
  } catch {
    // A browser that keeps nothing is asked anew every time.
  }
}
