// Kinds of records that people take away in files.
import type { Action, Entity, ListInput, Page } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import type { ListOptions } from '../list.ts'

type Row = Readonly<Record<string, unknown>>

/** What an address book says of somebody. */
export type Card = {
  /** Of a person who belongs to a record: their own. */
  id?: string
  kind: 'person' | 'organisation'
  name: string
  company?: string | undefined
  job?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  address?: string | undefined
  note?: string | undefined
  tags?: readonly string[]
}

/** How records stand in an address book. */
export type Cards = {
  /** A record's card; `said` is what its column of a field says to this reader. */
  of: (row: ExportedRow, said: (field: string) => string) => Card
  /** The people of some records, by the record's id. */
  people: (context: Context, rows: readonly ExportedRow[]) => Promise<ReadonlyMap<string, readonly Card[]>>
}

export type Exportable = {
  of: Entity
  /** The action that answers the file, made by `exportOf`; how far its permission reaches says which records. */
  action: Action
  /** Whoever has this permission finds personal fields whole; everybody else finds them masked. */
  clear: string
  /** Fields that no import fills, and people want to see all the same. */
  also?: readonly string[]
  /** A page of the list, asked as told: with another permission, long fields among it, totals counted further. */
  page: (context: Context, input: ListInput, how: ExportedBy) => Promise<Page<any>>
  /** For kinds that are people: the action takes `vcard` too. */
  card?: Cards
  /** Names of records that references lead to, for a page of rows, where there are too many to read them all at once. */
  named?: Readonly<Record<string, (context: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>>>
}
export type ExportedBy = Required<Pick<ListOptions, 'permission' | 'omit' | 'counted'>>
export type ExportedRow = Row & { id: string }

/** Declares in a server module that a kind of record may be taken away in files: `exports: [exportable(Client, …)]`. */
export const exportable = (of: Entity, action: Action, rest: Omit<Exportable, 'of' | 'action'>): Exportable => ({
  of,
  action,
  ...rest,
})
