// The first sheet of a workbook as rows of texts: what a person sees in its cells.
import type { Readable } from 'node:stream'
import { MOST_COLUMNS } from '../../../contract.ts'
import type { ReadRow } from '../read.ts'
import { type Book, bookOf, sayings } from './book.ts'
import { watching } from './xml.ts'

/** What a row may come to, in characters of XML. */
const LONGEST_ROW = 16_000_000

/** Reads the packed file into memory and its sheet as a stream. */
export async function* readSheet(bytes: Readable): AsyncGenerator<ReadRow> {
  const book = await bookOf(Buffer.concat(await bytes.toArray()))
  let rows: ReadRow[] = []
  const take = watching(rowsOf(book, (row) => void rows.push(row)))
  let since = 0
  for await (const piece of book.sheet) {
    take(piece)
    since = rows.length > 0 ? 0 : since + piece.length
    if (since > LONGEST_ROW) throw new Error('a row without an end')
    yield* rows
    rows = []
  }
}

function rowsOf(book: Book, told: (row: ReadRow) => void) {
  let line = 0
  let column = -1
  let cells: string[] = []
  let cell: { type: string; style: number } | null = null
  const said = sayings((name, text) => {
    if (name === 'row') told({ line, cells })
    if (name !== 'c' || !cell || column >= MOST_COLUMNS) return
    while (cells.length < column) cells.push('')
    cells[column] = shown(book, cell.type, cell.style, text)
  })
  return {
    ...said,
    begins(name: string, attributes: Readonly<Record<string, string>>) {
      said.begins(name)
      if (name === 'row') {
        line = Number(attributes['r']) || line + 1
        column = -1
        cells = []
      }
      if (name !== 'c') return
      // Programs that write row by row leave the places out.
      column = attributes['r'] ? columnOf(attributes['r']) : column + 1
      cell = { type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) }
    },
  }
}

/** `AB12` is the 27th, from 0. */
function columnOf(place: string): number {
  let column = 0
  for (const letter of place) {
    const at = letter.toUpperCase().charCodeAt(0) - 64
    if (at < 1 || at > 26) break
    column = column * 26 + at
  }
  return column - 1
}

/** A cell's value by its type (18.18.11); dates as ISO. */
function shown({ texts, dates, is1904 }: Book, type: string, style: number, text: string): string {
  switch (type) {
    case 's':
      return texts[Number(text)] ?? ''
    case 'b':
      return text === '' ? '' : String(text.trim() === '1' || text.trim() === 'true')
    case 'e':
      return ''
    case 'd':
      return text.replace(/T00:00:00(\.0+)?Z?$/, '')
    case 'n': {
      const value = Number(text)
      if (text.trim() === '' || !Number.isFinite(value)) return text
      return dates[style] ? dayText(value, is1904) : numberText(value)
    }
    default:
      return text
  }
}

const DAY_MS = 86_400_000
/** 1970-01-01 as spreadsheets count. */
const EPOCH = 25_569
/** Between the two ways of counting. */
const FROM_1904 = 1_462
/** The 29th of February 1900, which there was not, is counted. */
const NO_DAY = 60

function dayText(serial: number, is1904: boolean): string {
  const days = is1904 ? serial + FROM_1904 : serial < NO_DAY ? serial + 1 : serial
  const date = new Date(Math.round((days - EPOCH) * DAY_MS))
  if (Number.isNaN(date.getTime())) return ''
  const text = date.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}

/** Long numbers (telephones, tax numbers) without an exponent. */
const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value)
