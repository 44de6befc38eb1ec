// The fields that columns may fill: what the entity's contract declares, and what the tenant added.
import { bare, choicesOf, type FieldDefinition, type FieldType, hintsOf } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { fieldsOf, mayEdit } from '#kernel/server/custom/definitions.ts'
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

function typeOf(schema: z.ZodType): Fillable['type'] | null {
  const { control } = hintsOf(schema)
  if (choicesOf(schema).length > 0) return 'choice'
  if (control === 'reference') return bare(schema) instanceof z.ZodArray ? null : 'reference'
  if (control === 'whole') return 'number'
  if (control === 'instant') return 'date'
  if (control === 'tags' || control === 'yes_no') return control
  return control === 'line' || control === 'prose' ? 'text' : null
}

/** Every field of a kind of record that the caller's files may fill. */
export async function fieldsFor(context: Context, kind: Importable): Promise<Fillable[]> {
  const { db, actor } = context
  const written = Object.entries(fillable(kind)).flatMap(([name, schema]): Fillable[] => {
    const type = typeOf(schema)
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
  return [...written, ...own.filter((field) => !field.archived && mayEdit(actor, field)).flatMap(ownField)]
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
