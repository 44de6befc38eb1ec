// What follows from an entity: its lists (filters, order, fields, cursors), its exports and its usual actions.
import * as z from 'zod'
import { type Action, command, DEFAULT_BODY_LIMIT, query } from './action.ts'
import { type CustomFilter, customFilter } from './custom/values.ts'
import { type Draft, type Entity, fieldsWith, type Input, type Row } from './entity.ts'
import { bare, choicesOf, hintsOf, id, moment } from './fields.ts'

export const MAX_LIMIT = 200
/** Totals are counted no further: what one more page of an index costs is known, what a million rows cost is not. */
export const MAX_TOTAL = 100_000

type Several<V> = V | readonly V[]
type Filters<R> = {
  [F in keyof R]?: F extends 'custom' ? CustomFilter : Several<NonNullable<R[F]> | 'none' | (string & {})>
}
/** How a list is asked: fields to filter by, order, page. `none` stands for an empty field. */
export type ListInput<R = any> = Filters<R> & {
  [range: `${string}_from` | `${string}_to`]: string | undefined
} & { q?: string; sort?: string; fields?: readonly string[]; limit?: number; cursor?: string; total?: boolean }
/**
 * A page: `next` is the cursor of the following page or null. `total` only when asked for; it is counted up to `MAX_TOTAL`,
 * and `total_capped` says that there are more.
 */
export type Page<R> = { items: R[]; next: string | null; total?: number; total_capped?: boolean }

/** A filter's possible values: the choices, the names of their groups, or an id; several may be given. */
function filterOf(schema: z.ZodType): z.ZodType {
  const { groups = {}, column } = hintsOf(schema)
  const choices = choicesOf(schema)
  const inner = bare(schema)
  const nullable = schema instanceof z.ZodNullable
  const one =
    choices.length > 0
      ? z.enum([...choices, ...Object.keys(groups), ...(nullable ? ['none'] : [])] as [string, ...string[]])
      : column === 'uuid'
        ? nullable
          ? z.union([z.uuid(), z.enum(['none', 'me'])])
          : z.union([z.uuid(), z.literal('me')])
        : column === 'boolean'
          ? inner
          : z.string().min(1).max(200)
  return z.union([one, z.array(one).min(1).max(50)]).optional()
}

/** The fields that a list may be asked a stretch of: from one value, included, to another, left out. */
export const rangedFields = (of: Entity): string[] =>
  fieldsWith(of, ({ column, sortable, ranged }) => (column === 'timestamptz' && sortable) || ranged)

/**
 * Choices that lists may be sorted by: in the order in which they are declared, not by their letters. The table keeps the place
 * of each in a generated column, `<field>_rank`, from 1 on: a function over the field is not looked up below row-level security.
 */
export const rankedFields = (of: Entity): string[] =>
  fieldsWith(of, ({ sortable }) => sortable).filter((name) => isRanked(of, name))

/** Whether a field that lists are sorted by is such a choice. */
export const isRanked = (of: Entity, field: string): boolean => choicesOf(of.fields[field]!).length > 0

const boundOf = (schema: z.ZodType): z.ZodType => (hintsOf(schema).column === 'timestamptz' ? moment() : bare(schema))

/** The orders of a list; of a tenant's own fields those that are filterable. */
function sortOf(of: Entity, sorts: readonly string[]) {
  const known = z.enum(sorts.flatMap((name) => [name, `-${name}`]) as [string, ...string[]])
  return of.custom
    ? z.union([
        known,
        z
          .string()
          .max(50)
          .regex(/^-?custom\.[a-z][a-z0-9_]{0,39}$/, { abort: true }),
      ])
    : known
}

