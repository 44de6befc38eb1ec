// A list's whole result as a file, read and sent page by page: no more than a page is held at any time.
import {
  EXPORT_DELIMITERS,
  type ExportDelimiter,
  type ListInput,
  type Out,
  type Parsed,
} from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import type { Exportable, ExportedRow } from '#kernel/server/imports/exportable.ts'
import { csvLine } from '#kernel/server/imports/sheet.ts'
import { Readable } from 'node:stream'
import type { exporting } from '../../contract.ts'
import type { ImportContext } from '../tables.ts'
import { type Column, columnsOf } from './columns.ts'
import { type Cell, workbook } from './workbook.ts'

/** Rows of a page: what is held in memory, and how long one short transaction lasts. */
const AT_ONCE = 500

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

type Asked = ListInput & { format: keyof typeof TYPES; delimiter: ExportDelimiter; bom: boolean }

export async function open(
  own: ImportContext,
  { entity, input }: Parsed<typeof exporting.open>,
): Promise<Out<typeof exporting.open>> {
  const context = own as unknown as Context
  const { actor, platform } = context
  const kind = platform.exportables.get(entity)
  if (!kind) throw new Error(`${entity} is not declared to be exported`)
  const { format, delimiter, bom, ...filter } = input as Asked
  const columns = await columnsOf(context, kind)
  const { total = 0 } = await kind.page(context, { ...filter, ...firstPage, total: true }, kind.action.can)
  context.audit({ facts: { count: total } })
  const title = platform.texts.t(actor.language, `${entity}.many`)
  const rows = rowsOf(context, kind, filter, columns)
  const answer: RawAnswer = {
    open: async () =>
      Readable.from(format === 'csv' ? csv(rows, EXPORT_DELIMITERS[delimiter], bom) : workbook(title, rows)),
    type: TYPES[format],
    name: `${title} ${context.now.slice(0, 10)}.${format}`,
    size: 0,
    unmeasured: true,
    inline: false,
  }
  return answer
}

const firstPage = { sort: 'created_at', fields: ['id'], limit: 1 } as const

/** The columns' names, then page after page, each read in a transaction of its own: what is sent slowly holds nothing back. */
async function* rowsOf(
  context: Context,
  kind: Exportable,
  filter: ListInput,
  columns: readonly Column[],
): AsyncGenerator<Cell[][]> {
  const { platform, actor } = context
  yield [columns.map(({ title }) => title)]
  const page: ListInput = { ...filter, sort: 'created_at', fields: Object.keys(kind.of.fields), limit: AT_ONCE }
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { next, cells } = await platform.database.tenant(actor.tenant_id, 'read', async (db) => {
      const inside = { ...context, db }
      const found = await kind.page(inside, { ...page, ...(cursor ? { cursor } : {}) }, kind.action.can)
      return { next: found.next, cells: await cellsOf(inside, kind, columns, found.items as ExportedRow[]) }
    })
    yield cells
    cursor = next
  }
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
    names.set(refers, await kind.named![refers]!(context, [...new Set(ids.filter((id) => id !== null) as string[])]))
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
