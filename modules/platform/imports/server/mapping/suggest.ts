// Which column fills which field, guessed from what columns are called in any language, and from what stands in them.
import { hintsOf } from '#kernel/contract/index.ts'
import type { Importable } from '#kernel/server/imports/importable.ts'
import { LANGUAGES, type Texts } from '#kernel/server/texts.ts'
import type { Column, Fillable } from '../../contract.ts'
import { RECORD_ID } from './fields.ts'

/** A name as it is compared: letters and digits only, in lower case. */
export const keyOfName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The field for each column, null for those that nothing says anything about; each field once, but for names in parts. */
export function suggest(
  columns: readonly Column[],
  fields: readonly Fillable[],
  kind: Importable,
  texts: Texts,
): (string | null)[] {
  const called = new Map(fields.map((field) => [field.name, wordsOf(field, kind, texts)]))
  const taken = new Set<string>()
  const mapping: (string | null)[] = columns.map(() => null)
  const give = (at: number, field: Fillable | undefined, again = false) => {
    if (!field || mapping[at] || (taken.has(field.name) && !again)) return
    mapping[at] = field.name
    taken.add(field.name)
  }
  const keys = columns.map(({ name }) => keyOfName(name))
  keys.forEach((key, at) => {
    const field = fields.find(({ name }) => called.get(name)!.has(key))
    give(at, field, field?.joins && kind.names?.[field.name] !== undefined)
  })
  keys.forEach((key, at) => {
    if (mapping[at] || key.length < 4) return
    give(
      at,
      fields.find(({ name }) => [...called.get(name)!].some((word) => word.length > 3 && key.includes(word))),
    )
  })
  // Every program has a column of its own ids.
  columns.forEach(({ samples }, at) => {
    if (mapping[at] === RECORD_ID && !samples.every((sample) => UUID.test(sample))) mapping[at] = null
  })
  columns.forEach(({ samples }, at) => give(at, looksLike(samples, fields, kind)))
  return mapping
}

function wordsOf({ name, label, labels }: Fillable, kind: Importable, texts: Texts): Set<string> {
  const spoken = label ? LANGUAGES.map((language) => texts.t(language, label)) : Object.values(labels ?? {})
  return new Set([name.replace('custom.', ''), ...spoken, ...(kind.names?.[name] ?? [])].map(keyOfName).filter(Boolean))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const PHONE = /^\+?[\d\s()-]{7,20}$/

function looksLike(samples: readonly string[], fields: readonly Fillable[], { of }: Importable): Fillable | undefined {
  if (samples.length === 0) return undefined
  const isAll = (pattern: RegExp) => samples.every((sample) => pattern.test(sample))
  const exact = (wanted: string) =>
    fields.find(({ name }) => of.fields[name] && hintsOf(of.fields[name]).exact === wanted)
  if (isAll(EMAIL)) return exact('email')
  if (isAll(PHONE) && samples.some((sample) => /^\+|[\s()-]/.test(sample))) return exact('phone')
  return undefined
}

/** The order of day and month where the samples say it. */
export function guessDateOrder(columns: readonly Column[]): 'dmy' | 'mdy' | 'ymd' {
  const parts = columns.flatMap(({ samples }) =>
    samples.flatMap((one) => {
      const found = /^(\d{1,4})[./-](\d{1,2})[./-]\d{1,4}\b/.exec(one)
      return found ? [[found[1]!, Number(found[2])] as const] : []
    }),
  )
  if (parts.length > 0 && parts.every(([first]) => first.length === 4)) return 'ymd'
  return parts.some(([, second]) => second > 12) ? 'mdy' : 'dmy'
}
