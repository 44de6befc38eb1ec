import { globSync, readFileSync } from 'node:fs'

export type Words = (key: string, params?: Record<string, string | number>) => string
type Tree = { [key: string]: string | Tree }

/** What the product says in a language, read from its catalogues: journeys find things by the words people see. */
export function wordsOf(language: 'ru' | 'en' | 'uz' | 'ar'): Words {
  const files = globSync([`kernel/text/${language}.json`, `modules/*/*/text/${language}.json`])
  const texts = Object.assign(
    {},
    ...files.map((file) => flat(JSON.parse(readFileSync(file, 'utf8')) as Tree)),
  ) as Record<string, string>
  return (key, params = {}) => {
    const text = texts[key]
    if (text === undefined) throw new Error(`no text ${key} in ${language}`)
    return text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(params[name] ?? ''))
  }
}

function flat(tree: Tree, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flat(value, `${prefix}${key}.`)),
    ),
  )
}
