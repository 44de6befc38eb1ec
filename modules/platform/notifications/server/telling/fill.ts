// Filling a template: plain text in, plain text out. Whoever shows it escapes it.
const PLACE = /\{\{\s*([\w]+)\s*\}\}/g

export type Filling = Readonly<Record<string, string | number>>

/** One pass, so that braces in somebody's text are only text. What is not known becomes nothing. */
export const fill = (template: string, filling: Filling): string =>
  template.replaceAll(PLACE, (_place, name: string) => (Object.hasOwn(filling, name) ? String(filling[name]) : ''))

/** The places of a template that no variable of the kind fills. */
export const unknownPlaces = (template: string, variables: readonly string[]): string[] =>
  [...template.matchAll(PLACE)].map(([, name]) => name!).filter((name) => !variables.includes(name))

/** Text cut to a number of characters at a word's end where there is one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Half a character is no character.
  const short = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')
  const space = short.lastIndexOf(' ')
  return `${(space > most / 2 ? short.slice(0, space) : short).trimEnd()}…`
}
