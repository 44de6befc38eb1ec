// A field that a tenant defined for one kind of record.
import * as z from 'zod'
import { actions, query, SIGNED_IN } from '../action.ts'
import { type Slot, slot } from '../event.ts'
import type { CustomValue } from './values.ts'
import { entity, type Row, rowOf } from '../entity.ts'
import { choice, line, structure, whole, yesNo } from '../fields.ts'
import { shownSchema, type Shown } from './condition.ts'
import { FIELD_KEY } from './values.ts'

export const FIELD_TYPES = [
  'text',
  'long_text',
  'number',
  'date',
  'dropdown',
  'choices',
  'checkbox',
  'file',
  'reference',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]
export const FORMATS = ['email', 'phone', 'url', 'digits'] as const
export const COLOURS = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet'] as const
/** What the people whose records these are have to do with a field: customers, mostly. */
export const OUTSIDERS = ['none', 'see', 'fill'] as const

/** Of one kind of record, archived ones included; filterable ones of them by text, and by number. */
export const MOST_FIELDS = 100
export const TEXT_SLOTS = 14
export const NUMBER_SLOTS = 6

const words = (max: number) => z.partialRecord(z.enum(['ru', 'en', 'uz', 'ar']), z.string().trim().min(1).max(max))
export type FieldWords = { [language in 'ru' | 'en' | 'uz' | 'ar']?: string | undefined }

const option = z.strictObject({
  key: z.string().max(40).regex(FIELD_KEY),
  labels: words(100).refine((given) => Object.keys(given).length > 0, 'required'),
  colour: z.enum(COLOURS).optional(),
  archived: z.boolean().optional(),
})
export type Option = z.output<typeof option>

const bound = () => z.number().min(-1e15).max(1e15).optional()
const rules = z.strictObject({
  min_length: z.int().min(0).max(10_000).optional(),
  max_length: z.int().min(1).max(10_000).optional(),
  format: z.enum(FORMATS).optional(),
  /** A shape: # a digit, @ a letter, * either, anything else itself. No regular expressions: none can run away. */
  mask: z.string().min(1).max(100).optional(),
  min: bound(),
  max: bound(),
  decimals: z.int().min(0).max(6).optional(),
  earliest: z.iso.date().optional(),
  latest: z.iso.date().optional(),
  /** What a new record has where nothing was said. */
  default: z.union([z.string().max(500), z.number().min(-1e15).max(1e15), z.boolean()]).optional(),
})
export type Rules = z.output<typeof rules>

const roles = () => structure(z.array(z.string().min(1).max(100)).max(50))

export const CustomField = entity('custom_field', {
  table: 'custom_fields',
  written: {
    /** The kind of record that has it: an entity's name. */
    entity: line(50),
    key: structure(z.string().max(40).regex(FIELD_KEY), { column: 'text' }),
    type: choice(FIELD_TYPES, { filterable: false }),
    labels: structure(words(100).refine((given) => Object.keys(given).length > 0, 'required')),
    help: structure(words(300)).default({}),
    /** Where it stands: fields of one section stand together under its name. */
    section: structure(words(100)).nullable().default(null),
    rules: structure(rules).default({}),
    options: structure(z.array(option).max(200)).default([]),
    /** The kind of record that a reference leads to. */
    refers: line(50).nullable().default(null),
    required: yesNo().default(false),
    filterable: yesNo().default(false),
    searched: yesNo().default(false),
    in_list: yesNo().default(false),
    outsiders: choice(OUTSIDERS, { filterable: false }).default('none'),
    /** Roles of staff that see it, and that fill it; empty for all of them. */
    seen_by: roles().default([]),
    edited_by: roles().default([]),
    shown_if: structure(shownSchema).nullable().default(null),
  },
  kept: {
    position: whole({}, [0, 100_000]),
    archived: yesNo(),
    /** The column that lists filter by, and whether all records are in it. */
    slot: line(20).nullable(),
    ready: yesNo(),
  },
})
export type FieldRow = Row<typeof CustomField>
/** What the mechanism needs of a definition. */
export type FieldDefinition = Omit<FieldRow, 'shown_if'> & { shown_if: Shown | null }

/** A field as its reader has it: `editable` is for this reader. */
export const FieldRead = z.intersection(rowOf(CustomField), z.object({ editable: z.boolean() }))
export type FieldRead = FieldDefinition & { editable: boolean }

/** The control of a field that holds a file: the module that keeps files brings it. */
export const customFile: Slot<{
  field: FieldRead
  value: CustomValue | undefined
  error: string | null
  record: string | undefined
  onChange: (value: CustomValue | null) => void
}> = slot('custom.file')

/** The fields of a kind of record that the caller sees, in their order: one of the actions below `/fields`. */
export const customFieldList = query('GET /', {
  in: z.strictObject({ entity: line(50), archived: yesNo().default(false) }),
  out: z.object({ items: z.array(FieldRead) }),
  can: SIGNED_IN,
  about: CustomField,
})
/** The same as an action, for what stands below the module that answers it. */
export const customFields = actions('fields', '/fields', { list: customFieldList })
