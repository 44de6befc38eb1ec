// Values of fields that a tenant defined for itself, as a record carries them and as lists are filtered by them.
import * as z from 'zod'
import { structure } from '../fields.ts'

/** What a custom field may hold; an empty one is not there at all. */
export type CustomValue = string | number | boolean | readonly string[]
export type CustomValues = Readonly<Record<string, CustomValue>>

/** A field's name for programs: never changed, never given twice. */
export const FIELD_KEY = /^[a-z][a-z0-9_]{0,39}$/

const MOST_TEXT = 10_000
const key = () => z.string().max(40)
const value = () => z.union([z.string().max(MOST_TEXT), z.number(), z.boolean(), z.array(z.string().max(100)).max(50)])

/** The field `custom` of an entity: as sent, with null for a field that is to be empty. What is not named stays as it is. */
export const customValues = () =>
  structure(
    z
      .record(key(), value().nullable())
      .describe('Fields of your own, by key: GET /api/fields says which there are; null empties one'),
  ) as unknown as z.ZodType<CustomValues, Readonly<Record<string, CustomValue | null>>>

const one = () => z.union([z.string().min(1).max(200), z.number(), z.boolean()])

/** Filters by custom fields: values by key (`none`: empty), and `<key>_from`, `<key>_to` for numbers and dates. */
export const customFilter = () =>
  z
    .record(z.string().max(50), z.union([one(), z.array(one()).min(1).max(50)]))
    .optional()
    .describe('Fields of your own that are filterable: custom.<key>=…, custom.<key>_from=…, custom.<key>_to=…')
export type CustomFilter = Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>

/** The value of a field by name, `custom.<key>` for a custom one; a state may also hold it flat under that name. */
export function valueIn(record: Readonly<Record<string, unknown>>, name: string): unknown {
  if (name in record || !name.startsWith('custom.')) return record[name]
  return (record['custom'] as CustomValues | undefined)?.[name.slice('custom.'.length)]
}

/** What changed in custom fields, as `custom.<key>`: what it was and what it is. Of long texts only the beginning. */
export function customChanges(before: CustomValues, after: CustomValues): Record<string, [unknown, unknown]> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const told = (value: CustomValue | undefined) => (typeof value === 'string' ? value.slice(0, 200) : (value ?? null))
  return Object.fromEntries(
    keys
      .filter((key) => String(before[key] ?? '') !== String(after[key] ?? ''))
      .map((key) => [`custom.${key}`, [told(before[key]), told(after[key])]]),
  )
}

/** What has to be written so that the values are again what they were: only what differs, null for what was empty. */
export const customBack = (was: CustomValues, is: CustomValues): Record<string, CustomValue | null> =>
  Object.fromEntries(
    [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter((key) => String(was[key] ?? '') !== String(is[key] ?? ''))
      .map((key) => [key, was[key] ?? null]),
  )

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
