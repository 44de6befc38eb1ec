// What a module knows of another module's records, so that conditions may ask it: how many there are, when the last was.
import type { Entity, Event } from '../../contract/index.ts'

export type Fact = {
  /** `fact.<name>` in conditions, and the key of what it is called. */
  name: string
  /** The records it is known of. */
  about: (of: Entity, events: ReadonlyMap<string, Event>) => boolean
  /** How many rows there are, or the latest moment among them. */
  kind: 'count' | 'moment'
  /** The rows, by the column that names the record; an index begins with it. Those that the caller may see count. */
  rows: Entity
  by: string
  /** The column of the moment. */
  at?: string
  /** Values that the rows have. */
  where?: (of: Entity) => Readonly<Record<string, string | boolean>>
  /** The permission to see the rows: whoever has it not is not offered the fact. */
  can: string
}

/** Declares in a server module what conditions may ask of records: `facts: [fact('open_deals', { … })]`. */
export const fact = (name: string, rest: Omit<Fact, 'name'>): Fact => ({ name, ...rest })
