// The columns of an export: those that an import fills, with what they say of a record.
import { type CustomValues, hintsOf } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import type { Exportable, ExportedRow } from '#kernel/server/imports/exportable.ts'
import { fillable } from '#kernel/server/imports/importable.ts'
import type { Fillable } from '../../contract.ts'
import { wordKey } from '../mapping/convert.ts'
import { fieldsFor, type Kind, RECORD_ID } from '../mapping/fields.ts'
import { byName, recordsNamed } from '../mapping/words.ts'
import type { Cell } from './workbook.ts'

type Names = ReadonlyMap<string, string>
export type Column = {
  /** The field, as an import knows it. */
  name: string
  title: string
  /** The kind of record that its ids lead to, where the names of a page's are asked page by page. */
  asks?: string
  value: (row: ExportedRow) => unknown
  cell: (value: unknown, names: Names) => Cell
}

const none: Names = new Map()

/** The columns in the reader's language; whose names are there twice are called by what the import knows them as. */
export async function columnsOf(context: Context, kind: Exportable): Promise<Column[]> {
  const { actor, platform } = context
  const from: Kind = platform.importables.get(kind.of.name) ?? { of: kind.of, identity: [], also: shownOnly(kind) }
  const fields = await fieldsFor(context, from, 'show')
  const own = kind.of.custom ? await fieldsOf(context.db, actor.tenant_id, kind.of.name) : []
  const isMasked = !may(actor, kind.clear)
  const isImported = platform.importables.has(kind.of.name)
  const titles = fields.map((field) => titleOf(context, field))
  const shape = fillable(from)
  return Promise.all(
    fields.map(async (field, at): Promise<Column> => {
      const key = field.name.startsWith('custom.') ? field.name.slice(7) : null
      const schema = key === null ? shape[field.name] : undefined
      const hints = schema ? hintsOf(schema) : {}
      const refers = hints.refers ?? own.find((one) => one.key === key)?.refers ?? undefined
      // Of a kind that is imported, by the words that lead back to the record; of others, those of each page.
      const asks = refers !== undefined && (kind.named?.[refers] || !isImported) ? refers : undefined
      const isPersonal = hints.personal || (asks !== undefined && hasPersonalName(context, asks))
      const names = refers && !asks ? await allNamed(context, refers) : none
      const say = sayingOf(context, field, hints.control === 'money')
      const title = titles.indexOf(titles[at]!) === at ? titles[at]! : field.name
      return {
        name: field.name,
        title,
        ...(asks ? { asks } : {}),
        value: (row) =>
          field.name === RECORD_ID ? row.id : key ? (row['custom'] as CustomValues)[key] : row[field.name],
        cell: (value, asked) => {
          if (value === null || value === undefined || value === '') return ''
          const said = refers ? ((asks ? asked : names).get(String(value)) ?? String(value)) : say(value)
          return isMasked && isPersonal ? masked(String(said)) : said
        },
      }
    }),
  )
}

const shownOnly = ({ of, also = [] }: Exportable) => Object.fromEntries(also.map((name) => [name, of.fields[name]!]))

/** Whether what records of a kind are called is a person's name. */
function hasPersonalName({ platform }: Context, refers: string): boolean {
  const { fields = {} } = platform.entities.find(({ name }) => name === refers) ?? {}
  return ['name', 'title'].some((name) => fields[name] !== undefined && hintsOf(fields[name]).personal === true)
}

/** A value of a person's whose reader may not have it: that there is one, and how it begins. */
const masked = (text: string): string => `${Array.from(text)[0] ?? ''}•••`

function titleOf({ platform, actor }: Context, { label, labels }: Fillable): string {
  return label
    ? platform.texts.t(actor.language, label)
    : (labels?.[actor.language] ?? Object.values(labels ?? {})[0]) || ''
}

function sayingOf(
  { platform, actor }: Context,
  { type, choices, label: isOurs }: Fillable,
  isMoney: boolean,
): (value: unknown) => Cell {
  const { t } = platform.texts
  // A tenant's own words are no keys of the catalogues.
  const labels = new Map(choices.map(({ value, label }) => [value, isOurs ? t(actor.language, label) : label]))
  const word = (value: unknown) => labels.get(String(value)) ?? String(value)
  switch (type) {
    case 'yes_no':
      return (value) => t(actor.language, value ? 'yes' : 'no')
    case 'number':
      return (value) => (isMoney ? Number(value) / 100 : Number(value))
    case 'tags':
      return (value) => (value as unknown[]).map(word).join(', ')
    case 'date':
      return (value) => String(value).replace(/T00:00:00(\.000)?Z$/, '')
    case 'choice':
      return word
    default:
      return String
  }
}

/** By id, the first of its words that leads to nobody else. */
async function allNamed(context: Context, refers: string): Promise<Names> {
  const importable = [...context.platform.importables.values()].find(({ named }) => named?.[refers])
  const records = await recordsNamed(context, importable ?? {}, refers)
  const known = byName(records)
  return new Map(
    records.flatMap(({ id, words }) => {
      const word = words.find((one) => known.get(wordKey(one)) === id)
      return word === undefined ? [] : [[id, word] as const]
    }),
  )
}
