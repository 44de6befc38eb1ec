// The name a person gave a file: kept as it is, as far as it is a name.

const LONGEST = 255
/** Control characters, and those that turn the direction of what follows, so that `exe.gpj` could look like `jpg.exe`. */
const HIDDEN = /[\p{Cc}\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/gu

/** The last part of a path, without what nobody sees, at most 255 characters; `file` when nothing is left. */
export function fileNameOf(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const seen = last.replaceAll(HIDDEN, '').replaceAll(/\s+/g, ' ').trim()
  if (/^\.*$/.test(seen)) return 'file'
  if (seen.length <= LONGEST) return seen
  const ending = /\.[^.]{1,10}$/.exec(seen)?.[0] ?? ''
  return `${seen
    .slice(0, LONGEST - ending.length)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}${ending}`
}

/** What stands behind the last dot, in lower case; null when there is none. */
export const endingOf = (name: string): string | null =>
  /[^.]\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? null
