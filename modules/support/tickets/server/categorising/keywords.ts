// Categories by keywords: what people said for certain, before and over what was learned.
import { wordsOf } from '#kernel/server/search/language/letters.ts'
import type { Guess, Words } from './classifier.ts'

export type Keyed = { id: string; keywords: readonly string[] }

const STEM = 4

/** Whether a word is a form of another: the same beginning, and an ending no longer than endings are. */
const isFormOf = (word: string, of: string): boolean => {
  const stem = of.slice(0, Math.max(STEM, of.length - 2))
  const longestEnding = of.length > STEM ? 4 : 2
  return word === of || (of.length > 2 && word.startsWith(stem) && word.length <= of.length + longestEnding)
}

/**
 * The category whose keywords occur most, each with all its words; null where none occurs or two have equally many.
 */
export function byKeywords(categories: readonly Keyed[], { title, description }: Words): Guess | null {
  const there = [...new Set(wordsOf(`${title}\n${description}`))]
  const found = categories
    .map(({ id, keywords }) => ({
      id,
      hits: keywords.filter((keyword) => {
        const words = wordsOf(keyword)
        return words.length > 0 && words.every((word) => there.some((one) => isFormOf(one, word)))
      }),
    }))
    .filter(({ hits }) => hits.length > 0)
    .toSorted((a, b) => b.hits.length - a.hits.length)
  const [first, second] = found
  if (!first || first.hits.length === second?.hits.length) return null
  return { category: first.id, confidence: 1, words: first.hits.map((word) => ({ word, weight: 1 })) }
}
