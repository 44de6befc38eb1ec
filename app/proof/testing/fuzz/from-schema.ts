// Values that a JSON Schema of the description allows, or nearly.
import { oddText } from './odd.ts'
import type { Random } from './random.ts'

export type Schema = {
  [key: string]: unknown
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
}

export type Making = {
  random: Random
  /** An id for a field of this name. */
  idFor: (name: string) => string
}

const WORDS = ['printer', 'касса', 'chop etish', 'طابعة', 'Anna', 'urgent', 'a', 'Sehr groß', 'Oʻzbek']

/** A value of a field. */
export function valueOf(schema: Schema, name: string, making: Making, depth = 0): unknown {
  const { random, idFor } = making
  if ('const' in schema) return schema.const
  if (schema.enum) return random.pick(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return valueOf(random.pick(choices), name, making, depth)
  if (schema.allOf) return valueOf(schema.allOf[0]!, name, making, depth)
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type
  switch (type) {
    case 'string':
      return textOf(schema, name, making)
    case 'integer':
    case 'number':
      return random.pick([schema.minimum ?? 0, Math.min(schema.maximum ?? 100, 100), 1, 2, 10])
    case 'boolean':
      return random.chance(0.5)
    case 'null':
      return null
    case 'array': {
      const length = Math.max(schema.minItems ?? 0, random.below(4))
      return Array.from({ length }, () => valueOf(schema.items ?? {}, name, making, depth + 1))
    }
    case 'object':
      return objectOf(schema, making, depth)
    default:
      return depth > 4 ? null : random.pick<unknown>([null, 1, idFor(name), 'word', {}])
  }
}

/** An object with what is required, and some of the rest. */
export function objectOf(schema: Schema, making: Making, depth = 0): Record<string, unknown> {
  const { properties = {}, required = [] } = schema
  const more = making.random.pick([0.1, 0.4, 1])
  const names = Object.keys(properties).filter((name) => required.includes(name) || making.random.chance(more))
  return Object.fromEntries(
    depth > 5 ? [] : names.map((name) => [name, valueOf(properties[name]!, name, making, depth + 1)]),
  )
}

function textOf({ format, maxLength = 100, minLength = 0 }: Schema, name: string, { random, idFor }: Making): string {
  switch (format) {
    case 'uuid':
      return idFor(name)
    case 'email':
      return `n${random.below(1_000)}@acme.test`
    case 'date-time':
      return new Date(Date.UTC(2026, random.below(12), 1 + random.below(28))).toISOString()
    case 'uri':
      return random.pick(['https://127.0.0.1/', 'https://[::1]/x', 'https://10.0.0.1:8443/?a=b'])
    default:
  }
  if (random.chance(0.1)) return oddText(random)
  const text = random.chance(0.05) ? 'ё'.repeat(Math.min(maxLength, 10_000)) : random.pick(WORDS)
  return text.padEnd(Math.min(minLength, 1_000), 'x').slice(0, maxLength)
}
