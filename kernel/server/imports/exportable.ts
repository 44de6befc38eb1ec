// Kinds of records that people take away in files.
import type { Action, Entity, ListInput, Page } from '../../contract/index.ts'
import type { Context } from '../context.ts'

type Row = Readonly<Record<string, unknown>>

export type Exportable = {
  of: Entity
  /** The action that answers the file, made by `exportOf`; how far its permission reaches says which records. */
  action: Action
  /** Whoever has this permission finds personal fields whole; everybody else finds them masked. */
  clear: string
  /** Fields that no import fills, and people want to see all the same. */
  also?: readonly string[]
  /** A page of the list with the given permission, long fields among them. */
  page: (context: Context, input: ListInput, permission: string) => Promise<Page<any>>
  /** Names of records that references lead to, for a page of rows, where there are too many to read them all at once. */
  named?: Readonly<Record<string, (context: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>>>
}
export type ExportedRow = Row & { id: string }

/** Declares in a server module that a kind of record may be taken away in files: `exports: [exportable(Client, …)]`. */
export const exportable = (of: Entity, action: Action, rest: Omit<Exportable, 'of' | 'action'>): Exportable => ({
  of,
  action,
  ...rest,
})

/** By the name of the entity. */
export const exportablesOf = (all: readonly Exportable[]): ReadonlyMap<string, Exportable> =>
  new Map(all.map((one) => [one.of.name, one]))
