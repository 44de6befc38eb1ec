// Forms as the organisation keeps them.
import { randomBytes } from 'node:crypto'
import { bare, type Draft, hintsOf, invalid, type Refusal } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { crudHandlers } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { refuseUnknown } from '#kernel/server/access/references.ts'
import { implement } from '#kernel/server/module.ts'
import { Client, clientSources } from '#modules/sales/clients/contract.ts'
import type * as z from 'zod'
import { FORM_FIELDS, type FormField, WebForm, webForms } from '../contract.ts'
import { tables } from './tables.ts'

type FormDraft = Draft<typeof WebForm>
const standard = crudHandlers(WebForm, 'web_forms')
const KEY_BYTES = 9

export const formActions = implement(
  webForms,
  { tables },
  {
    ...standard,
    async create(context, draft) {
      await refuse(context, draft)
      const source = draft.source ?? (await sourceNamed(context, draft.name))
      const key = randomBytes(KEY_BYTES).toString('base64url')
      return standard.create(context, stored({ ...draft, source, key }))
    },
    async replace(context, input) {
      await refuse(context, input)
      return standard.replace(context, stored(input))
    },
    async update(context, input) {
      await refuse(context, input)
      return standard.update(context, stored(input))
    },
  },
)

const LISTS = ['languages', 'fields', 'sites'] as const

/** Lists as the driver wants them for columns of JSON. */
const stored = (values: Partial<FormDraft> & { key?: string }): never =>
  ({
    ...values,
    ...Object.fromEntries(LISTS.filter((name) => values[name]).map((name) => [name, JSON.stringify(values[name])])),
  }) as never

/** Throws 422 for fields that strangers may not fill, a form that asks for nothing by which somebody is known, lost references. */
async function refuse(context: Context, { fields, source, owner }: Partial<FormDraft>): Promise<void> {
  await refuseUnknown(context, WebForm, { ...(source ? { source } : {}), ...(owner ? { owner } : {}) } as never)
  if (!fields) return
  const open = await openFields(context)
  const known = new Set(open.map(({ name }) => name))
  const refusals = fields.flatMap(({ name }, at): Refusal[] => {
    const pointer = `/fields/${at}/name`
    if (!known.has(name)) return [{ pointer, code: 'unknown_field' }]
    return fields.findIndex((one) => one.name === name) === at ? [] : [{ pointer, code: 'twice' }]
  })
  if (!fields.some(({ name, required }) => name === 'name' && required))
    refusals.push({ pointer: '/fields', code: 'web_form_name' })
  if (refusals.length > 0) throw invalid(refusals)
}

/** A field as the page draws it. `label` is a key of the catalogues; a tenant's own field has `labels` instead. */
export type OpenField = {
  name: string
  label: string
  labels: Record<string, string>
  control: 'line' | 'prose' | 'email' | 'tel' | 'number' | 'date' | 'choice' | 'yes_no'
  choices: readonly { value: string; labels: Record<string, string> }[]
  longest: number
}

const CONTROLS = {
  text: 'line',
  long_text: 'prose',
  number: 'number',
  date: 'date',
  dropdown: 'choice',
  checkbox: 'yes_no',
} as const
const OWN_LONGEST = 2_000

/** Every field that a form may ask strangers for. */
async function openFields({ db, actor }: Context): Promise<OpenField[]> {
  const own = await fieldsOf(db, actor.tenant_id, Client.name)
  return [
    ...FORM_FIELDS.map((name): OpenField => {
      const schema = Client.draft.shape[name] as z.ZodType
      const { control } = hintsOf(schema)
      const drawn = name === 'email' ? 'email' : name === 'phone' ? 'tel' : control === 'prose' ? 'prose' : 'line'
      const longest = Math.min(name === 'notes' ? 5_000 : 1_000, Number((bare(schema) as z.ZodString).maxLength ?? 200))
      return { name, label: `client.${name}`, labels: {}, control: drawn, choices: [], longest }
    }),
    ...own.flatMap(({ key, type, labels, options, outsiders, archived }): OpenField[] => {
      const control = (CONTROLS as Partial<Record<string, OpenField['control']>>)[type]
      if (!control || archived || outsiders !== 'fill') return []
      const choices = options
        .filter((one) => !one.archived)
        .map((one) => ({ value: one.key, labels: one.labels as Record<string, string> }))
      return [
        {
          name: `custom.${key}`,
          label: '',
          labels: labels as Record<string, string>,
          control,
          choices,
          longest: OWN_LONGEST,
        },
      ]
    }),
  ]
}

/** What a form asks for, in its order; what was closed to strangers since is left out. */
export async function askedBy(context: Context, fields: readonly FormField[]): Promise<(OpenField & FormField)[]> {
  const open = new Map((await openFields(context)).map((field) => [field.name, field]))
  return fields.flatMap((field) => {
    const found = open.get(field.name)
    return found ? [{ ...found, ...field }] : []
  })
}

async function sourceNamed({ db, as, actor }: Context, name: string): Promise<string> {
  const found = await db
    .selectFrom('client_sources')
    .select('id')
    .where((eb) => eb(eb.fn('lower', ['name']), '=', name.toLowerCase()))
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (found) return found['id'] as string
  // Who keeps forms need not keep lists.
  const made = await as({ ...actor, kind: 'system' }, ({ call }) => call(clientSources.create, { name, color: 'teal' }))
  return made.id
}
