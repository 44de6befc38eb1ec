// Filling a template: plain text in, plain text out. Whoever shows it escapes it.
import { fillPlaces, type PlaceValues } from '#kernel/contract/index.ts'

export type Filling = PlaceValues

/** What is not known becomes nothing. */
export const fill = (template: string, filling: Filling): string => fillPlaces(template, filling, () => '')

/** Text cut to a number of characters at a word's end where there is one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Half a character is no character.
  const short = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')
  const space = short.lastIndexOf(' ')
  return `${(space > most / 2 ? short.slice(0, space) : short).trimEnd()}…`
}
