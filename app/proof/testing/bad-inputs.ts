// Everything that may be wrong with an input, made from its schema.
import * as z from 'zod'

export type Bad = { what: string; input: Record<string, unknown>; pointer: string }
type Json = {
  type?: string
  format?: string
  maxLength?: number
  maxItems?: number
  pattern?: string
  [key: string]: unknown
}

const LONE = '\ud800'

/** Inputs that must be refused, each wrong in one way; `good` is one that is accepted. */
export function badInputs(schema: z.ZodType, good: Record<string, unknown>): Bad[] {
  const { properties = {}, required = [] } = jsonOf(schema) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  const bad: Bad[] = [{ what: 'an unknown field', input: { ...good, never_heard_of: 1 }, pointer: '/never_heard_of' }]
  for (const [name, field] of Object.entries(properties)) {
    const put = (what: string, value: unknown) =>
      bad.push({ what: `${name}: ${what}`, input: { ...good, [name]: value }, pointer: `/${name}` })
    if (!isKnown(field)) continue
    if (required.includes(name)) {
      const { [name]: _gone, ...rest } = good
      bad.push({ what: `${name}: missing`, input: rest, pointer: `/${name}` })
    }
    if (!accepts(field, 'null')) put('null', null)
    put('of a wrong type', accepts(field, 'object') ? 7 : { zz: 1 })
    if (accepts(field, 'integer') || accepts(field, 'number')) put('a number as text', '7x')
    if (accepts(field, 'boolean')) put('a boolean as text', 'yes')
    if (accepts(field, 'string')) {
      put('NUL', 'a\u0000b')
      put('half a character', `a${LONE}b`)
      for (const one of kindsOf(field, 'string'))
        if (one.maxLength !== undefined) put('too long', 'a'.repeat(one.maxLength + 1))
      if (kindsOf(field, 'string').every(({ format }) => format === 'uuid')) put('no uuid', '123')
      if (kindsOf(field, 'string').every(({ format }) => format === 'date-time')) {
        put('a year that no database knows', '0000-01-01T00:00:00Z')
        put('a zone that is nowhere', '2026-01-01T00:00:00+16:00')
      }
    }
    for (const one of kindsOf(field, 'array'))
      if (one.maxItems !== undefined)
        put(
          'too many',
          Array.from({ length: one.maxItems + 1 }, () => samplesOf(one)),
        )
  }
  return bad
}

/** Texts and lists that a sender may make as long as they like. */
export function unbounded(schema: z.ZodType): string[] {
  const { properties = {} } = jsonOf(schema) as { properties?: Record<string, Json> }
  return Object.entries(properties).flatMap(([name, field]) => {
    const texts = kindsOf(field, 'string').filter(
      ({ maxLength, format, enum: choices, const: only, pattern }) =>
        maxLength === undefined &&
        choices === undefined &&
        only === undefined &&
        (format ?? '') === '' &&
        !String(pattern ?? '').includes('{1,'),
    )
    const lists = kindsOf(field, 'array').filter((one) => one.maxItems === undefined && !enumOf(one['items'] as Json))
    return texts.length + lists.length > 0 ? [name] : []
  })
}

const enumOf = (field: Json | undefined) => field?.['enum'] !== undefined
const jsonOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
const isKnown = (field: Json) =>
  alternatives(field).some(({ type, enum: choices, const: only }) => type ?? choices ?? only)
const alternatives = (field: Json): Json[] =>
  ((field['anyOf'] ?? field['oneOf']) as Json[] | undefined)?.flatMap(alternatives) ?? [field]
const kindsOf = (field: Json, type: string) => alternatives(field).filter((one) => one.type === type)
const accepts = (field: Json, type: string) => kindsOf(field, type).length > 0

function samplesOf({ items }: Json): unknown {
  const { type, format, enum: choices } = (items ?? {}) as Json & { enum?: unknown[] }
  if (choices) return choices[0]
  return type === 'string'
    ? format === 'uuid'
      ? crypto.randomUUID()
      : Math.random().toString(36)
    : type === 'object'
      ? {}
      : 1
}
