// Text of both directions on one line: which pieces stand where, by the Unicode Bidirectional Algorithm (UAX #9).
import bidiFactory from 'bidi-js'
import { type Face, faceFor } from './fonts.ts'

// Its types are those of a module, its code is not one.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)()

export type Run = { text: string; face: Face }
export type Levels = ReturnType<typeof bidi.getEmbeddingLevels>

/** Characters that only say which way text runs: they have done their work before anything is drawn. */
// oxlint-disable-next-line no-misleading-character-class -- each stands for itself
const MARKS = /[\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu
const ARABIC = /\p{Script=Arabic}/u

export const levelsOf = (text: string, rtl: boolean): Levels => bidi.getEmbeddingLevels(text, rtl ? 'rtl' : 'ltr')

/** Pieces of text from `start` to `end` (exclusive) in the order in which they are drawn, from the left. */
export function runsOf(
  text: string,
  levels: Levels,
  [start, end]: readonly [number, number],
  faces: readonly Face[],
): Run[] {
  const pieces = piecesOf(text, levels, start, end, faces)
  // Rule L2: from the highest level to the lowest odd one, what lies at that level or above is turned round.
  const highest = Math.max(0, ...pieces.map(({ level }) => level))
  let order = pieces
  for (let level = highest; level > 0; level--) order = turned(order, level)
  return order.flatMap(({ text: raw, level, face }) => {
    const shown = raw.replaceAll(MARKS, '').replaceAll('\u202F', '\u00A0')
    if (shown === '') return []
    // Shaping turns Arabic round by itself; signs alone are turned here.
    const isTurned = level % 2 === 1 && !ARABIC.test(shown)
    return [{ text: isTurned ? Array.from(shown).toReversed().join('') : shown, face }]
  })
}

type Piece = { text: string; level: number; face: Face }

/** Neighbours of one level and one face, in the order in which they are read. */
function piecesOf(text: string, levels: Levels, start: number, end: number, faces: readonly Face[]): Piece[] {
  const base = levels.paragraphs[0]?.level ?? 0
  // Rule L1: spaces at the end of a line belong to the paragraph.
  const tail = start + text.slice(start, end).trimEnd().length
  const pieces: Piece[] = []
  for (let at = start; at < end;) {
    const character = String.fromCodePoint(text.codePointAt(at)!)
    const level = at >= tail ? base : (levels.levels[at] ?? base)
    const drawn = (level % 2 === 1 && bidi.getMirroredCharacter(character)) || character
    const last = pieces.at(-1)
    // What has no shape of its own stays with its neighbours.
    const isPlain = /^\s$/u.test(drawn) || drawn.search(MARKS) === 0
    const face =
      isPlain && last && last.level === level ? last.face : faceFor(faces, drawn.codePointAt(0)!, level % 2 === 1)
    if (last && last.level === level && last.face === face) last.text += drawn
    else pieces.push({ text: drawn, level, face })
    at += character.length
  }
  return pieces
}

function turned(pieces: readonly Piece[], level: number): Piece[] {
  const out: Piece[] = []
  let inside: Piece[] = []
  for (const piece of pieces) {
    if (piece.level >= level) inside.unshift(piece)
    else {
      out.push(...inside, piece)
      inside = []
    }
  }
  return [...out, ...inside]
}
