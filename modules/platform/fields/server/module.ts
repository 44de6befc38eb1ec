import {
  component,
  CustomField,
  type CustomValues,
  type Entity,
  invalid,
  notFound,
  type Parsed,
} from '#kernel/contract/index.ts'
import { may, systemOf } from '#kernel/server/access/actor.ts'
import { offeredOn } from '#kernel/server/conditions/offered.ts'
import type { Context } from '#kernel/server/context.ts'
import { fieldsOf, forgetFields, mayEdit, maySee, SEE_FIELDS } from '#kernel/server/custom/definitions.ts'
import { hears, implement, serverModule } from '#kernel/server/module.ts'
import { files } from '#modules/platform/files/contract.ts'
import { fields, fieldsChanged } from '../contract.ts'
import { conditionable, kindOf } from './check.ts'
import { archive, arrange, create, update } from './define.ts'
import { slotJobs } from './slots.ts'

/** The fields that the caller sees; archived ones for those who work here: their histories tell of them. */
async function list(context: Context, { entity, archived }: Parsed<typeof fields.list>) {
  const { db, actor } = context
  kindOf(context, entity)
  const withArchived = archived && may(actor, SEE_FIELDS)
  const all = await fieldsOf(db, actor.tenant_id, entity)
  const seen = all.filter((field) => (!field.archived || withArchived) && maySee(actor, field))
  return { items: seen.map((field) => ({ ...field, editable: mayEdit(actor, field) })) }
}

async function kinds({ platform, actor }: Context) {
  const there = platform.entities.filter((of) => platform.components.offers(actor.tenant_id, of))
  return {
    items: there.filter(({ custom }) => custom).map((of: Entity) => ({ entity: of.name, fields: conditionable(of) })),
    references: there.map(({ name }) => name),
  }
}

/** A file is read through the record that holds it: who may get the record and see the field may read it. */
async function file(context: Context, { entity, record, key }: Parsed<typeof fields.file>): Promise<unknown> {
  const { db, actor, platform, call } = context
  const of = kindOf(context, entity)
  const get = [...platform.actions.values()].find(
    (action) => action.about === of && action.method === 'GET' && /^[^:]*\/:id$/.test(action.path),
  )
  if (!get) throw notFound('file')
  const { custom } = (await call(get, { id: record })) as { custom: CustomValues }
  const field = (await fieldsOf(db, actor.tenant_id, entity)).find((one) => one.key === key)
  if (!field || field.type !== 'file' || !maySee(actor, field))
    throw invalid([{ pointer: '/key', code: 'unknown_field' }])
  const id = custom[key]
  if (typeof id !== 'string') throw notFound('file')
  return context.as(systemOf(actor.tenant_id), (own) => own.call(files.content, { id }))
}

/** What conditions may ask of a kind of record, as far as the caller sees it. */
async function askable(context: Context, { entity }: Parsed<typeof fields.askable>) {
  const { platform, actor } = context
  const offered = platform.entities.filter((one) => platform.components.offers(actor.tenant_id, one))
  const of = offered.find(({ name }) => name === entity)
  const choices = offered.map(({ name }) => name).join(', ')
  if (!of) throw invalid([{ pointer: '/entity', code: 'not_a_choice', params: { choices } }])
  return { items: [...(await offeredOn(context, of)).asked] }
}

const own = implement(
  fields,
  { tables: [CustomField] },
  {
    list,
    askable,
    kinds,
    create,
    update,
    arrange,
    archive,
    file,
  },
)

const staff = { [SEE_FIELDS]: 'all' } as const

export default serverModule({
  name: 'platform/fields',
  component: component('fields', { version: '1.0.0', always: true }),
  actions: own,
  events: [fieldsChanged],
  hears: [hears(fieldsChanged, (_platform, { tenant }) => forgetFields(tenant))],
  jobs: slotJobs,
  grants: { manager: staff, agent: staff, analyst: staff, sales_manager: staff, seller: staff },
})
