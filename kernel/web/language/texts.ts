// The catalogues in the browser: the shell's and the modules', loaded for the language in use.
import i18next, { type i18n } from 'i18next'
import { keepLanguage } from './catalogue.ts'
import { directionOf, type Language } from './languages.ts'

export type Catalogues = readonly Partial<Record<Language, () => Promise<unknown>>>[]

export type Texts = ReturnType<typeof createTexts>

/** Speaks one language at a time; a key without a text is shown as it is, which the check of the catalogues prevents. */
export function createTexts(catalogues: Catalogues) {
  const texts: i18n = i18next.createInstance()
  void texts.init({
    resources: {},
    fallbackLng: false,
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
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
    /** Loads a language and changes to it; the page's own language and direction follow. A choice is kept on the device. */
    async speak(next: Language, { byChoice = true } = {}): Promise<void> {
      const trees = await Promise.all(catalogues.flatMap((catalogue) => catalogue[next]?.() ?? []))
      for (const tree of trees) {
        texts.addResources(next, 'translation', flat((tree as { default?: Tree }).default ?? (tree as Tree)))
      }
      await texts.changeLanguage(next)
      language = next
      t = texts.getFixedT(next)
      document.documentElement.lang = next
      document.documentElement.dir = directionOf(next)
      if (byChoice) keepLanguage(next)
      for (const tell of listeners) tell()
    },
  }
}

type Tree = { [key: string]: string | Tree }

/** `{ a: { b: 'x' } }` as `{ 'a.b': 'x' }`: a key may then be a text and the beginning of other keys at once. */
function flat(tree: Tree, prefix = ''): Record<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : Object.entries(flat(value, `${prefix}${key}.`)),
  )
  return Object.fromEntries(entries)
}
