// The rows that were not taken as they are, as a file that can be mended and imported again.
import { MAX_LIMIT } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { csvLine } from '#kernel/server/imports/sheet.ts'
import { Readable } from 'node:stream'
import type { Fillable, ImportRow } from '../contract.ts'
import { get } from './handlers.ts'
import { fieldsFor } from './mapping/fields.ts'
import { kindOf } from './rows/frame.ts'
import type { Fault, ImportContext } from './tables.ts'

const AT_ONCE = 5 * MAX_LIMIT

export async function faults(context: ImportContext, { id }: { id: string }): Promise<RawAnswer> {
  const run = await get(context, { id })
  const fields = await fieldsFor(context, kindOf(context, run.entity))
  const { platform, actor } = context
  const say = (key: string, params?: Record<string, unknown>) => platform.texts.t(actor.language, key, params)
  const head = ['line', 'outcome', 'reason'].map((name) => say(`import.file.${name}`))
  const names = run.columns.map(({ name }) => name)
  const parts = [`\uFEFF${csvLine([...names, ...head])}`]
  for (let last = 0; ;) {
    const rows = await context.db
      .selectFrom('import_rows')
      .select(['place', 'line', 'cells', 'outcome', 'faults'])
      .where('run', '=', id)
      .where('faults', 'is not', null)
      .where('place', '>', last)
      .orderBy('place')
      .limit(AT_ONCE)
      .execute()
    for (const { line, cells, outcome, faults: found } of rows) {
      const why = (found as Fault[]).map((fault) => reasonOf(fault, fields, say)).join('; ')
      const whole = names.map((_name, at) => (cells as string[])[at] ?? '')
      parts.push(csvLine([...whole, String(line), say(`import.outcome.${outcome}`), why]))
    }
    if (rows.length < AT_ONCE) break
    last = rows.at(-1)!.place
  }
  const bytes = Buffer.from(parts.join(''))
  return {
    open: async () => Readable.from([bytes]),
    type: 'text/csv; charset=utf-8',
    name: `${baseOf(run)} — ${say('import.file.name')}.csv`,
    size: bytes.length,
    inline: false,
  }
}

const baseOf = ({ file_name }: ImportRow) => file_name.replace(/\.[^.]+$/, '')

function reasonOf(
  { field, code, params }: Fault,
  fields: readonly Fillable[],
  say: (key: string, params?: Record<string, unknown>) => string,
): string {
  const found = fields.find(({ name }) => name === field || `custom.${name}` === field)
  const label = found ? (found.label ? say(found.label) : Object.values(found.labels ?? {})[0]) : field
  const reason = say(`invalid.${code}`, params)
  return label ? `${label}: ${reason}` : reason
}
