// The beginning of a text, as a list shows it.

const LENGTH = 200
// Enough to find 200 visible characters in; the rest of a long text need not be read.
const READ = 4_000
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Z}\s]+/gu
// Joiners hold emoji and letters of some scripts together; they are no gap between words.
const JOINERS = /[\u00ad\u200b-\u200f\u2060\ufeff]/g

/** The first 200 visible characters on one line, never half a character. */
export function beginningOf(text: string): string {
  const line = text.slice(0, READ).toWellFormed().replaceAll(JOINERS, '').replaceAll(INVISIBLE, ' ').trim()
  if (line.length <= LENGTH) return line
  let cut = line.slice(0, LENGTH - 1)
  if (/[\ud800-\udbff]$/.test(cut)) cut = cut.slice(0, -1)
  return `${cut.trimEnd()}…`
}
