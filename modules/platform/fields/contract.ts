// Fields that an organisation adds to its records: their definitions. What a record does with them is the kernel's.
import * as z from 'zod'
import {
  actions,
  command,
  CustomField,
  askableList,
  customFieldList,
  draftWith,
  event,
  FieldRead,
  id,
  type Input,
  line,
  query,
  SIGNED_IN,
  yesNo,
} from '#kernel/contract/index.ts'

export const MANAGE = 'fields.manage'

const byId = z.strictObject({ id: id() })
type Changes = Partial<Omit<Input<typeof CustomField>, 'entity' | 'key' | 'type'>>
const { entity: _entity, key: _key, type: _type, ...changeable } = CustomField.patch.shape

/** What a condition may look at beside custom fields. */
const Standard = z.object({ name: z.string(), choices: z.array(z.string()), refers: z.string().nullable() })

export const fields = actions('fields', '/fields', {
  list: customFieldList,
  /** What conditions over a kind of record may ask: of segments, of rules. */
  askable: askableList,
  /** The kinds of records that take fields, what their conditions may look at, and what references may lead to. */
  kinds: query('GET /kinds', {
    out: z.object({
      items: z.array(z.object({ entity: z.string(), fields: z.array(Standard) })),
      references: z.array(z.string()),
    }),
    can: MANAGE,
  }),
  create: command('POST /', {
    in: draftWith(CustomField, {}),
    out: FieldRead,
    can: MANAGE,
    about: CustomField,
    status: 201,
  }),
  /** Key and type stay what they are: values were written by them. */
  update: command('PATCH /:id', {
    in: byId.extend(changeable) as unknown as z.ZodType<{ id: string } & Changes, { id: string } & Changes>,
    out: FieldRead,
    can: MANAGE,
    about: CustomField,
  }),
  /** Puts the fields of a kind of record into this order; those that are not named follow. */
  arrange: command('POST /order', {
    in: z.strictObject({ entity: line(50), ids: z.array(id()).min(1).max(300) }),
    out: z.object({ items: z.array(FieldRead) }),
    can: MANAGE,
    about: CustomField,
  }),
  /** Takes a field out of use, or back into it. Its values stay in the records. */
  archive: command('POST /:id/archive', {
    in: byId.extend({ archived: yesNo().default(true) }),
    out: FieldRead,
    can: MANAGE,
    about: CustomField,
  }),
  /** The bytes of a file that a record holds in one of its fields, for whoever sees both. */
  file: query('GET /files/:entity/:record/:key', {
    in: z.strictObject({ entity: line(50), record: id(), key: line(40) }),
    out: z.any(),
    can: SIGNED_IN,
    raw: 'answer',
  }),
})

/** Definitions of a kind of record changed. It says nothing of them: each reader asks for what they may see. */
export const fieldsChanged = event('custom_field.changed', {
  payload: z.object({ id: id(), tenant: id(), entity: z.string() }),
  about: CustomField,
  can: SIGNED_IN,
  record: ({ id }) => ({ id }),
})
