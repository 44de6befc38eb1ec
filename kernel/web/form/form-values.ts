// What a form holds and sends: pure rules over an entity's fields.
import * as z from 'zod'
import { type Action, type Entity, hintsOf, parse, Problem, type Refusal } from '../../contract/index.ts'

export type Values = Record<string, unknown>

const draftOf = (of: Entity): Record<string, z.ZodType> => of.draft.shape as Record<string, z.ZodType>

/** The fields people write, in the order of the entity. */
export const writtenFields = (of: Entity): string[] => Object.keys(draftOf(of))

/** Whether a form must ask for the field: it has no default, and nothing is no answer. */
export function isRequired(of: Entity, field: string): boolean {
  const schema = draftOf(of)[field]
  return schema !== undefined && !schema.safeParse(undefined).success
}

/** What a form begins with: the record, else the field's default, else nothing. */
export function firstValues(of: Entity, fields: readonly string[], start: Values | undefined): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const given = start?.[field]
      if (given !== undefined) return [field, given]
      const standard = draftOf(of)[field]?.safeParse(undefined)
      return [field, standard?.success ? standard.data : emptyOf(of, field)]
    }),
  )
}

function emptyOf(of: Entity, field: string): unknown {
  const { control } = hintsOf(of.fields[field] ?? z.unknown())
  return control === 'line' || control === 'prose' ? '' : control === 'tags' ? [] : null
}

/** What is sent: an emptied field as null where null is allowed, else left out; of a change, only what was changed. */
export function toSend(of: Entity, command: Action, values: Values, start: Values | undefined): Values {
  const partial = command.method === 'PATCH'
  const entries = Object.entries(values).flatMap(([field, value]): [string, unknown][] => {
    const cleaned = cleanedOf(of, field, value)
    if (partial && JSON.stringify(cleaned) === JSON.stringify(start?.[field])) return []
    if (cleaned === undefined && !partial) return []
    return [[field, cleaned]]
  })
  return Object.fromEntries(entries)
}

function cleanedOf(of: Entity, field: string, value: unknown): unknown {
  const schema = of.fields[field]
  const isEmpty = value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
  if (!isEmpty || !schema) return value
  if (schema instanceof z.ZodNullable) return null
  // An empty text is a value of its own where the rules allow one; elsewhere it is no answer.
  return value === '' && schema.safeParse('').success ? '' : undefined
}

/** What the command's own rules refuse in these values; an empty list = it may be sent. */
export function refusedIn(command: Action, input: Values): readonly Refusal[] {
  try {
    parse(command.in, input)
    return []
  } catch (error) {
    if (error instanceof Problem) return error.refusals
    throw error
  }
}

/** The field that a refusal is about: the first part of its pointer. */
export const fieldOf = ({ pointer }: Pick<Refusal, 'pointer'>): string =>
  pointer.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? ''
