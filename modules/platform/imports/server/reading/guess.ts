// How a file is to be read, guessed from its beginning: kind, encoding, delimiter, whether the first row names columns.
import { detect } from 'chardet'
import { DELIMITERS, type Encoding, ENCODINGS, type Format } from '../../contract.ts'

/** How much of a file is looked at. */
export const LOOKED_AT = 262_144

/** The format of a file by its first bytes and its name. */
export function guessFormat(head: Uint8Array, name: string): Format {
  if (head[0] === 0x50 && head[1] === 0x4b) return { kind: 'xlsx', encoding: 'utf-8', delimiter: ',', header: true }
  const encoding = guessEncoding(head)
  const text = textOf(head, encoding)
  const isCard = /^\s*BEGIN:VCARD/i.test(text) || /\.(vcf|vcard)$/i.test(name)
  if (isCard) return { kind: 'vcard', encoding, delimiter: ',', header: true }
  return { kind: 'csv', encoding, delimiter: guessDelimiter(text), header: true }
}

export const textOf = (head: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(head, { stream: true }).replace(/^\uFEFF/, '')

/** By its mark, by its zeros, as UTF-8 where that fits, and by how often letters stand otherwise. */
function guessEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, 2_000)
  const zeros = [0, 0]
  sample.forEach((byte, at) => void (byte === 0 && (zeros[at % 2]! += 1)))
  // Of a text in Cyrillic every second byte is 04, in Latin 00.
  const fours = [0, 0]
  sample.forEach((byte, at) => void (byte === 4 && (fours[at % 2]! += 1)))
  const high = [zeros[0]! + fours[0]!, zeros[1]! + fours[1]!]
  if (Math.max(...high) > sample.length / 5) return high[1]! > high[0]! ? 'utf-16le' : 'utf-16be'
  if (isUtf8(head)) return 'utf-8'
  return guessOneByte(head)
}

function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

const CYRILLIC: readonly Encoding[] = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5']
// The letters that Russian is mostly made of, and those of Uzbek in Cyrillic beside them.
const COMMON = /[оеаинтсрвлкмдпуяьёўқғҳ]/g

/** Cyrillic by which reading gives small common letters most often; anything else as the statistics of letters say. */
function guessOneByte(head: Uint8Array): Encoding {
  const lines = head.subarray(0, 65_536)
  const found = detect(lines)?.toLowerCase()
  const scores = CYRILLIC.map((encoding) => {
    const text = textOf(lines, encoding)
    const letters = text.match(/[А-Яа-яЁёЎўҚқҒғҲҳ]/g)?.length ?? 0
    // A capital inside of a word is what a wrong table makes of a small letter.
    const wrong = text.match(/[а-яё][А-ЯЁ]|[^\p{ASCII}А-Яа-яЁёЎўҚқҒғҲҳ«»№–—’]/gu)?.length ?? 0
    return { encoding, letters, score: (text.match(COMMON)?.length ?? 0) - 2 * wrong }
  })
  const best = scores.toSorted((a, b) => b.score - a.score)[0]!
  const high = lines.reduce((count, byte) => count + (byte > 127 ? 1 : 0), 0)
  if (best.score > 0 && best.letters > high * 0.6) return best.encoding
  const known = ENCODINGS.find((encoding) => encoding === found?.replace('iso-8859-6', 'windows-1256'))
  return known ?? 'windows-1252'
}

/** What stands equally often in the first lines, outside of quotes. */
export function guessDelimiter(text: string): Format['delimiter'] {
  const lines = text
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const first = counts[0] ?? 0
    const alike = counts.filter((count) => count === first).length / Math.max(1, counts.length)
    return { delimiter, score: first === 0 ? 0 : alike * 10 + Math.min(first, 5) }
  })
  return scores.toSorted((a, b) => b.score - a.score)[0]!.delimiter
}
