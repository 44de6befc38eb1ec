// What the cells of a workbook refer to: its first sheet, texts that cells share, and which styles show dates.
import { type Archive, archiveOf, type Lead } from './archive.ts'
import { attribute, eachTag, watching } from './xml.ts'

export type Book = {
  sheet: AsyncIterable<string>
  texts: readonly string[]
  /** By the number of a style: whether its numbers are days. */
  dates: readonly boolean[]
  /** Days are counted from 1904. */
  is1904: boolean
}

/** What shared texts may come to, in characters: they are held all at once. */
const MOST_SHARED = 100_000_000

export async function bookOf(bytes: Buffer): Promise<Book> {
  const archive = await archiveOf(bytes)
  const main = (await archive.leads('')).find(({ kind }) => kind === 'officeDocument')?.part ?? 'xl/workbook.xml'
  const leads = await archive.leads(main)
  const { first, is1904 } = await sheetsOf(archive, main)
  const isFirst = ({ id, kind }: Lead) => (first === undefined ? kind === 'worksheet' : id === first)
  const sheet = await archive.read(leads.find(isFirst)?.part ?? 'xl/worksheets/sheet1.xml')
  if (!sheet) throw new Error('no sheet')
  const named = (kind: string) => archive.read(leads.find((lead) => lead.kind === kind)?.part ?? '')
  return {
    sheet,
    texts: await textsOf(await named('sharedStrings')),
    dates: await datesOf(await named('styles')),
    is1904,
  }
}

/** The first sheet that is shown, or the first. */
async function sheetsOf(archive: Archive, main: string): Promise<{ first: string | undefined; is1904: boolean }> {
  const pieces = await archive.read(main)
  if (!pieces) throw new Error('no workbook')
  const sheets: { id: string; hidden: boolean }[] = []
  let is1904 = false
  await eachTag(pieces, (name, attributes) => {
    if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
    if (name !== 'sheet') return
    // `id` beside `sheetId`: the relation's, which always has a prefix.
    sheets.push({
      id: attribute(attributes, 'id') ?? '',
      hidden: attribute(attributes, 'state')?.includes('idden') ?? false,
    })
  })
  return { first: (sheets.find(({ hidden }) => !hidden) ?? sheets[0])?.id, is1904 }
}

async function textsOf(pieces: AsyncIterable<string> | null): Promise<string[]> {
  const texts: string[] = []
  if (!pieces) return texts
  let size = 0
  const take = watching(
    sayings((name, text) => {
      if (name !== 'si') return
      if ((size += text.length) > MOST_SHARED) throw new Error('too many texts')
      texts.push(text)
    }),
  )
  for await (const piece of pieces) take(piece)
  return texts
}

const SAYS = new Set(['t', 'v'])

/**
 * Gathers what stands in `t` and `v`, the runs of a rich text joined and how it is pronounced (`rPh`) left out; `ended` is
 * told at each end of something else, and what was gathered begins anew where `si` or `c` begin.
 */
export function sayings(ended: (name: string, text: string) => void) {
  let text = ''
  let isSaying = false
  let isSpoken = false
  return {
    begins(name: string) {
      if (name === 'si' || name === 'c') text = ''
      if (name === 'rPh') isSpoken = true
      isSaying = SAYS.has(name) && !isSpoken
    },
    says(more: string) {
      if (isSaying) text += more
    },
    ends(name: string) {
      isSaying = false
      if (name === 'rPh') isSpoken = false
      else if (!SAYS.has(name)) ended(name, text.includes('_x') ? unescaped(text) : text)
    },
  }
}

/** Characters that XML cannot hold stand as `_x000D_`. */
const unescaped = (text: string) =>
  text.replaceAll(/_x([0-9A-F]{4})_/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

async function datesOf(pieces: AsyncIterable<string> | null): Promise<boolean[]> {
  const own = new Map<number, boolean>()
  const dates: boolean[] = []
  let isWithin = false
  if (!pieces) return dates
  const take = watching({
    begins(name, attributes) {
      if (name === 'numFmt')
        own.set(Number(attribute(attributes, 'numFmtId')), isDate(attribute(attributes, 'formatCode')))
      if (name === 'cellXfs') isWithin = true
      if (name !== 'xf' || !isWithin) return
      const format = Number(attribute(attributes, 'numFmtId') ?? 0)
      dates.push(own.get(format) ?? BUILT_IN.test(String(format)))
    },
    ends(name) {
      if (name === 'cellXfs') isWithin = false
    },
  })
  for await (const piece of pieces) take(piece)
  return dates
}

/** Formats that need no declaration (18.8.30): 14–22, 45–47, and 27–36 and 50–58 of East Asia. */
const BUILT_IN = /^(1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8])$/

/** Whether a format has a part of a date outside of quotes, escapes and conditions. */
const isDate = (format = '') =>
  /[dmyhs]/i.test(format.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').replaceAll(/\[(?![hms]+\])[^\]]*\]/gi, ''))
