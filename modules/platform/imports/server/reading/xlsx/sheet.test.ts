// Workbooks as programs really write them: texts within their cells, cells without places, prefixes, days counted from 1904.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Readable } from 'node:stream'
import { zipped } from '../../exporting/zip.ts'
import { readSheet } from './sheet.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (...leads: readonly (readonly [id: string, kind: string, target: string])[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${leads
    .map(([id, kind, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** The rows of a workbook whose first sheet is `sheet`; `parts` replace its other parts. */
async function rowsOf(sheet: string, parts: Record<string, string> = {}): Promise<string[][]> {
  const all = {
    '_rels/.rels': relations(['rId1', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(['rId1', 'worksheet', 'worksheets/sheet1.xml']),
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?>\n<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData></worksheet>`,
    ...parts,
  }
  const bytes = zipped(Object.entries(all).map(([name, text]) => ({ name, content: [text] })))
  const rows: string[][] = []
  for await (const { cells } of readSheet(Readable.from(bytes))) rows.push(cells)
  return rows
}

test('texts that stand within their cells are read, rich ones whole and without how they are pronounced', async () => {
  const rows = await rowsOf(
    `<row r="1"><c r="A1" t="inlineStr"><is><t>Имя</t></is></c><c r="C1" t="inlineStr"><is><t xml:space="preserve"> a &amp; b </t></is></c></row>
     <row r="2"><c r="A2" t="inlineStr"><is><r><t>Книга </t></r><r><rPr><b/></rPr><t>Вторая</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>
       <c r="B2" t="inlineStr"><is><t/></is></c><c r="C2" t="inlineStr"><is><t>one_x000D_two</t></is></c></row>`,
  )
  assert.deepEqual(rows, [
    ['Имя', '', ' a & b '],
    ['Книга Вторая', '', 'one\rtwo'],
  ])
})

test('rows and cells without places stand one behind the other, and prefixes change nothing', async () => {
  const plain = await rowsOf(
    `<row><c t="inlineStr"><is><t>a</t></is></c><c><v>7</v></c></row><row><c/><c t="b"><v>1</v></c></row>`,
  )
  assert.deepEqual(plain, [
    ['a', '7'],
    ['', 'true'],
  ])
  const prefixed = await rowsOf('', {
    'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row r="1"><x:c r="B1" t="str"><x:f>A1</x:f><x:v>said</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
  })
  assert.deepEqual(prefixed, [['', 'said']])
})

test('shared texts, days by their formats, long numbers and errors are what a person sees', async () => {
  const rows = await rowsOf(
    `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>46347</v></c><c r="C1" s="2"><v>46347.5</v></c><c r="D1" s="3"><v>998901230001</v></c>
     <c r="E1" t="e"><v>#N/A</v></c><c r="F1" t="d"><v>2026-11-21T00:00:00</v></c><c r="G1"><v>1.5E-3</v></c></row>`,
    {
      'xl/_rels/workbook.xml.rels': relations(
        ['rId1', 'worksheet', '/xl/worksheets/sheet1.xml'],
        ['rId2', 'sharedStrings', 'texts.xml'],
        ['rId3', 'styles', 'styles.xml'],
      ),
      'xl/texts.xml': `<sst xmlns="${MAIN}"><si><t>no</t></si><si><r><t>по</t></r><r><t>вод</t></r></si></sst>`,
      'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="[$-419]dd\\.mm\\.yyyy&quot; г.&quot;"/><numFmt numFmtId="165" formatCode="[Red]0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
    },
  )
  assert.deepEqual(rows, [
    ['повод', '2026-11-21', '2026-11-21T12:00:00.000Z', '998901230001', '', '2026-11-21', '0.0015'],
  ])
})

test('the first sheet that is shown is read, wherever it lies, and its days may count from 1904', async () => {
  const rows = await rowsOf('<row r="1"><c r="A1"><v>1</v></c></row>', {
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="1"/><sheets><sheet name="H" sheetId="1" state="veryHidden" r:id="rId1"/><sheet name="A" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'worksheet', 'other/List.xml'],
      ['rId3', 'styles', 'styles.xml'],
    ),
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/other/List.xml': `<worksheet xmlns="${MAIN}"><sheetData><row r="3"><c r="A3" s="0"><v>44885</v></c></row></sheetData></worksheet>`,
  })
  assert.deepEqual(rows, [['2026-11-21']])
})

test('what is no workbook, and what never ends, is refused', async () => {
  await assert.rejects(rowsOf('<row r="1"><c r="A1"></row>'))
  await assert.rejects(
    rowsOf(`<row r="1"><c r="A1" t="str"><v>${'x'.repeat(17_000_000)}</v></c></row>`),
    /without an end/,
  )
  await assert.rejects(readSheet(Readable.from([Buffer.from('PK no')])).next())
})
