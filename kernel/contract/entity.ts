import * as z from 'zod'
import type { Access } from './access.ts'
import { customValues, type CustomValue, type CustomValues } from './custom/values.ts'
import { bare, hintsOf, id, instant, whole } from './fields.ts'

type Fields = Record<string, z.ZodType>
type Flat<T> = { [K in keyof T]: T[K] } & {}
type Outputs<F extends Fields> = { [K in keyof F]: z.output<F[K]> }
type Optional<F extends Fields> = { [K in keyof F]: F[K] extends z.ZodDefault | z.ZodOptional ? K : never }[keyof F]
type Inputs<F extends Fields> = Flat<
  { [K in Exclude<keyof F, Optional<F>>]: z.input<F[K]> } & { [K in Optional<F>]?: z.input<F[K]> }
>
type Base = { id: string; created_at: string; updated_at: string; version: number }
// Fields of a tenant's own: those of them that are filled.
type Own<C> = C extends true ? { custom: CustomValues } : {}
type OwnInput<C> = C extends true ? { custom?: Readonly<Record<string, CustomValue | null>> } : {}

/**
 * `of` is the field that refers to the whole; rows whose `closed` field is true only count for who holds the permission, none
 * for who lacks `needs`. Rows with something in the field `without` are parts of another whole. `shows` are the fields that are
 * shown around the words that were found: the first searched one, where nothing is said.
 */
export type Part = {
  of: string
  closed?: { field: string; permission: string }
  needs?: string
  without?: string
  shows?: readonly string[]
}

/** Row, draft and input are plain object types, so hovering shows fields and not Zod internals. */
export type Entity<N extends string = string, T extends string = string, R = any, D = any, I = any> = {
  name: N
  table: T
  fields: Record<string, z.ZodType>
  access: Access
  /** Whether the database records every change of its rows in the audit. */
  audited: boolean
  /** A part of another record, or of one of several kinds: its words find that one. */
  part?: Part | readonly Part[]
  /** Tenants give it fields of their own: its records carry `custom`. */
  custom: boolean
  row: z.ZodObject
  draft: z.ZodObject
  patch: z.ZodObject
  types?: { row: R; draft: D; input: I }
}
/** A record as the database and the API give it. */
export type Row<E extends Entity> = NonNullable<E['types']>['row']
/** What people write, defaults filled in. */
export type Draft<E extends Entity> = NonNullable<E['types']>['draft']
/** What people send: fields with a default may be absent. */
export type Input<E extends Entity> = NonNullable<E['types']>['input']

const base = () => ({
  id: id(),
  created_at: instant({ sortable: true }),
  updated_at: instant({ sortable: true }),
  version: whole(),
})

const mapped = (fields: Fields, change: (schema: z.ZodType) => z.ZodType): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, change(schema)]))

const withoutDefault = (schema: z.ZodType) => (schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema)

/**
 * One thing the product knows about. `written` fields come from people, `kept` fields from the system.
 * Schemas, columns, filters, forms and lists all follow from this one declaration.
 * `table` is the name in the database; `access` says what the scopes own and team mean; `audited: false` is for records that
 * only follow from others (deliveries, copies) and would say the same again in the audit. `custom: true` lets each tenant add
 * fields of its own; the table is made ready for them by `customizable(…)` in a migration.
 */
export function entity<
  const N extends string,
  const T extends string,
  W extends Fields,
  K extends Fields = {},
  const C extends boolean = false,
>(
  name: N,
  {
    table,
    written,
    kept,
    access = {},
    audited = true,
    part,
    custom,
  }: { table: T; written: W; kept?: K; access?: Access; audited?: boolean; part?: Part | readonly Part[]; custom?: C },
): Entity<
  N,
  T,
  Flat<Base & Outputs<K> & Outputs<W> & Own<C>>,
  Flat<Outputs<W> & Own<C>>,
  Flat<Inputs<W> & OwnInput<C>>
> {
  const own = custom ? { custom: customValues().default({}) } : {}
  const drafted = { ...written, ...own }
  const fields = mapped({ ...base(), ...kept, ...drafted }, withoutDefault)
  return {
    name,
    table,
    fields,
    access,
    audited,
    custom: custom ?? false,
    ...(part ? { part } : {}),
    row: z.object(mapped(fields, answered)),
    draft: z.strictObject(drafted),
    patch: z.strictObject(mapped(drafted, (schema) => withoutDefault(schema).optional())),
  }
}

/** Stored values were checked when written; an answer is described by their shape, not by the rules of input. */
function answered(schema: z.ZodType): z.ZodType {
  const inner = bare(schema)
  const plain = inner instanceof z.ZodPipe ? (inner.in as z.ZodType) : inner
  return schema instanceof z.ZodNullable ? plain.nullable() : plain
}

/** The row's schema with its type, for payloads and answers. */
export const rowOf = <E extends Entity>(of: E) => of.row as unknown as z.ZodType<Row<E>>

/** The schema of a part of the row. */
export const partOf = <E extends Entity, F extends keyof Row<E> & string>(of: E, fields: readonly F[]) =>
  of.row.pick(Object.fromEntries(fields.map((name) => [name, true])) as never) as unknown as z.ZodType<Pick<Row<E>, F>>

/** What people send to make a record, with more beside it. */
export const draftWith = <E extends Entity, X extends Fields>(of: E, more: X) =>
  of.draft.extend(more) as unknown as z.ZodType<Draft<E> & Outputs<X>, Input<E> & Inputs<X>>

/** The fields of an entity that carry a hint, by name. */
export const fieldsWith = (of: Entity, has: (hints: ReturnType<typeof hintsOf>) => unknown): string[] =>
  Object.keys(of.fields).filter((name) => has(hintsOf(of.fields[name]!)))
