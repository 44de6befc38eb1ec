// Custom values on their way into a record, whoever sends them.
import { type CustomValues, type Entity, invalid, type Refusal, settleValues } from '../../contract/index.ts'
import type { FieldDefinition } from '../../contract/index.ts'
import { existing } from '../access/references.ts'
import type { Context } from '../context.ts'
import { fieldsOf, mayEdit } from './definitions.ts'

type Values = Readonly<Record<string, unknown>>

/** Only these can be asked for more; what comes by mail, by a hook or from a job is taken as it is. */
const ASKING = new Set(['web', 'api'])

const nothing: CustomValues = {}

/** The custom values of a new record, defaults filled in. Throws 422 naming each refused field at `/custom/<key>`. */
export async function settleNew(context: Context, of: Entity, draft: Values): Promise<CustomValues> {
  const { db, actor } = context
  const given = (draft['custom'] ?? nothing) as Values
  const fields = await fieldsOf(db, actor.tenant_id, of.name)
  if (fields.length === 0 && Object.keys(given).length === 0) return nothing
  return settle(context, fields, { record: draft, given, before: null })
}

/** The custom values of a changed record: what `changes` names over what is there. Throws like `settleNew`. */
export async function settleChanged(
  context: Context,
  of: Entity,
  before: Values,
  changes: Values,
): Promise<CustomValues> {
  const { db, actor } = context
  const fields = await fieldsOf(db, actor.tenant_id, of.name)
  return settle(context, fields, {
    record: { ...before, ...changes },
    given: (changes['custom'] ?? nothing) as Values,
    before: (before['custom'] ?? nothing) as CustomValues,
  })
}

type Wanted = { record: Values; given: Values; before: CustomValues | null }

async function settle(
  context: Context,
  fields: readonly FieldDefinition[],
  { record, given, before }: Wanted,
): Promise<CustomValues> {
  const { actor, meta } = context
  const { custom, refusals } = settleValues({
    fields,
    record,
    given,
    before,
    mayEdit: (field) => mayEdit(actor, field),
    asks: actor.kind === 'person' && ASKING.has(meta.channel),
  })
  if (refusals.length > 0) throw invalid(refusals)
  const unknown = await lost(context, fields, custom, before ?? nothing)
  if (unknown.length > 0) throw invalid(unknown)
  const files = fields.filter(({ type, key }) => type === 'file' && custom[key] !== before?.[key])
  const ids = files.flatMap(({ key }) => (typeof custom[key] === 'string' ? [custom[key]] : []))
  if (ids.length > 0) await context.platform.keepFiles(context, ids)
  return custom
}

/** References and files among new values that lead to no record of the tenant. */
async function lost(
  context: Context,
  fields: readonly FieldDefinition[],
  custom: CustomValues,
  before: CustomValues,
): Promise<Refusal[]> {
  const named = fields.flatMap((field) => {
    const kind = field.type === 'file' ? 'file' : field.type === 'reference' ? field.refers : null
    const id = custom[field.key]
    return kind && typeof id === 'string' && id !== before[field.key] ? [{ key: field.key, kind, id }] : []
  })
  const found = await Promise.all(
    named.map(async ({ key, kind, id }) =>
      (await existing(context, kind, [id])).has(id) ? [] : [{ pointer: `/custom/${key}`, code: 'unknown_reference' }],
    ),
  )
  return found.flat()
}
