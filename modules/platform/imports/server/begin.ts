// An import begins: its file is kept, looked at, and everything about it guessed.
import { forbidden, type Parsed, Problem, type Row as RowOf } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { type File, files, fileStore } from '#modules/platform/files/contract.ts'
import { Readable } from 'node:stream'
import {
  type Column,
  type Format,
  type imports,
  importRunChanged,
  type ImportRow,
  MAX_IMPORT_BYTES,
} from '../contract.ts'
import { fieldsFor } from './mapping/fields.ts'
import { guessDateOrder, suggest } from './mapping/suggest.ts'
import { guessFormat, LOOKED_AT } from './reading/guess.ts'
import { allRows, storable } from './reading/read.ts'
import { kindOf } from './rows/frame.ts'
import { type ImportContext, runFields, stored } from './tables.ts'

const LOOKED_AT_ROWS = 21
const SAMPLES = 3
const LONGEST_SAMPLE = 120

/** Takes the bytes outside of a transaction, which would stay open as long as the sender's line is slow. */
export async function upload(context: ImportContext, asked: Parsed<typeof imports.upload>): Promise<ImportRow> {
  const { entity, name, body } = asked
  refuseKind(context, entity)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    if ((size += chunk.length) > MAX_IMPORT_BYTES)
      throw new Problem('file.too_large', 413, { maximum: MAX_IMPORT_BYTES })
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (size === 0) throw new Problem('import_run.empty', 422)
  const format = guessFormat(bytes.subarray(0, LOOKED_AT), name)
  const columns = await look(Readable.from([bytes]), format)
  return context.finish(context.actor, async (inside) => {
    const file = await inside.call(fileStore.store, { name, bytes, purpose: 'report' })
    return make(inside as ImportContext, entity, file, format, columns)
  })
}

/** The same with a file that was uploaded before. */
export async function begin(
  context: ImportContext,
  { entity, file: id }: Parsed<typeof imports.begin>,
): Promise<ImportRow> {
  refuseKind(context, entity)
  const file = await context.call(files.get, { id })
  const { format, columns } = await lookAgain(context, id, null)
  return make(context, entity, file, format, columns)
}

/** Reads the beginning of a file once more, with another format or a guessed one. */
export async function lookAgain(
  context: ImportContext,
  file: string,
  given: Format | null,
): Promise<{ format: Format; columns: Column[] }> {
  const content = (await context.call(files.content, { id: file })) as RawAnswer
  const head = async () => content.open({ start: 0, end: Math.min(content.size, LOOKED_AT) - 1 })
  if (content.size === 0) throw new Problem('import_run.empty', 422)
  const format = given ?? guessFormat(Buffer.concat(await (await head()).toArray()), content.name)
  // The table of contents of a workbook stands at its end.
  const bytes = format.kind === 'xlsx' ? await content.open() : await head()
  return { format, columns: await look(bytes, format) }
}

async function make(
  context: ImportContext,
  entity: string,
  file: RowOf<typeof File>,
  format: Format,
  columns: Column[],
): Promise<ImportRow> {
  const { db, actor, call, platform, emit } = context
  await call(fileStore.claim, { ids: [file.id] })
  const kind = kindOf(context, entity)
  const fields = await fieldsFor(context, kind)
  const row = await db
    .insertInto('import_runs')
    .values(
      stored({
        entity,
        owner: actor.user_id,
        file: file.id,
        file_name: file.name,
        format,
        columns,
        mapping: suggest(columns, fields, kind, platform.texts),
        on_match: 'update',
        on_removed: 'restore',
        date_order: guessDateOrder(columns),
        decimal: 'comma',
        state: 'draft',
        counts: {},
        total: 0,
        done: 0,
        read: 0,
        faults: 0,
        undone: 0,
        undo_kept: 0,
        reason: null,
        undo_until: null,
        ended_at: null,
        failures: 0,
        reader: null,
      }) as never,
    )
    .returning(runFields)
    .executeTakeFirstOrThrow()
  emit(importRunChanged, { import_run: row as ImportRow })
  return row as ImportRow
}

function refuseKind(context: ImportContext, entity: string): void {
  const { can } = kindOf(context, entity)
  if (!may(context.actor, can)) throw forbidden(can)
}

/** Columns with their names and what stands in their first cells. */
async function look(bytes: Readable, format: Format): Promise<Column[]> {
  const rows: string[][] = []
  try {
    for await (const { cells } of allRows(bytes, format)) {
      rows.push(cells.map((cell) => storable(cell).trim()))
      if (rows.length >= LOOKED_AT_ROWS) break
    }
  } catch (error) {
    // The beginning of a file may end within a row.
    if (rows.length === 0) throw error
  } finally {
    bytes.destroy()
  }
  if (rows.length === 0) throw new Problem('import_run.empty', 422)
  const below = format.header ? rows.slice(1) : rows
  const width = Math.min(200, Math.max(...rows.map((row) => row.length)))
  return Array.from({ length: width }, (_none, at) => ({
    name: (format.header ? (rows[0]![at] ?? '') : '').slice(0, LONGEST_SAMPLE) || String(at + 1),
    samples: below
      .flatMap((row) => row[at] || [])
      .slice(0, SAMPLES)
      .map((cell) => cell.slice(0, LONGEST_SAMPLE)),
  }))
}
