// People's words from catalogues: one reading of them for browser and server.
import i18next from 'i18next'

export type TextTree = { [key: string]: string | TextTree }

/** Texts of one language. Undefined = no text of this key. */
export type Wording = {
  add(tree: TextTree): void
  words(key: string, params?: Record<string, unknown>): string | undefined
}

const PLACE = 'translation'

/** Without texts yet. A key may be a text and the beginning of other keys at once: `a` and `a.b`. */
export function wordingOf(language: string): Wording {
  const texts = i18next.createInstance()
  const settings = { lng: language, resources: {}, fallbackLng: false as const, initAsync: false }
  void texts.init({ ...settings, keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false } })
  const t = texts.getFixedT(language)
  return {
    add: (tree) => void texts.addResources(language, PLACE, flat(tree)),
    words(key, params = {}) {
      const text = params['count'] === undefined ? (texts.getResource(language, PLACE, key) as unknown) : undefined
      // Most texts have no gaps, and lists ask for hundreds of them a frame.
      if (typeof text === 'string' && !text.includes('{{') && !text.includes('$t(')) return text
      return texts.exists(key, params) ? t(key, params) : undefined
    },
  }
}

function flat(tree: TextTree, prefix = ''): Record<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : Object.entries(flat(value, `${prefix}${key}.`)),
  )
  return Object.fromEntries(entries)
}
