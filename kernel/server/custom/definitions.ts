// The custom fields of each tenant, kept in memory: every list and every change of a record asks for them.
import { CustomField, type FieldDefinition } from '../../contract/index.ts'
import { type Actor, may } from '../access/actor.ts'
import { ADMIN } from '../access/book.ts'
import type { Db } from '../database/index.ts'

type Known = { byEntity: ReadonlyMap<string, readonly FieldDefinition[]>; at: number }

const none: readonly FieldDefinition[] = []
const tenants = new Map<string, Known>()
/** Readings that began before a change may have come too late for it. */
const generations = new Map<string, number>()

// Changes are told to every process at once; this is for a message that was lost.
const KEEP_MS = 60_000
const MOST_TENANTS = 2_000

/** A tenant's fields were changed: they are read anew when next asked for. */
export function forgetFields(tenantId: string): void {
  tenants.delete(tenantId)
  generations.set(tenantId, (generations.get(tenantId) ?? 0) + 1)
}

/** The fields of one kind of record where they are known already; null before they were read. */
export function knownFields(tenantId: string, entity: string): readonly FieldDefinition[] | null {
  const known = tenants.get(tenantId)
  return known && known.at > Date.now() - KEEP_MS ? (known.byEntity.get(entity) ?? none) : null
}

/** The fields of one kind of record in their order, archived ones among them; `db` is a transaction of the tenant. */
export async function fieldsOf(db: Db, tenantId: string, entity: string): Promise<readonly FieldDefinition[]> {
  const known = knownFields(tenantId, entity)
  if (known) return known
  const generation = generations.get(tenantId)
  const rows = (await db
    .selectFrom(CustomField.table)
    .select(Object.keys(CustomField.fields))
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()) as FieldDefinition[]
  const byEntity = new Map<string, FieldDefinition[]>()
  for (const row of rows) byEntity.set(row.entity, [...(byEntity.get(row.entity) ?? []), row])
  if (generations.get(tenantId) === generation) {
    if (tenants.size >= MOST_TENANTS) tenants.delete(tenants.keys().next().value!)
    tenants.set(tenantId, { byEntity, at: Date.now() })
  }
  return byEntity.get(entity) ?? none
}

/** Sees the fields that are for the people who work here; whoever has it not sees and fills what is opened to outsiders. */
export const SEE_FIELDS = 'fields.see'

export function maySee(actor: Actor, { outsiders, seen_by, edited_by }: FieldDefinition): boolean {
  if (actor.kind === 'system' || actor.role === ADMIN) return true
  if (!may(actor, SEE_FIELDS)) return outsiders !== 'none'
  return seen_by.length === 0 || seen_by.includes(actor.role) || edited_by.includes(actor.role)
}

export function mayEdit(actor: Actor, field: FieldDefinition): boolean {
  if (actor.kind === 'system' || actor.role === ADMIN) return true
  if (!may(actor, SEE_FIELDS)) return field.outsiders === 'fill'
  return maySee(actor, field) && (field.edited_by.length === 0 || field.edited_by.includes(actor.role))
}
