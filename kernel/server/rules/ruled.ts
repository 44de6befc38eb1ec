// Kinds of records that rules may be made for: what wakes a rule, what it may look at, whom it may turn to.
import type { Entity, Event } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import type { Language } from '../texts.ts'

export type Values = Readonly<Record<string, unknown>>
export type Subject = Values & { id: string }
/** What changed, by field: what it was and what it is. */
export type Changes = Readonly<Record<string, readonly [unknown, unknown]>>

/** An event that wakes rules; `changes` are those of its payload where nothing is said. */
export type Wake = {
  event: Event
  as: 'created' | 'changed'
  changes?: (payload: never) => Changes
}

/** How a record is by a field, and the column of the moment since which it is so; null where nobody keeps it. */
export type Clock = { field: string; since: string | null }

/** The rule that acts, and who made it: a person of this tenant, or null where they are gone. */
export type RuleNamed = { id: string; name: string; author: string | null }

/** Whoever is written to, in their language where it is known. */
export type Address = { name: string; address: string; language?: Language | null }

export type Ruled = {
  of: Entity
  /** What its rules are made with, beside the permission for rules; it must reach everybody's records, as `can` must. */
  manage: string
  /** What shows its records. */
  can: string
  /** In one order with each other: no event stands in two kinds. */
  wakes: readonly Wake[]
  clocks: Readonly<Record<string, Clock>>
  /** Fields that conditions do not look at. */
  hides?: readonly string[]
  /** Fields that a rule may set, and how; custom ones always. */
  settable: readonly string[]
  set: (context: Context, id: string, values: Values) => Promise<unknown>
  /** Writes something down beside the record. */
  note: (context: Context, record: Subject, text: string, rule: RuleNamed) => Promise<unknown>
  /** Whom a record concerns, by role: ids of people. */
  people: Readonly<Record<string, (context: Context, record: Subject) => Promise<readonly string[]>>>
  /** Who may be written to outside, by role. */
  addresses: Readonly<Record<string, (context: Context, record: Subject) => Promise<readonly Address[]>>>
  /** What people call a record, and where its page is. */
  named: (record: Subject) => string
  link: (record: Subject) => string
}

/** Declares in a server module that rules may be made for an entity: `ruled: [ruled(Deal, { … })]`. */
export const ruled = (of: Entity, rest: Omit<Ruled, 'of'>): Ruled => ({ of, ...rest })

/** What changed by the words of an event. */
export const changesOf = ({ changes }: Wake, payload: unknown): Changes =>
  changes ? changes(payload as never) : ((payload as { changes?: Changes }).changes ?? {})
