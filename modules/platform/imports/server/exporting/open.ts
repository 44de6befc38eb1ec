// A list's whole result as a file, read and sent page by page: no more than a page is held at any time.
import {
  EXPORT_DELIMITERS,
  type ExportDelimiter,
  type ListInput,
  type Out,
  type Parsed,
  Problem,
} from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import type { Exportable, ExportedRow } from '#kernel/server/imports/exportable.ts'
import { csvLine } from '#kernel/server/imports/sheet.ts'
import { Readable } from 'node:stream'
import type { exporting } from '../../contract.ts'
import { namesOf } from '../mapping/words.ts'
import type { ImportContext } from '../tables.ts'
import { cardsOf } from './cards.ts'
import { type Column, columnsOf } from './columns.ts'
import { type Cell, workbook } from './workbook.ts'

/** Rows of a page: what is held in memory, and how long one short transaction lasts. */
const AT_ONCE = 500

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  vcard: 'text/vcard; charset=utf-8',
} as const
const ENDINGS = { csv: 'csv', xlsx: 'xlsx', vcard: 'vcf' } as const

type Asked = ListInput & {
  format: keyof typeof TYPES
  delimiter: ExportDelimiter
  bom: boolean
  /** Of address books: with the people of each record. */
  contacts?: boolean
}

export async function open(
  own: ImportContext,
  { entity, input }: Parsed<typeof exporting.open>,
): Promise<Out<typeof exporting.open>> {
  const context = own
  const count = await countOf(context, entity, input)
  refuseLarge(context, input, count)
  const { bytes, type, name } = await written(context, entity, input)
  context.audit({ facts: { count } })
  const answer: RawAnswer = {
    open: async () => Readable.from(bytes()),
    type,
    name,
    size: 0,
    unmeasured: true,
    inline: false,
  }
  return answer
}

/** What is exported of a kind of record; throws 422 for one that is not. */
export function exportedOf({ platform }: Pick<Context, 'platform'>, entity: string): Exportable {
  const kind = platform.exportables.get(entity)
  if (!kind) throw new Problem('export_run.no_kind', 422, { entity })
  return kind
}

/** A sheet has so many rows by its format, the one with the columns' names among them. */
const SHEET_ROWS = 1_048_576
/** A file is asked for seldom, and people are to see how far it is: counted further than for a page. */
const COUNTED = 5_000_000

/** Throws 422 before anything is written for what no workbook can hold. */
export function refuseLarge({ actor }: Pick<Context, 'actor'>, input: object, count: number): void {
  const most = SHEET_ROWS - 1
  const said = (number: number) => number.toLocaleString(actor.language)
  if ((input as Asked).format === 'xlsx' && count > most)
    throw new Problem('export_run.workbook_too_long', 422, { count: said(count), most: said(most) })
}

/** How many records a filter finds, as far as they are counted. */
export async function countOf(context: Context, entity: string, input: object): Promise<number> {
  const kind = exportedOf(context, entity)
  const { format: _format, delimiter: _delimiter, bom: _bom, contacts: _contacts, ...filter } = input as Asked
  const { total = 0 } = await kind.page(context, { ...filter, ...firstPage, total: true }, askedBy(kind))
  return total
}

export type WrittenFile = {
  /** The file as it is read, page by page, each in a transaction of its own; `told` hears how many records it has by now. */
  bytes: (told?: (records: number) => void | Promise<void>) => AsyncIterable<string | Buffer>
  type: string
  name: string
}

/** The file that a checked input asks for, by the rights of the actor. */
export async function written(context: Context, entity: string, input: object): Promise<WrittenFile> {
  const { actor, platform } = context
  const kind = exportedOf(context, entity)
  const { format, delimiter, bom, contacts = false, ...filter } = input as Asked
  const columns = await columnsOf(context, kind)
  const title = platform.texts.t(actor.language, `${entity}.many`)
  return {
    bytes: (told) => {
      const pages = pagesOf(context, { kind, filter, columns, told })
      if (format === 'vcard') return cardsOf(context, kind, columns, { pages, contacts })
      const rows = tableOf(columns, pages)
      return format === 'csv' ? csv(rows, EXPORT_DELIMITERS[delimiter], bom) : workbook(title, rows)
    },
    type: TYPES[format],
    name: `${title} ${context.now.slice(0, 10)}.${ENDINGS[format]}`,
  }
}

const askedBy = ({ action: { can } }: Exportable) => ({ permission: can, omit: [], counted: COUNTED })
const firstPage = { sort: 'created_at', fields: ['id'], limit: 1 } as const

type Reading = {
  kind: Exportable
  filter: ListInput
  columns: readonly Column[]
  told?: ((records: number) => void | Promise<void>) | undefined
}
/** Records of one page, each with its cells. */
export type ExportPage = { rows: ExportedRow[]; cells: Cell[][] }

/** Page after page, each read in a transaction of its own: what is sent slowly holds nothing back. */
async function* pagesOf(context: Context, { kind, filter, columns, told }: Reading): AsyncGenerator<ExportPage> {
  const { platform, actor } = context
  const page: ListInput = { ...filter, sort: 'created_at', fields: Object.keys(kind.of.fields), limit: AT_ONCE }
  let records = 0
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { next, rows, cells } = await platform.database.tenant(actor.tenant_id, 'read', async (db) => {
      const inside = { ...context, db }
      const found = await kind.page(inside, { ...page, ...(cursor ? { cursor } : {}) }, askedBy(kind))
      const items = found.items as ExportedRow[]
      return { next: found.next, rows: items, cells: await cellsOf(inside, kind, columns, items) }
    })
    await told?.((records += rows.length))
    yield { rows, cells }
    cursor = next
  }
}

/** The columns' names, then the pages. */
async function* tableOf(columns: readonly Column[], pages: AsyncIterable<ExportPage>): AsyncGenerator<Cell[][]> {
  yield [columns.map(({ title }) => title)]
  for await (const { cells } of pages) yield cells
}

async function cellsOf(
  context: Context,
  kind: Exportable,
  columns: readonly Column[],
  rows: readonly ExportedRow[],
): Promise<Cell[][]> {
  const names = new Map<string, ReadonlyMap<string, string>>()
  for (const refers of new Set(columns.flatMap(({ asks }) => asks ?? []))) {
    const ids = columns.filter(({ asks }) => asks === refers).flatMap(({ value }) => rows.map(value))
    const wanted = [...new Set(ids.filter((id) => typeof id === 'string'))]
    const own = kind.named?.[refers]
    names.set(refers, own ? await own(context, wanted) : await namesOf(context, refers, wanted))
  }
  return rows.map((row) =>
    columns.map(({ cell, value, asks }) => cell(value(row), (asks && names.get(asks)) || new Map())),
  )
}

async function* csv(pieces: AsyncIterable<Cell[][]>, delimiter: string, bom: boolean): AsyncGenerator<string> {
  let before = bom ? '\uFEFF' : ''
  for await (const rows of pieces) {
    yield before + rows.map((cells) => csvLine(cells.map(String), delimiter)).join('')
    before = ''
  }
}