/** The schema of a list's input. */
export function listInput(of: Entity): z.ZodType {
  const sorts = fieldsWith(of, (hints) => hints.sortable)
  const filters = fieldsWith(of, (hints) => hints.filterable).map((name) => [name, filterOf(of.fields[name]!)] as const)
  const ranges = rangedFields(of).flatMap((name) =>
    [`${name}_from`, `${name}_to`].map((bound) => [bound, boundOf(of.fields[name]!).optional()] as const),
  )
  const searched = fieldsWith(of, (hints) => hints.searched).length > 0
  return z.strictObject({
    ...Object.fromEntries([...filters, ...ranges]),
    ...(of.custom ? { custom: customFilter() } : {}),
    ...(searched ? { q: z.string().trim().max(200).optional() } : {}),
    sort: sortOf(of, sorts).default('-created_at'),
    fields: z.array(z.enum(Object.keys(of.fields) as [string, ...string[]])).optional(),
    limit: z.int().min(1).max(MAX_LIMIT).default(50),
    cursor: z.string().max(500).optional(),
    total: z.boolean().optional(),
  })
}

/** What a list is narrowed by, for what is asked of all its pages. */
export const listFilter = (of: Entity): z.ZodObject =>
  (listInput(of) as z.ZodObject).omit({ sort: true, fields: true, limit: true, cursor: true, total: true })

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const
/** For records that are people: an address book as well. */
export const CARD_FORMATS = [...EXPORT_FORMATS, 'vcard'] as const
export type ExportFormat = (typeof CARD_FORMATS)[number]
/** What parts the cells of a CSV; spreadsheets of countries that write 1,5 want a semicolon. */
export const EXPORT_DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const

/**
 * All records that a list's filter finds, as a file: the filter without its page, and how the file is written. With `cards` an
 * address book too, with `contacts` the people of each record in it.
 */
export function exportOf(of: Entity, can: string, { cards = false } = {}): Action<Exported, Exported, unknown> {
  const asked = listFilter(of).extend({
    format: z.enum(cards ? CARD_FORMATS : EXPORT_FORMATS).default('csv'),
    ...(cards ? { contacts: z.boolean().default(false) } : {}),
    delimiter: z.enum(Object.keys(EXPORT_DELIMITERS) as [ExportDelimiter, ...ExportDelimiter[]]).default('comma'),
    /** Begins with a byte order mark, by which spreadsheets know UTF-8. */
    bom: z.boolean().default(true),
  })
  return query('GET /export', { in: asked, out: z.any(), can, raw: 'answer', audited: 'export' }) as never
}
export type ExportDelimiter = keyof typeof EXPORT_DELIMITERS
type Exported = ListInput & {
  format?: ExportFormat | undefined
  contacts?: boolean | undefined
  delimiter?: ExportDelimiter | undefined
  bom?: boolean | undefined
}

export const pageOf = (of: Entity): z.ZodType =>
  z.object({
    items: z.array(of.row.partial()),
    next: z.string().nullable(),
    total: z.int().optional(),
    total_capped: z.boolean().optional(),
  })

export type Crud<E extends Entity> = {
  list: Action<ListInput<Row<E>>, ListInput<Row<E>> & { sort: string; limit: number }, Page<Row<E>>>
  get: Action<{ id: string }, { id: string }, Row<E>>
  create: Action<Input<E>, Draft<E>, Row<E>>
  replace: Action<{ id: string } & Input<E>, { id: string } & Draft<E>, Row<E>>
  update: Action<{ id: string } & Partial<Input<E>>, { id: string } & Partial<Draft<E>>, Row<E>>
  remove: Action<{ id: string }, { id: string }, null>
}

/** The usual actions of an entity; their permissions are `<scope>.read`, `.create`, `.update` and `.delete`. */
export function crud<E extends Entity>(of: E, scope: string, bodyLimit = DEFAULT_BODY_LIMIT): Crud<E> {
  const byId = z.strictObject({ id: id() })
  return {
    list: query('GET /', { in: listInput(of), out: pageOf(of), can: `${scope}.read`, about: of }),
    get: query('GET /:id', { in: byId, out: of, can: `${scope}.read` }),
    create: command('POST /', { in: of.draft, out: of, can: `${scope}.create`, status: 201, bodyLimit }),
    replace: command('PUT /:id', { in: of.draft.extend({ id: id() }), out: of, can: `${scope}.update`, bodyLimit }),
    update: command('PATCH /:id', { in: of.patch.extend({ id: id() }), out: of, can: `${scope}.update`, bodyLimit }),
    remove: command('DELETE /:id', { in: byId, out: z.null(), can: `${scope}.delete`, about: of, status: 204 }),
  } as Crud<E>
}
