// What an import is made of.
import * as z from 'zod'

export const KINDS_OF_FILES = ['csv', 'xlsx', 'vcard'] as const
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1251',
  'koi8-r',
  'ibm866',
  'windows-1252',
  'windows-1254',
  'windows-1256',
  'iso-8859-5',
] as const
export type Encoding = (typeof ENCODINGS)[number]
export const DELIMITERS = [',', ';', '\t', '|'] as const
export const MOST_COLUMNS = 200
export const OUTCOMES = ['create', 'update', 'restore', 'same', 'skip', 'conflict', 'error'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const Format = z.strictObject({
  kind: z.enum(KINDS_OF_FILES),
  encoding: z.enum(ENCODINGS),
  delimiter: z.enum(DELIMITERS),
  /** The first row names the columns. */
  header: z.boolean(),
})
export type Format = z.output<typeof Format>

/** A column's name, and what stands in its first cells that are not empty. */
export const Column = z.object({ name: z.string(), samples: z.array(z.string()) })
export type Column = z.output<typeof Column>

/** The field that each column fills, in their order: `name`, `custom.key`, or null for none. */
export const Mapped = z.array(z.string().max(100).nullable()).max(MOST_COLUMNS)

export const Counts = z.partialRecord(z.enum(OUTCOMES), z.int())
export type Counts = z.output<typeof Counts>

/** A field that a column may fill. `label` is a key of the catalogues; a tenant's own field has `labels` instead. */
export const Fillable = z.object({
  name: z.string(),
  label: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  required: z.boolean(),
  type: z.enum(['text', 'choice', 'reference', 'number', 'yes_no', 'tags', 'date']),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Several columns may fill it: their texts are joined. */
  joins: z.boolean(),
})
export type Fillable = z.output<typeof Fillable>

export const Kind = z.object({
  entity: z.string(),
  page: z.string(),
  fields: z.array(Fillable),
  /** Which fields find a record that is there already. */
  identity: z.array(z.string()),
})
export type ImportKind = z.output<typeof Kind>
