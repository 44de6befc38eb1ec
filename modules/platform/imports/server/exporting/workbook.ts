// A workbook of one sheet (ECMA-376), written row by row as it is read.
import { harmless } from '#kernel/server/imports/sheet.ts'
import { zipped } from './zip.ts'

export type Cell = string | number
type Rows = AsyncIterable<readonly (readonly Cell[])[]>

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** What one cell of a sheet may hold. */
const LONGEST_CELL = 32_767

const fixed = {
  '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/></Types>`,
  '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
}

/** The bytes of a workbook; `pieces` are rows, some at a time, the one with the columns' names first. */
export function workbook(title: string, pieces: Rows): AsyncGenerator<Buffer> {
  const book = `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheetName(title))}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  return zipped([
    ...Object.entries(fixed).map(([name, text]) => ({ name, content: [text] })),
    { name: 'xl/workbook.xml', content: [book] },
    { name: 'xl/worksheets/sheet1.xml', content: sheet(pieces) },
  ])
}

/** Names of sheets have 31 characters at most, and none of these. */
const sheetName = (title: string) => title.replaceAll(/[\\/?*[\]:']/g, ' ').slice(0, 31) || '1'

async function* sheet(pieces: Rows): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`
  let number = 0
  for await (const rows of pieces)
    yield rows
      .map((cells) => {
        number += 1
        return `<row r="${number}">${cells.map((cell, at) => cellOf(cell, `${lettersOf(at)}${number}`)).join('')}</row>`
      })
      .join('')
  yield '</sheetData></worksheet>'
}

/** A, B, … Z, AA: what columns are called. */
const lettersOf = (at: number): string =>
  (at >= 26 ? lettersOf(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26))

const cellOf = (cell: Cell, place: string): string => {
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (cell === '') return ''
  // As the result of a formula that there is not: read by every program, ours among them, where few read inline texts.
  return `<c r="${place}" t="str"><v xml:space="preserve">${escaped(harmless(cell).slice(0, LONGEST_CELL))}</v></c>`
}

// What XML cannot hold at all is left out.
const UNSAID = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu
const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(UNSAID, '').replaceAll(/[&<>"]/g, (mark) => MARKS[mark]!)
