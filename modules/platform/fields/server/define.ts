// Definitions as administrators write them.
import { sql } from 'kysely'
import {
  conflict,
  CustomField,
  type FieldDefinition,
  type FieldRead,
  MOST_FIELDS,
  type Parsed,
} from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { findLocked } from '#kernel/server/crud.ts'
import { type fields, fieldsChanged, MANAGE } from '../contract.ts'
import { checkField, type FieldDraft, kindOf } from './check.ts'
import { fieldColumns, freeSlot, isClean, refilling } from './slots.ts'

// Archived ones keep their keys; without an end of them the list of a kind would grow for ever.
const MOST_EVER = 300

type Stored = Partial<FieldDefinition>

export async function create(context: Context, draft: Parsed<typeof fields.create>): Promise<FieldRead> {
  const { db } = context
  const of = kindOf(context, draft.entity)
  const others = await othersOf(context, draft.entity)
  if (others.filter(({ archived }) => !archived).length >= MOST_FIELDS || others.length >= MOST_EVER)
    throw conflict('custom_field.too_many', { maximum: MOST_FIELDS })
  checkField(context, draft as FieldDraft, others)
  const slot = draft.filterable ? freeSlot(draft.type, others) : null
  const ready = draft.filterable && (await isClean(context, of, slot))
  const position = Math.max(-1, ...others.map((one) => one.position)) + 1
  const field = (await db
    .insertInto('custom_fields')
    .values(stored({ ...(draft as Stored), slot, ready, position, archived: false }))
    .returning(fieldColumns)
    .executeTakeFirstOrThrow()) as FieldDefinition
  if (field.filterable && !ready) await context.enqueue(refilling, { field: field.id })
  return told(context, field)
}

export async function update(context: Context, { id, ...wanted }: Parsed<typeof fields.update>): Promise<FieldRead> {
  const before = await locked(context, id)
  const others = await othersOf(context, before.entity, id)
  const next = { ...before, ...(wanted as Stored) } as FieldDefinition
  checkField(context, draftOf(next), others, before)
  return store(context, before, next, others)
}

export async function archive(context: Context, { id, archived }: Parsed<typeof fields.archive>): Promise<FieldRead> {
  const before = await locked(context, id)
  const others = await othersOf(context, before.entity, id)
  if (!archived && others.filter((one) => !one.archived).length >= MOST_FIELDS)
    throw conflict('custom_field.too_many', { maximum: MOST_FIELDS })
  return store(context, before, { ...before, archived }, others)
}

export async function arrange(
  context: Context,
  { entity, ids }: Parsed<typeof fields.arrange>,
): Promise<{ items: FieldRead[] }> {
  kindOf(context, entity)
  const all = await othersOf(context, entity)
  const place = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
  const ordered = all.toSorted((a, b) => place(a.id) - place(b.id) || a.position - b.position)
  for (const [position, field] of ordered.entries())
    if (field.position !== position)
      await context.db.updateTable('custom_fields').set({ position }).where('id', '=', field.id).execute()
  const fresh = await othersOf(context, entity)
  if (fresh[0]) tell(context, fresh[0])
  return { items: fresh.map((field) => ({ ...field, editable: true })) }
}

/** Writes what changed; a field that begins to be filtered or searched has its old values put in place by a job. */
async function store(
  context: Context,
  before: FieldDefinition,
  next: FieldDefinition,
  others: readonly FieldDefinition[],
): Promise<FieldRead> {
  const isUsed = next.filterable && !next.archived
  const was = before.filterable && !before.archived
  const slot = !isUsed ? null : was ? before.slot : freeSlot(next.type, others)
  const isNew = isUsed && !was
  const wordsChange =
    next.searched !== before.searched ||
    (next.searched && String(JSON.stringify(next.options)) !== JSON.stringify(before.options)) ||
    (next.searched && next.archived !== before.archived)
  const ready = isUsed && (isNew ? false : before.ready)
  const field = (await context.db
    .updateTable('custom_fields')
    .set(stored({ ...draftOf(next), archived: next.archived, slot, ready }))
    .where('id', '=', next.id)
    .returning(fieldColumns)
    .executeTakeFirstOrThrow()) as FieldDefinition
  if (isNew || wordsChange) await context.enqueue(refilling, { field: field.id })
  return told(context, field)
}

const WRITTEN = Object.keys(CustomField.draft.shape) as (keyof FieldDraft)[]
const draftOf = (field: FieldDefinition) =>
  Object.fromEntries(WRITTEN.map((name) => [name, field[name as keyof FieldDefinition]])) as FieldDraft

/** Arrays and null are JSON here, not what PostgreSQL would take them for. */
const JSON_COLUMNS = ['labels', 'help', 'section', 'rules', 'options', 'seen_by', 'edited_by', 'shown_if'] as const
const stored = (values: object): never => {
  const given = values as Record<string, unknown>
  const json = JSON_COLUMNS.filter((name) => given[name] !== undefined && given[name] !== null)
  return { ...given, ...Object.fromEntries(json.map((name) => [name, JSON.stringify(given[name])])) } as never
}

async function locked(context: Context, id: string): Promise<FieldDefinition> {
  return findLocked(context, CustomField, id, MANAGE)
}

/** The fields of a kind, one at a time for whoever changes them: keys and columns are given once. */
async function othersOf({ db, actor }: Context, entity: string, except?: string): Promise<FieldDefinition[]> {
  await sql`select pg_advisory_xact_lock(hashtext(${`fields ${actor.tenant_id}`}))`.execute(db)
  const rows = (await db
    .selectFrom('custom_fields')
    .select(fieldColumns)
    .where('entity', '=', entity)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()) as FieldDefinition[]
  return rows.filter(({ id }) => id !== except)
}

function tell({ emit, actor }: Context, { id, entity }: FieldDefinition): void {
  emit(fieldsChanged, { id, tenant: actor.tenant_id, entity })
}

function told(context: Context, field: FieldDefinition): FieldRead {
  tell(context, field)
  return { ...field, editable: true }
}
