// The cells of a row as the values of a record.
import type { Fillable, ImportRow } from '../../contract.ts'
import { convert, type Words } from '../mapping/convert.ts'
import type { Fault } from '../tables.ts'

export type Reading = { run: ImportRow; fields: ReadonlyMap<string, Fillable>; words: ReadonlyMap<string, Words> }

const noWords: Words = new Map()

/** Empty cells say nothing; several columns of one field are joined. */
export function valuesOf(
  { run, fields, words }: Reading,
  cells: readonly string[],
): { values: Record<string, unknown>; faults: Fault[] } {
  const values: Record<string, unknown> = {}
  const custom: Record<string, unknown> = {}
  const faults: Fault[] = []
  run.mapping.forEach((name, at) => {
    const cell = cells[at]?.trim()
    const field = name === null ? undefined : fields.get(name)
    if (!field || !cell) return
    const written = convert(field, cell, run, words.get(field.name) ?? noWords)
    if ('code' in written) {
      faults.push({ field: field.name, ...written })
      return
    }
    const [into, key] = field.name.startsWith('custom.') ? [custom, field.name.slice(7)] : [values, field.name]
    into[key] = key in into && field.joins ? joined(into[key], written.value) : (into[key] ?? written.value)
  })
  if (Object.keys(custom).length > 0) values['custom'] = custom
  return { values, faults }
}

const joined = (before: unknown, more: unknown): unknown =>
  Array.isArray(before) ? [...before, ...(more as unknown[])] : `${String(before)} ${String(more)}`
