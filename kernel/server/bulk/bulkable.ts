// Commands that may be given for many records at once.
import type { Action, Entity } from '../../contract/index.ts'
import type { Context } from '../context.ts'

export type Values = Readonly<Record<string, unknown>>

export type Bulkable = {
  of: Entity
  action: Action
  /** What of the command's input is given for all of them; nothing else is taken. */
  takes: readonly string[]
  /**
   * Columns that it changes, kept as they were so that it can be undone. What stands together in a group is put back
   * together or not at all.
   */
  keeps: readonly (readonly string[])[]
  /** Gives a record its values back, by the rules that hold for one record. */
  undo: (context: Context, id: string, values: Values) => Promise<unknown>
}

/** Declares in a server module that a command may be given for many: `bulk: [bulkable(Ticket, tickets.move, …)]`. */
export const bulkable = (of: Entity, action: Action, rest: Omit<Bulkable, 'of' | 'action'>): Bulkable => ({
  of,
  action,
  ...rest,
})

/** A run of more records than this tells each person of it once, not of every record. */
export const FEW = 5
const MARK = 'bulk_run_'

/** What stands in the log as the request of what such a run does. */
export const marked = (run: string): string => `${MARK}${run}`
/** Whether an event came from such a run. */
export const isOfMany = ({ request_id }: { request_id?: string | null }): boolean =>
  request_id?.startsWith(MARK) ?? false
