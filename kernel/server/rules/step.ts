// What rules may do: offered by modules, each with a contract of its parameters from which its form is drawn.
import type * as z from 'zod'
import type { Entity, Refusal } from '../../contract/index.ts'
import type { Context, Platform } from '../context.ts'
import type { RuleNamed, Ruled, Subject, Values } from './ruled.ts'

/** One step of one rule, for one record. `key` is the same however often it is tried. */
export type Doing<P = Values> = {
  ruled: Ruled
  record: Subject
  params: P
  rule: RuleNamed
  key: string
}

/** What a step brings about that may wake rules; `values` where they are known, no `fields` for any. */
export type Effect = {
  entity: string
  as: 'created' | 'changed'
  fields?: readonly string[]
  values?: Values
}

export type Step<P = any> = {
  name: string
  /** The kind of record it is for; null for every kind. */
  of: Entity | null
  /** Made of the kernel's fields, so that a form follows from it. */
  params: z.ZodObject
  /** What else must hold of the parameters when a rule is kept; pointers begin below the parameters. */
  check?: (context: Context, ruled: Ruled, params: P) => Promise<readonly Refusal[]>
  effects?: (params: P, ruled: Ruled) => readonly Effect[]
} & (
  | {
      /** In the transaction of the rule, wholly or not at all, as the platform; what throws is tried again. */
      perform: (context: Context, doing: Doing<P>) => Promise<unknown>
      send?: never
    }
  | {
      /** Outside of any transaction, at least once: for what is not in the database. */
      send: (platform: Platform, tenantId: string, doing: Doing<P>) => Promise<unknown>
      perform?: never
    }
)

type Declared<S extends z.ZodObject> =
  Step<z.output<S>> extends infer T ? (T extends T ? Omit<T, 'params' | 'name'> : never) : never

/** Declares in a server module what rules may do: `steps: [step('deals.assign', z.strictObject({ … }), { of: Deal, perform })]`. */
export const step = <S extends z.ZodObject>(name: string, params: S, rest: Declared<S>): Step =>
  ({ name, params, ...rest }) as Step

/** Thrown by a step that is left alone rather than tried again: why, as a key of the catalogues. */
export class Skipped extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}
