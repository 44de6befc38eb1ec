// A sheet as a PDF: A4, as many pages as its lines need.
import PDFDocument from 'pdfkit'
import type { Sheet } from './sheet.ts'
import { type Doc, heightOf, type Style, type Typesetter, typesetter } from './typesetter.ts'

const [WIDTH, HEIGHT, MARGIN] = [595.28, 841.89, 48]
const INNER = WIDTH - 2 * MARGIN
const BOTTOM = HEIGHT - MARGIN - 24
/** Of the six columns, and of seven; the name takes what is left. */
const SIX = [24, INNER - 24 - 66 - 96 - 58 - 104, 66, 96, 58, 104]
const SEVEN = [24, INNER - 24 - 62 - 88 - 54 - 50 - 98, 62, 88, 54, 50, 98]
/** The name is not to be narrower, whatever the figures need. */
const NAME_AT_LEAST = 96
const GUTTER = 8
/** Far more than the most lines with the longest names and terms need. */
const MOST_PAGES = 60
const MOST_ROW_LINES = 12

const TEXT: Style = { size: 9.5, weight: 400 }
const QUIET: Style = { size: 8.5, weight: 400, color: '#4b5563' }
const BOLD: Style = { size: 9.5, weight: 600 }
const TITLE: Style = { size: 18, weight: 600 }
const NAME: Style = { size: 11, weight: 600, color: '#4b5563' }
const TOTAL: Style = { size: 12, weight: 600 }

type Page = { doc: Doc; sheet: Sheet; type: Typesetter; columns: readonly number[]; y: number; pages: number }

/** Answers the bytes; throws for a sheet that would have too many pages. */
export async function draw(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: sheet.language,
    info: { Title: sheet.heading, Author: sheet.organisation },
  })
  const bytes = collected(doc)
  const type = typesetter(doc, sheet.rtl)
  const page: Page = { doc, sheet, type, columns: columnsOf(sheet, type), y: MARGIN, pages: 1 }
  drawHead(page)
  drawTable(page)
  drawTotals(page)
  drawTerms(page)
  numberPages(page)
  doc.end()
  return bytes
}

/** Figures get what the widest of a column needs, so that no amount is torn, and the name what is left. */
function columnsOf({ columns, rows }: Sheet, type: Typesetter): readonly number[] {
  const usual = columns.length > SIX.length ? SEVEN : SIX
  const figures = usual.slice(2).map((most, index) => {
    const head = Math.min(type.widest(columns[index + 2]!, QUIET), most - GUTTER)
    return Math.ceil(Math.max(head, ...rows.map((row) => type.widest(row[index + 2]!, TEXT)))) + GUTTER + 1
  })
  const name = INNER - usual[0]! - figures.reduce((sum, one) => sum + one, 0)
  return name < NAME_AT_LEAST ? usual : [usual[0]!, name, ...figures]
}

async function collected(doc: Doc): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  for await (const part of doc) parts.push(part as Uint8Array)
  return Buffer.concat(parts)
}

/** Where a piece that begins `from` after the margin of the reading direction stands. */
const across = ({ sheet }: Page, from: number, width: number): number =>
  sheet.rtl ? WIDTH - MARGIN - from - width : MARGIN + from

/** Goes to the next page unless there is room for `height`; answers whether it did. */
function makeRoom(page: Page, height: number): boolean {
  if (page.y + height <= BOTTOM) return false
  if (page.pages === MOST_PAGES) throw new Error('a sheet has too many pages')
  page.doc.addPage()
  page.pages += 1
  page.y = MARGIN
  return true
}

function rule({ doc, y }: Page, color = '#d1d5db'): void {
  doc
    .moveTo(MARGIN, y)
    .lineTo(WIDTH - MARGIN, y)
    .lineWidth(0.75)
    .strokeColor(color)
    .stroke()
}

