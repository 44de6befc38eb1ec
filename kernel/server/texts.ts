// Messages for people, in their language, on the server: the same catalogues that the browser uses.
import { readFileSync, existsSync } from 'node:fs'
import i18next, { type i18n } from 'i18next'

export const LANGUAGES = ['ru', 'en', 'uz', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

export type Texts = {
  t: (language: string, key: string, params?: Record<string, unknown>) => string
  has: (key: string) => boolean
}

/** Reads the catalogues of the kernel and of some modules (folders below `modules/`). */
export function loadTexts(modules: readonly string[]): Texts {
  const folders = [
    new URL('../text/', import.meta.url),
    ...modules.map((name) => new URL(`../../modules/${name}/text/`, import.meta.url)),
  ]
  const resources = Object.fromEntries(
    LANGUAGES.map((language) => [language, { translation: catalogue(folders, language) }]),
  )
  const texts: i18n = i18next.createInstance()
  void texts.init({ resources, lng: 'en', fallbackLng: 'en', initAsync: false, interpolation: { escapeValue: false } })
  const fixed = Object.fromEntries(LANGUAGES.map((language) => [language, texts.getFixedT(language)]))
  return {
    t: (language, key, params) => String((fixed[language] ?? fixed['en']!)(key, params ?? {})),
    has: (key) => texts.exists(key),
  }
}

type Tree = { [key: string]: string | Tree }

function catalogue(folders: readonly URL[], language: string): Tree {
  const whole: Tree = {}
  for (const folder of folders) {
    const file = new URL(`${language}.json`, folder)
    if (existsSync(file)) join(whole, JSON.parse(readFileSync(file, 'utf8')) as Tree)
  }
  return whole
}

function join(into: Tree, from: Tree): void {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key]
    if (typeof value === 'object' && typeof there === 'object') join(there, value)
    else into[key] = value
  }
}

/** The best of our languages for an Accept-Language header; null when it names none of them. */
export function preferredLanguage(header: string | undefined): Language | null {
  const asked = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';')
      const quality = params.map((param) => /^\s*q=([\d.]+)/.exec(param)?.[1]).find(Boolean)
      return { language: tag.split('-')[0]!, quality: quality === undefined ? 1 : Number(quality) }
    })
  const known = asked.filter(
    ({ language, quality }) => quality > 0 && (LANGUAGES as readonly string[]).includes(language),
  )
  return (known.toSorted((a, b) => b.quality - a.quality)[0]?.language as Language | undefined) ?? null
}
