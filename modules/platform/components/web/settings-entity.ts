// The fields of a component's settings, made from its JSON Schema: what a form draws.
import { choice, type Entity, line, prose, settingsOf, tags, whole, yesNo } from '#kernel/contract/index.ts'
import type * as z from 'zod'

type Schema = {
  type?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  maxLength?: number
  anyOf?: Schema[]
  default?: unknown
}

const LONGEST_LINE = 255

/** Fields whose kind has no control are left out: they are set up by the API. */
export function settingsEntity(name: string, schema: Record<string, unknown>): Entity {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  const fields = Object.entries(properties).flatMap(([field, one]) => {
    const made = fieldOf(one)
    return made ? [[field, 'default' in one ? made.default(one.default) : made] as const] : []
  })
  return settingsOf(name, Object.fromEntries(fields)) as Entity
}

function fieldOf(schema: Schema): z.ZodType | null {
  const some = schema.anyOf?.filter(({ type }) => type !== 'null')
  if (some?.length === 1) return fieldOf(some[0]!)?.nullable() ?? null
  const { type, enum: choices, minimum, maximum, maxLength } = schema
  if (choices) return choice(choices as [string, ...string[]])
  if (type === 'integer') return whole({}, [minimum ?? Number.MIN_SAFE_INTEGER, maximum ?? Number.MAX_SAFE_INTEGER])
  if (type === 'boolean') return yesNo()
  if (type === 'array') return tags()
  if (type === 'string') return (maxLength ?? 0) > LONGEST_LINE ? prose(maxLength) : line(maxLength ?? LONGEST_LINE)
  return null
}
