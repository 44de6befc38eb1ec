// Fields as a page can draw them: of records for conditions, of parameters for forms.
import * as z from 'zod'
import { bare, choicesOf, type Entity, hintsOf } from '#kernel/contract/index.ts'
import type { FieldOffered } from '../../contract.ts'
import { specialControl } from '../steps/params.ts'

/** Moments are compared by clocks, not by conditions. */
const JUDGED = ['line', 'prose', 'choice', 'reference', 'day', 'whole', 'money', 'tags', 'yes_no']

export function described(name: string, schema: z.ZodType): FieldOffered {
  const { control, refers, column } = hintsOf(schema)
  const inner = bare(schema)
  const choices = choicesOf(schema)
  const max = inner instanceof z.ZodString ? inner.maxLength : null
  const isOptional = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
  return {
    name,
    control: specialControl(schema) ?? (choices.length > 0 ? 'choice' : (control ?? 'line')),
    choices: [...choices],
    refers: refers ?? null,
    several: column === 'uuid[]',
    nullable:
      schema instanceof z.ZodNullable || (schema instanceof z.ZodDefault && schema.unwrap() instanceof z.ZodNullable),
    required: !isOptional,
    max: max !== null && Number.isFinite(max) ? max : null,
    ...(schema instanceof z.ZodDefault ? { initial: schema.def.defaultValue } : {}),
  }
}

/** What conditions may look at. */
export const judgedFields = (of: Entity, hides: readonly string[] = []): FieldOffered[] =>
  Object.entries(of.fields).flatMap(([name, schema]) => {
    const { control } = hintsOf(schema)
    const fits = control !== undefined && JUDGED.includes(control) && !hides.includes(name)
    return fits ? [described(name, schema)] : []
  })

export const paramFields = (params: z.ZodObject): FieldOffered[] =>
  Object.entries(params.shape as Record<string, z.ZodType>).map(([name, schema]) => described(name, schema))
