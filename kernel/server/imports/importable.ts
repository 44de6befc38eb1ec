// Kinds of records that people bring along in files.
import type * as z from 'zod'
import type { Entity, Refusal } from '../../contract/index.ts'
import type { Context } from '../context.ts'

export type Values = Readonly<Record<string, unknown>>

/** A record that already has an identity which a row names. `hidden`: the caller may not change it. */
export type ImportHolder = { field: string; id: string; removed: boolean; hidden: boolean }

/** A row as it is kept, with what is wrong about its identities and who has them already. */
export type Identified = { values: Values; refusals: readonly Refusal[]; holders: readonly ImportHolder[] }

/** The rules of a form, for rows: what a new record gets beside its draft, and what may not be so. */
export type ImportRules = {
  create: (draft: Values) => { values: Values; refusals: readonly Refusal[] }
  update: (before: Values, changes: Values) => readonly Refusal[]
}

export type Importable = {
  of: Entity
  /** The permission that it takes; how far it reaches is asked of each record by `rules`. */
  can: string
  /** The page where records of this kind are listed. */
  page: string
  /** Fields that find an existing record: each value belongs to one record. `record_id` among them is its own id. */
  identity: readonly string[]
  /** Fields of making that stand beside the draft. */
  also?: Readonly<Record<string, z.ZodType>>
  /** Written fields that no file may fill. */
  leaves?: readonly string[]
  /** Other words under which fields stand in files, in lower case. */
  names?: Readonly<Record<string, readonly string[]>>
  /** Normalises the identities of many rows and finds who has them, in the rows' order. */
  identify: (context: Context, rows: readonly Values[]) => Promise<readonly Identified[]>
  rules: (context: Context) => Promise<ImportRules>
  /** Whom a column of references may name, by the kind of record; by name where nothing is said. */
  named?: Readonly<Record<string, (context: Context) => Promise<readonly { id: string; words: readonly string[] }[]>>>
  /** Tells of a whole piece at once, by the ids of its records: what follows one record each would drown. */
  tell: (context: Context, ids: readonly string[]) => Promise<void>
}

/** Declares in a server module that a kind of record may come from files: `imports: [importable(Client, { … })]`. */
export const importable = (of: Entity, rest: Omit<Importable, 'of'>): Importable => ({ of, ...rest })

/** The fields that a file may fill, by name: what people write, and what stands beside it when a record is made. */
export function fillable({
  of,
  also = {},
  leaves = [],
}: Pick<Importable, 'of' | 'also' | 'leaves'>): Record<string, z.ZodType> {
  const written = Object.entries(of.draft.shape as Record<string, z.ZodType>)
  return Object.fromEntries(
    [...written, ...Object.entries(also)].filter(([name]) => name !== 'custom' && !leaves.includes(name)),
  )
}
