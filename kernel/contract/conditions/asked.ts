// What conditions over a kind of record may ask, and whether given conditions ask that.
import * as z from 'zod'
import type { FieldDefinition } from '../custom/field.ts'
import type { Entity } from '../entity.ts'
import { choicesOf, hintsOf } from '../fields.ts'
import type { Refusal } from '../problem.ts'
import { type Conditions, MOST_DAYS, type Rule, rulesIn, type Test, TESTS } from './language.ts'

export const ASKED_KINDS = [
  'text',
  'choice',
  'several',
  'reference',
  'yes_no',
  'number',
  'money',
  'day',
  'moment',
  /** How many there are of something; never empty. */
  'count',
] as const
export type AskedKind = (typeof ASKED_KINDS)[number]

/** One field that may be asked. */
export const Asked = z.object({
  field: z.string(),
  kind: z.enum(ASKED_KINDS),
  tests: z.array(z.enum(TESTS)),
  /** What a choice may be; of a tenant's own field the keys of its options. */
  choices: z.array(z.string()),
  /** The kind of record that a reference leads to. */
  refers: z.string().nullable(),
  /** Numbers have no part behind the point. */
  whole: z.boolean(),
  /** The kind of record whose changes change it, where that is another one. */
  follows: z.string().nullable(),
})
export type Asked = z.output<typeof Asked>

const DAYS = ['within_days', 'not_within_days', 'next_days'] as const
const TESTS_OF: Record<AskedKind, readonly Test[]> = {
  text: ['is', 'is_not', 'contains', 'filled', 'empty'],
  choice: ['is', 'is_not', 'filled', 'empty'],
  several: ['is', 'is_not', 'filled', 'empty'],
  reference: ['is', 'is_not', 'filled', 'empty'],
  yes_no: ['is'],
  number: ['is', 'is_not', 'at_least', 'at_most', 'filled', 'empty'],
  money: ['at_least', 'at_most', 'filled', 'empty'],
  day: ['at_least', 'at_most', ...DAYS, 'filled', 'empty'],
  moment: ['at_least', 'at_most', ...DAYS, 'filled', 'empty'],
  count: ['is', 'at_least', 'at_most'],
}

/** A field that may be asked, with the tests of its kind where nothing else is said. */
export const asked = (field: string, kind: AskedKind, more: Partial<Asked> = {}): Asked => ({
  field,
  kind,
  tests: [...TESTS_OF[kind]],
  choices: [],
  refers: null,
  whole: true,
  follows: null,
  ...more,
})

const never = new Set(['filled', 'empty'])
const always = (one: Asked): Asked => ({ ...one, tests: one.tests.filter((test) => !never.has(test)) })

/** The fields of an entity that conditions may ask: what people write, and the choices, references and moments kept beside. */
export function askedOf(of: Entity): Asked[] {
  const written = new Set(Object.keys(of.draft.shape))
  return Object.entries(of.fields).flatMap(([name, schema]): Asked[] => {
    const { control, refers, secret, filterable } = hintsOf(schema)
    const choices = choicesOf(schema)
    const one = (kind: AskedKind, more: Partial<Asked> = {}) => {
      const made = asked(name, kind, more)
      return [schema instanceof z.ZodNullable || kind === 'text' || kind === 'several' ? made : always(made)]
    }
    if (secret || name === 'custom' || control === undefined || (!written.has(name) && filterable === false)) return []
    if (choices.length > 0) return one('choice', { choices: [...choices] })
    if (control === 'reference') return schema instanceof z.ZodArray ? [] : one('reference', { refers: refers ?? null })
    if (control === 'instant') return one('moment')
    if (!written.has(name)) return []
    if (control === 'line' || control === 'prose') return one('text')
    if (control === 'yes_no' || control === 'money' || control === 'day') return one(control)
    if (control === 'tags') return one('several')
    return control === 'whole' ? one('number') : []
  })
}

/** What a field of a tenant's own is to conditions, by its type; the others are not asked. */
export const CUSTOM_KINDS: Partial<Record<FieldDefinition['type'], AskedKind>> = {
  text: 'text',
  number: 'number',
  date: 'day',
  dropdown: 'choice',
  choices: 'several',
  checkbox: 'yes_no',
  reference: 'reference',
}

/** A tenant's own field as conditions ask it; null for one that is not filterable (or not yet). */
export function askedCustom({
  key,
  type,
  options,
  refers,
  filterable,
  ready,
  archived,
}: FieldDefinition): Asked | null {
  const kind = CUSTOM_KINDS[type]
  if (!kind || !filterable || !ready || archived) return null
  return asked(`custom.${key}`, kind, { choices: options.map((one) => one.key), refers, whole: false })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY = /^(19|20|21)\d\d-\d\d-\d\d$/
const isDay = (value: unknown) =>
  typeof value === 'string' && DAY.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value
const NO_VALUES = new Set<Test>(['filled', 'empty'])
const ONE_VALUE = new Set<Test>(['at_least', 'at_most', 'contains', ...DAYS])
const MOST = 1e15

export const needsValues = (test: Test): boolean => !NO_VALUES.has(test)
export const takesOne = (test: Test): boolean => ONE_VALUE.has(test)
export const takesDays = (test: Test): boolean => (DAYS as readonly Test[]).includes(test)

/** What is wrong about conditions, each at its pointer; none where they ask only what may be asked. */
export function conditionRefusals(conditions: Conditions, offered: readonly Asked[], pointer = ''): Refusal[] {
  const byField = new Map(offered.map((one) => [one.field, one]))
  return rulesIn(conditions, pointer).flatMap(({ rule, pointer: at }): Refusal[] => {
    const one = byField.get(rule.field)
    if (!one) return [{ pointer: `${at}/field`, code: 'unknown_field' }]
    if (!one.tests.includes(rule.test)) return [{ pointer: `${at}/test`, code: 'not_a_choice' }]
    if (!needsValues(rule.test)) return []
    if (rule.values.length === 0) return [{ pointer: `${at}/values`, code: 'required' }]
    const fits =
      (rule.values.length === 1 || !takesOne(rule.test)) && rule.values.every((value) => isValue(one, rule, value))
    return fits ? [] : [{ pointer: `${at}/values`, code: 'wrong' }]
  })
}

function isValue({ kind, choices, refers, whole }: Asked, { test }: Rule, value: unknown): boolean {
  if (takesDays(test)) return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_DAYS
  if (kind === 'day' || kind === 'moment') return isDay(value)
  if (kind === 'yes_no') return typeof value === 'boolean'
  if (kind === 'reference')
    return typeof value === 'string' && (UUID.test(value) || (value === 'me' && refers === 'user'))
  if (kind === 'choice') return choices.includes(value as string)
  if (kind === 'count') return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1_000
  if (kind === 'number' || kind === 'money')
    return (whole ? Number.isInteger(value) : Number.isFinite(value)) && Math.abs(value as number) <= MOST
  return typeof value === 'string' && value.trim() !== ''
}
