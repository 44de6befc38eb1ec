// The fonts of documents, each a part of the scripts, of which every character takes the first that has it. The Arabic one has a
// shape of its own for every letter: from one that puts them together of strokes and dots, no program could read them back.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

export type Weight = 400 | 600
export type Face = { name: string; bytes: Buffer; has: (codePoint: number) => boolean }

const PARTS = [
  ['inter', 'latin'],
  ['inter', 'latin-ext'],
  ['inter', 'cyrillic'],
  ['inter', 'cyrillic-ext'],
  ['ibm-plex-sans-arabic', 'arabic'],
] as const
/** Which characters each part has. */
type Parts = Record<string, string>
const require = createRequire(import.meta.url)

const known = new Map<Weight, readonly Face[]>()

/** The faces of a weight; read once a thread. */
export function facesOf(weight: Weight): readonly Face[] {
  const there = known.get(weight)
  if (there) return there
  const faces = PARTS.map(([family, part]): Face => {
    const file = require.resolve(`@fontsource/${family}/files/${family}-${part}-${weight}-normal.woff`)
    const parts = JSON.parse(readFileSync(path.join(path.dirname(file), '../unicode.json'), 'utf8')) as Parts
    const ranges = rangesOf(parts[part]!)
    return {
      name: `${family} ${part} ${weight}`,
      bytes: readFileSync(file),
      has: (codePoint) => ranges.some(([from, to]) => from <= codePoint && codePoint <= to),
    }
  })
  known.set(weight, faces)
  return faces
}

/** `U+0000-00FF,U+0131` as pairs of the first and the last. */
const rangesOf = (text: string): [number, number][] =>
  text.split(',').map((range) => {
    const [from, to = from] = range.trim().replace('U+', '').split('-')
    return [Number.parseInt(from!, 16), Number.parseInt(to!, 16)]
  })

/** The face for a character; the Arabic one is asked first in text that runs from the right, so that its words stay whole. */
export function faceFor(faces: readonly Face[], codePoint: number, rtl: boolean): Face {
  const asked = rtl ? faces.toReversed() : faces
  return asked.find(({ has }) => has(codePoint)) ?? faces[0]!
}
