// Field constructors: plain Zod schemas that also know their column, control and role in search.
import * as z from 'zod'
import { invalid } from './problem.ts'

export type FieldHints = {
  /** PostgreSQL column type; where nothing is said, `text` for texts and `jsonb` for the rest. */
  column?: string
  /** Which form control edits the field. */
  control?: 'line' | 'prose' | 'choice' | 'reference' | 'instant' | 'day' | 'whole' | 'money' | 'tags' | 'yes_no'
  /** The entity a reference points at. */
  refers?: string
  /** The field of the same record that names whose parts these are: only those of it are offered. */
  within?: string
  /** Full-text weight; absent = not searched. */
  searched?: 'A' | 'B' | 'C' | 'D'
  /** What names the record by itself: typed whole, it stands first. A number may be written with a prefix: `WN-000123`. */
  exact?: 'email' | 'phone' | { prefix: string }
  /** Names a living person: masked, exported and erased with them. */
  personal?: boolean
  /** Its values stay out of the audit: only that it changed is recorded. */
  secret?: boolean
  /** Lists may be filtered by it (an index exists). */
  filterable?: boolean
  /** Lists may be sorted by it (an index exists). */
  sortable?: boolean
  /** Lists may be asked for those between two values of it (an index exists), though not sorted by it. */
  ranged?: boolean
  /** Boards may be divided into lanes by it; it is filterable, and people change it by moving a record into another lane. */
  divides?: boolean
  /** Names for several choices at once: `{ open: ['new', 'in_progress'] }`. */
  groups?: Record<string, readonly string[]>
}

// A registry of our own keeps hints out of the JSON Schemas that the API publishes.
const registry = z.registry<FieldHints>()
const hint = <T extends z.ZodType>(schema: T, hints: FieldHints): T => {
  registry.add(schema, hints)
  return schema
}

/** The hints of a field, seen through `.nullable()`, `.optional()` and `.default()`. */
export function hintsOf(schema: z.ZodType): FieldHints {
  return registry.get(schema) ?? (wrapped(schema) ? hintsOf(wrapped(schema)!) : {})
}

/** The schema without `.nullable()`, `.optional()` and `.default()` around it. */
export function bare(schema: z.ZodType): z.ZodType {
  const inner = wrapped(schema)
  return inner ? bare(inner) : schema
}

function wrapped(schema: z.ZodType): z.ZodType | null {
  const isWrapper = schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
  return isWrapper ? (schema.unwrap() as z.ZodType) : null
}

export const id = () => hint(z.uuid(), { column: 'uuid' })

/** One line of text, 1 to `max` characters after trimming. */
export const line = (max = 200, hints: FieldHints = {}) =>
  hint(z.string().max(max).trim().min(1), { column: 'text', control: 'line', ...hints })

/** Text of several lines, possibly empty. */
export const prose = (max = 50_000, hints: FieldHints = {}) =>
  hint(z.string().max(max), { column: 'text', control: 'prose', ...hints })

export const email = (hints: FieldHints = {}) =>
  hint(z.email().max(254).toLowerCase(), { column: 'text', control: 'line', personal: true, ...hints })

export const choice = <const V extends readonly [string, ...string[]]>(values: V, hints: FieldHints = {}) =>
  hint(z.enum(values), { column: 'text', control: 'choice', filterable: true, ...hints })

export const reference = (entity: string, hints: FieldHints = {}) =>
  hint(z.uuid(), { column: 'uuid', control: 'reference', refers: entity, filterable: true, ...hints })

/** Several references, at most 50. */
export const references = (entity: string, hints: FieldHints = {}) =>
  hint(z.array(z.uuid()).max(50), { column: 'uuid[]', control: 'reference', refers: entity, ...hints })

/** A whole number; `range` holds it between two, both included. */
export const whole = (hints: FieldHints = {}, [min, max]: readonly [number, number] = SAFE) =>
  hint(z.int().min(min).max(max), { column: 'bigint', control: 'whole', ...hints })
const SAFE = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const

export const yesNo = (hints: FieldHints = {}) => hint(z.boolean(), { column: 'boolean', control: 'yes_no', ...hints })

export const MOST_TAGS = 20

/** Free lower-case words. */
export const tags = (hints: FieldHints = {}) =>
  hint(z.array(z.string().max(50).trim().toLowerCase().min(1)).max(MOST_TAGS).transform(unique), {
    column: 'text[]',
    control: 'tags',
    filterable: true,
    ...hints,
  })

const unique = (words: string[]) => [...new Set(words)]

/** The tags of a record once some are put in place of all, added or taken away; throws 422 where they become too many. */
export function tagsAfter(
  before: readonly string[],
  given: readonly string[],
  mode: 'replace' | 'add' | 'remove',
): string[] {
  if (mode === 'replace') return [...given]
  if (mode === 'remove') return before.filter((word) => !given.includes(word))
  const all = unique([...before, ...given])
  if (all.length > MOST_TAGS)
    throw invalid([{ pointer: '/tags', code: 'too_big.array', params: { maximum: MOST_TAGS } }])
  return all
}

/** An ISO-8601 instant: the same string in the database driver, the API and the browser. */
export const instant = (hints: FieldHints = {}) =>
  hint(moment(), { column: 'timestamptz', control: 'instant', ...hints })

/** The same for inputs that are no field. The database knows no year 0 and no zone sixteen hours away. */
export const moment = () =>
  z.iso.datetime({ offset: true }).refine((text) => !/^0000|[+-](?:1[6-9]|2\d):\d\d$/.test(text), {
    message: 'format.datetime',
  })

/** A day of the calendar, without a time or a zone: `2026-11-21`, of the years 1900 to 2199. */
export const day = (hints: FieldHints = {}) => hint(calendarDay(), { column: 'date', control: 'day', ...hints })

/** A day as text, for inputs that are no field. */
export const calendarDay = () =>
  z.iso
    .date()
    .max(10)
    .regex(/^(?:19|20|21)/)
    .meta({ format: 'date' })

/** An amount in minor units of its currency (tiyin, kopecks, cents): whole, so that sums are exact. Not below zero. */
export const money = (hints: FieldHints = {}) =>
  hint(z.int().min(0).max(MOST_MONEY), { column: 'bigint', control: 'money', ...hints })
/** A hundred billions of the major unit; a hundred of them still add up exactly. */
export const MOST_MONEY = 10_000_000_000_000

/** A structured value kept as it is, in a `jsonb` column. */
export const structure = <T extends z.ZodType>(schema: T, hints: FieldHints = {}): T =>
  hint(schema, { column: 'jsonb', ...hints })

/** What a choice may be; empty for other fields. */
export function choicesOf(schema: z.ZodType): readonly string[] {
  const inner = bare(schema)
  return inner instanceof z.ZodEnum ? (inner.options as string[]) : []
}
