// Where the words of a query stand in a text, as ranges: what draws them decides how they look, so nothing can slip into markup.
import { eachToken } from './language/letters.ts'

/** From and to, in UTF-16 units of the text they come with. */
export type Range = [number, number]
export type Marked = { text: string; marks: Range[] }

const LOOKED_AT = 20_000
const BEFORE = 40
// A word may go on a little after its stem; further on it is another word.
const ENDING = 6

/** The ranges of the words that begin with one of the stems, the first `most` of them. */
export function marksIn(text: string, stems: readonly string[], most = 20): Range[] {
  const marks: Range[] = []
  if (stems.length === 0) return marks
  for (const { word, from, to } of eachToken(text.slice(0, LOOKED_AT))) {
    if (!stems.some((stem) => fits(word, stem))) continue
    const last = marks.at(-1)
    if (last && /^[\s\u00a0]$/.test(text.slice(last[1], from))) last[1] = to
    else marks.push([from, to])
    if (marks.length >= most) break
  }
  return marks
}

const fits = (word: string, stem: string): boolean =>
  word.startsWith(stem) && (stem.length >= 3 || word === stem) && word.length <= stem.length * 2 + ENDING

/** One line of at most `length` characters around the first words that were found, or the beginning where none were. */
export function snippetOf(text: string, stems: readonly string[], length = 180): Marked {
  const looked = text.slice(0, LOOKED_AT)
  const [first] = marksIn(looked, stems, 1)
  let from = first && first[0] > BEFORE * 2 ? first[0] - BEFORE : 0
  if (from > 0) {
    const space = looked.indexOf(' ', from)
    if (space > 0 && space < first![0]) from = space + 1
  }
  if (/[\udc00-\udfff]/.test(looked[from] ?? '')) from += 1
  let to = Math.min(looked.length, from + length)
  if (/[\ud800-\udbff]/.test(looked[to - 1] ?? '')) to -= 1
  const cut = looked
    .slice(from, to)
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .trim()
  const line = `${from > 0 ? '…' : ''}${cut}${to < text.trimEnd().length ? '…' : ''}`
  return { text: line, marks: marksIn(line, stems) }
}
