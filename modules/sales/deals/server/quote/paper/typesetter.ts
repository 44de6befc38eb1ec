// Paragraphs broken into lines and drawn, in either direction.
import PDFDocument from 'pdfkit'
import { facesOf, type Weight } from './fonts.ts'
import { levelsOf, type Run, runsOf } from './runs.ts'

export type Style = { size: number; weight: Weight; color?: string }
export type Line = readonly Run[]
export type Doc = InstanceType<typeof PDFDocument>
/** An empty list of features makes pdfkit lay out a whole run at once; by itself it goes word by word from the left. */
const WHOLE: PDFKit.Mixins.TextOptions = {
  features: [],
  lineBreak: false,
  baseline: 'alphabetic',
}
const GAP = 1.4
/** A little more than any of the fonts needs, in parts of the size. */
const SPACE = 0.3
/** Words with the blanks behind them; what a no-break space holds together is one word. */
const PIECE = /[\S\u00A0\u202F]+[^\S\u00A0\u202F]*|\s+/gu

export type Typesetter = ReturnType<typeof typesetter>

export function typesetter(doc: Doc, rtl: boolean) {
  const registered = new Set<string>()

  function choose({ face }: Run, { size }: Style): void {
    if (!registered.has(face.name)) {
      doc.registerFont(face.name, face.bytes)
      registered.add(face.name)
    }
    doc.font(face.name).fontSize(size)
  }
  function widthOf(run: Run, style: Style): number {
    choose(run, style)
    return doc.widthOfString(run.text, WHOLE)
  }
  const widthOfAll = (runs: Line, style: Style): number => runs.reduce((sum, run) => sum + widthOf(run, style), 0)

  /** The lines of a text within a width, at most `most`: what is longer ends in an ellipsis. */
  function linesOf(text: string, width: number, style: Style, most = Infinity): Line[] {
    const lines: Line[] = []
    for (const paragraph of text.split(/\r\n|[\n\r\u0085\u2028\u2029]/u)) {
      for (const line of broken(paragraph, width, style)) {
        if (lines.length === most) return [...lines.slice(0, -1), ...broken('…', width, style)]
        lines.push(line)
      }
    }
    return lines
  }

  function broken(text: string, width: number, style: Style): Line[] {
    const faces = facesOf(style.weight)
    const levels = levelsOf(text, rtl)
    const shown = (from: number, to: number): Line =>
      runsOf(text, levels, [from, from + text.slice(from, to).trimEnd().length], faces)
    const widthFrom = (from: number, to: number) => widthOfAll(shown(from, to), style)
    const lines: Line[] = []
    let start = 0
    const take = (to: number) => {
      if (to > start) lines.push(shown(start, to))
      start = to
    }
    /** How far a line reaches within a word: at least one character. */
    const farthest = (from: number, limit: number): number => {
      let [good, bad] = [from + 1, limit]
      while (bad - good > 1) {
        const middle = Math.floor((good + bad) / 2)
        if (widthFrom(from, middle) <= width) good = middle
        else bad = middle
      }
      return /[\uD800-\uDBFF]/.test(text[good - 1]!) ? Math.min(good + 1, limit) : good
    }
    // Words are measured by themselves, each once: letters of two words do not change one another.
    const space = style.size * SPACE
    let used = 0
    for (const { 0: word, index } of text.matchAll(PIECE)) {
      const after = index + word.length
      let own = widthFrom(index, after)
      if (used + own > width) {
        take(index)
        used = 0
        // A word that is wider than the line is broken where it ends.
        while (own > width && start < after - 1) {
          take(farthest(start, after))
          own = widthFrom(start, after)
        }
      }
      used += own + (word.length - word.trimEnd().length) * space
    }
    take(text.length)
    return lines.length > 0 ? lines : [[]]
  }

  /** Draws lines below `y` in a column; `align` is of the reading direction. Answers where they end. */
  function draw(
    lines: readonly Line[],
    { x, y, width }: { x: number; y: number; width: number },
    style: Style,
    align: 'start' | 'end' = 'start',
  ): number {
    const atRight = (align === 'end') !== rtl
    doc.fillColor(style.color ?? '#111827')
    lines.forEach((line, index) => {
      const widths = line.map((run) => widthOf(run, style))
      let at = atRight ? x + width - widths.reduce((sum, one) => sum + one, 0) : x
      // Fonts of different heights stand on one line.
      const baseline = y + index * style.size * GAP + style.size
      for (const [nth, run] of line.entries()) {
        choose(run, style)
        doc.text(run.text, at, baseline, WHOLE)
        at += widths[nth]!
      }
    })
    return y + heightOf(lines, style)
  }

  /** Of a text on one line. */
  const widest = (text: string, style: Style): number =>
    Math.max(...linesOf(text, Infinity, style).map((line) => widthOfAll(line, style)))

  return { linesOf, widest, draw, heightOf }
}

export const heightOf = (lines: readonly Line[], { size }: Style): number => lines.length * size * GAP
