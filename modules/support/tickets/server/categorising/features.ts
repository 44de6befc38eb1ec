// What a classifier sees of a text: its words, their beginnings and their pieces, in any alphabet.
import { eachToken } from '#kernel/server/search/language/letters.ts'

/** A word as it was written, and the features it brings. */
export type Seen = { word: string; features: string[] }

const LONGEST = 2_000
const MOST_WORDS = 250
const BEGINNING = 5
const PIECE = 4

/** The title counts twice: people put there what it is about. */
export function seenIn(title: string, description: string): Seen[] {
  const seen: Seen[] = []
  for (const text of [title, title, description.slice(0, LONGEST)])
    for (const { word, from, to } of eachToken(text.normalize('NFC'))) {
      if (seen.length === MOST_WORDS) return seen
      if (word.length < 2 || /^\d+$/.test(word)) continue
      seen.push({ word: text.normalize('NFC').slice(from, to).toLowerCase(), features: featuresOf(word) })
    }
  return seen
}

/** The word, its beginning (which forms of one word share), and pieces of four letters (which slips leave alone). */
function featuresOf(word: string): string[] {
  const features = [word]
  if (word.length > BEGINNING) features.push(`${word.slice(0, BEGINNING)}*`)
  if (word.length <= PIECE) return features
  const whole = `^${word}$`
  for (let at = 0; at + PIECE <= whole.length; at++) features.push(`~${whole.slice(at, at + PIECE)}`)
  return features
}
