// The fields that columns may fill: what the entity's contract declares, and what the tenant added.
import { bare, choicesOf, type FieldDefinition, type FieldType, hintsOf } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { fieldsOf, mayEdit, maySee } from '#kernel/server/custom/definitions.ts'
import { fillable, type Importable } from '#kernel/server/imports/importable.ts'
import * as z from 'zod'
import type { Fillable } from '../../contract.ts'

const CUSTOM: Partial<Record<FieldType, Fillable['type']>> = {
  text: 'text',
  long_text: 'text',
  number: 'number',
  date: 'date',
  dropdown: 'choice',
  choices: 'tags',
  checkbox: 'yes_no',
  reference: 'reference',
}

function typeOf(schema: z.ZodType, way: 'fill' | 'show'): Fillable['type'] | null {
  const { control } = hintsOf(schema)
  if (choicesOf(schema).length > 0) return 'choice'
  if (control === 'reference') return bare(schema) instanceof z.ZodArray ? null : 'reference'
  // Of what currency a column is, a file does not say.
  if (control === 'whole' || (control === 'money' && way === 'show')) return 'number'
  if (control === 'instant' || control === 'day') return 'date'
  if (control === 'tags' || control === 'yes_no') return control
  return control === 'line' || control === 'prose' ? 'text' : null
}

/** The column by which a file that was exported here finds its records again. */
export const RECORD_ID = 'record_id'
const recordId: Fillable = {
  name: RECORD_ID,
  label: 'import.record_id',
  required: false,
  type: 'text',
  choices: [],
  joins: false,
}

/** What a column may belong to: an importable kind of record, or one that is only exported. */
export type Kind = Pick<Importable, 'of' | 'identity' | 'also' | 'leaves'>

/** Every field of a kind of record that the caller's files may fill, or that their exports show. */
export async function fieldsFor(context: Context, kind: Kind, way: 'fill' | 'show' = 'fill'): Promise<Fillable[]> {
  const { db, actor } = context
  const mayUse = way === 'fill' ? mayEdit : maySee
  const written = Object.entries(fillable(kind)).flatMap(([name, schema]): Fillable[] => {
    const type = typeOf(schema, way)
    const label = `${kind.of.name}.${name}`
    if (!type) return []
    const choices = choicesOf(schema).map((value) => ({ value, label: `${label}.${value}` }))
    const isOptional = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    return [
      {
        name,
        label,
        required: !isOptional,
        type,
        choices,
        joins: type === 'tags' || (type === 'text' && !kind.identity.includes(name)),
      },
    ]
  })
  const own = kind.of.custom ? await fieldsOf(db, actor.tenant_id, kind.of.name) : []
  return [
    ...(way === 'show' || kind.identity.includes(RECORD_ID) ? [recordId] : []),
    ...written,
    ...own.filter((field) => !field.archived && mayUse(actor, field)).flatMap(ownField),
  ]
}

function ownField(field: FieldDefinition): Fillable[] {
  const type = CUSTOM[field.type]
  if (!type) return []
  return [
    {
      name: `custom.${field.key}`,
      label: '',
      labels: field.labels as Record<string, string>,
      required: false,
      type,
      choices: field.options.map(({ key, labels }) => ({ value: key, label: Object.values(labels)[0] ?? key })),
      joins: type === 'tags',
    },
  ]
}