function drawHead(page: Page): void {
  const { type, sheet } = page
  const whole = { x: MARGIN, y: page.y, width: INNER }
  page.y = type.draw(type.linesOf(sheet.organisation, INNER, NAME, 2), whole, NAME) + 4
  page.y = type.draw(type.linesOf(sheet.heading, INNER, TITLE, 2), { ...whole, y: page.y }, TITLE) + 14
  const nameWidth = 120
  for (const [name, value] of sheet.facts) {
    const lines = type.linesOf(value, INNER - nameWidth, TEXT, 4)
    const y = page.y
    type.draw(
      type.linesOf(name, nameWidth - GUTTER, QUIET, 1),
      { x: across(page, 0, nameWidth - GUTTER), y, width: nameWidth - GUTTER },
      QUIET,
    )
    type.draw(lines, { x: across(page, nameWidth, INNER - nameWidth), y, width: INNER - nameWidth }, TEXT)
    page.y = y + heightOf(lines, TEXT) + 3
  }
  page.y += 14
}

/** Text begins where it is read from, figures stand under each other at the end. */
const alignOf = (column: number) => (column < 2 ? 'start' : 'end')

function drawRow(page: Page, cells: readonly string[], style: Style): void {
  const { type, columns: widths } = page
  const laid = cells.map((cell, column) => type.linesOf(cell, widths[column]! - GUTTER, style, MOST_ROW_LINES))
  const height = Math.max(...laid.map((lines) => heightOf(lines, style))) + 9
  if (makeRoom(page, height) && style !== QUIET) drawRow(page, page.sheet.columns, QUIET)
  let from = 0
  laid.forEach((lines, column) => {
    const width = widths[column]!
    // The gutter stands before a column of figures and behind one of text.
    const x = across(page, alignOf(column) === 'end' ? from + GUTTER : from, width - GUTTER)
    type.draw(lines, { x, y: page.y + 5, width: width - GUTTER }, style, alignOf(column))
    from += width
  })
  page.y += height
  rule(page)
}

function drawTable(page: Page): void {
  drawRow(page, page.sheet.columns, QUIET)
  for (const row of page.sheet.rows) drawRow(page, row, TEXT)
  page.y += 8
}

function drawTotals(page: Page): void {
  const { type, sheet } = page
  const [nameWidth, valueWidth] = [INNER - 180, 180]
  const last = sheet.totals.length - 1
  ;[...sheet.totals, ...sheet.within].forEach(([name, value], index) => {
    const style = index === last ? TOTAL : index > last ? QUIET : BOLD
    const lines = type.linesOf(value, valueWidth - GUTTER, style, 2)
    makeRoom(page, heightOf(lines, style) + 6)
    const { y } = page
    type.draw(
      type.linesOf(name, nameWidth, style, 1),
      { x: across(page, 0, nameWidth), y, width: nameWidth },
      style,
      'end',
    )
    type.draw(
      lines,
      { x: across(page, nameWidth + GUTTER, valueWidth - GUTTER), y, width: valueWidth - GUTTER },
      style,
      'end',
    )
    page.y = y + heightOf(lines, style) + 4
  })
  page.y += 14
}

function drawTerms(page: Page): void {
  const { type, sheet } = page
  if (sheet.terms.trim() === '') return
  for (const line of type.linesOf(sheet.terms, INNER, TEXT)) {
    makeRoom(page, heightOf([line], TEXT))
    page.y = type.draw([line], { x: MARGIN, y: page.y, width: INNER }, TEXT)
  }
}

function numberPages({ doc, sheet, type, pages }: Page): void {
  for (let index = 0; index < pages; index++) {
    doc.switchToPage(index)
    const words = sheet.page.replace('{page}', String(index + 1)).replace('{pages}', String(pages))
    type.draw(type.linesOf(words, INNER, QUIET, 1), { x: MARGIN, y: HEIGHT - MARGIN, width: INNER }, QUIET, 'end')
  }
}
