// The first sheet of a workbook as rows of texts.
import type { Readable } from 'node:stream'
import type { ReadRow } from './read.ts'

export async function* readSheet(bytes: Readable): AsyncGenerator<ReadRow> {
  // Hundreds of files: read by the first workbook, not by every start.
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.stream.xlsx.WorkbookReader(bytes as never, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  })
  for await (const sheet of book) {
    for await (const row of sheet) {
      const values = row.values as unknown[]
      const cells = Array.from({ length: Math.max(0, values.length - 1) }, (_none, at) => cellText(values[at + 1]))
      yield { line: row.number, cells }
    }
    return
  }
}

/** What a person sees in a cell; dates as ISO. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) {
    const text = Number.isNaN(value.getTime()) ? '' : value.toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
  }
  if (typeof value === 'object') {
    const { text, result, richText, error } = value as Record<string, unknown>
    if (error !== undefined) return ''
    if (Array.isArray(richText)) return richText.map((part) => cellText((part as { text: unknown }).text)).join('')
    return cellText(text ?? result)
  }
  return typeof value === 'number' ? numberText(value) : String(value)
}

/** Long numbers (telephones, tax numbers) without an exponent. */
const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value)
