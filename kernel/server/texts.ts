// Messages for people, in their language, on the server: the same catalogues that the browser uses.
import { readFileSync, existsSync } from 'node:fs'
import { type TextTree, type Wording, wordingOf } from '../contract/index.ts'

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
  const spoken = new Map(LANGUAGES.map((language) => [language as string, catalogue(folders, language).words]))
  const english = spoken.get('en')!
  return {
    t: (language, key, params) => (spoken.get(language) ?? english)(key, params) ?? english(key, params) ?? key,
    has: (key) => english(key) !== undefined,
  }
}

function catalogue(folders: readonly URL[], language: string): Wording {
  const whole = wordingOf(language)
  for (const folder of folders) {
    const file = new URL(`${language}.json`, folder)
    if (existsSync(file)) whole.add(JSON.parse(readFileSync(file, 'utf8')) as TextTree)
  }
  return whole
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
