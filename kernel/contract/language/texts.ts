// People's words from catalogues: one reading of them for browser and server.

export type TextTree = { [key: string]: string | TextTree }

/** Texts of one language by their whole key. */
export type Wording = Map<string, string>

/** Puts `{ a: { b: 'x' } }` in as `a.b`: a key may be a text and the beginning of other keys at once. */
export function addTexts(into: Wording, tree: TextTree, prefix = ''): void {
  for (const [key, value] of Object.entries(tree))
    if (typeof value === 'string') into.set(prefix + key, value)
    else addTexts(into, value, `${prefix}${key}.`)
}

export type Words = (key: string, params?: Record<string, unknown>) => string | undefined

/**
 * Reads a language's texts: with a `count` in `key_one`, `key_few` and so on, as the language counts (CLDR); `{{name}}` becomes a
 * parameter (nothing, when there is none of that name), `$t(other.key)` another text. Undefined = no text of this key.
 */
export function wordsOf(language: string, texts: ReadonlyMap<string, string>): Words {
  const plural = new Intl.PluralRules(language)
  const find = (key: string, count: unknown) =>
    (typeof count === 'number' ? texts.get(`${key}_${plural.select(count)}`) : undefined) ?? texts.get(key)
  const words: Words = (key, params = {}) => {
    const text = find(key, params['count'])
    // Most texts have no gaps, and lists ask for hundreds of them a frame.
    if (text === undefined || !(text.includes('{{') || text.includes('$t('))) return text
    return (
      text
        .replace(/\$t\(([^)]+)\)/g, (_, other: string) => words(other, params) ?? other)
        // A function, because `$&` in a person's words is not an order; after the other texts, so that words never name a text.
        .replace(/\{\{-?\s*([\w.]+)\s*\}\}/g, (_, name: string) => shown(params[name]))
    )
  }
  return words
}

const shown = (value: unknown): string => (value === undefined || value === null ? '' : String(value as string))
