// A file as rows of texts, read as a stream: what is read is let go before the next comes.
import { parse as parseCsv } from 'csv-parse'
import { Problem } from '#kernel/contract/index.ts'
import { unharmed } from '#kernel/server/imports/sheet.ts'
import type { Readable, Transform } from 'node:stream'
import { type Format, MOST_COLUMNS, MOST_ROWS } from '../../contract.ts'
import { readCards } from './vcard.ts'
import { readSheet } from './xlsx/sheet.ts'

/** One row: the line of the file at which it begins, from 1, and its cells. */
export type ReadRow = { line: number; cells: string[] }

// PostgreSQL holds no NUL, and no half of a character.
const UNSTORABLE = /\p{Surrogate}/gu
/** A text without what cannot be stored. */
export const storable = (text: string): string => text.replaceAll('\0', '').replaceAll(UNSTORABLE, '')

const LONGEST_CELL = 50_000

/** The rows below the header. Throws 422 `import_run.unreadable` where the file is none of its kind. */
export async function* readRows(bytes: Readable, format: Format): AsyncGenerator<ReadRow> {
  let read = 0
  // A workbook may begin further down; cards are given names of columns by us.
  let isHeader = format.header || format.kind === 'vcard'
  for await (const row of allRows(bytes, format)) {
    if (isHeader) {
      isHeader = false
      continue
    }
    const cells = row.cells.slice(0, MOST_COLUMNS).map((cell) => unharmed(storable(cell.slice(0, LONGEST_CELL)).trim()))
    if (cells.every((cell) => cell === '')) continue
    if ((read += 1) > MOST_ROWS) throw new Problem('import_run.too_many', 422, { maximum: MOST_ROWS })
    yield { line: row.line, cells }
  }
}

/** All rows, the header among them. */
export async function* allRows(bytes: Readable, format: Format): AsyncGenerator<ReadRow> {
  try {
    if (format.kind === 'xlsx') yield* readSheet(bytes)
    else if (format.kind === 'vcard') yield* readCards(decoded(bytes, format))
    else yield* readCsv(decoded(bytes, format), format)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('import_run.unreadable', 422, {
      reason: error instanceof Error ? error.message.slice(0, 200) : '',
    })
  }
}

async function* decoded(bytes: Readable, { encoding }: Format): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk as Uint8Array, { stream: true })
    if (text) yield text
  }
  const rest = decoder.decode()
  if (rest) yield rest
}

async function* readCsv(text: AsyncIterable<string>, { delimiter }: Format): AsyncGenerator<ReadRow> {
  const parser = parseCsv({
    delimiter,
    bom: true,
    // Quotes that nobody closes, and rows of unequal length, are what people's files have.
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 4_000_000,
    info: true,
  })
  const feeding = feed(text, parser)
  let last = 0
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    // The parser counts the line where a row ends.
    const height = record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
    const line = Math.max(last + 1, info.lines - height)
    last = info.lines
    yield { line, cells: record }
  }
  await feeding
}

async function feed(text: AsyncIterable<string>, parser: Transform): Promise<void> {
  try {
    for await (const chunk of text)
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve))
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}
