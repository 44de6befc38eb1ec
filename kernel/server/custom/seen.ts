// What of custom values a person may see. It costs nothing where a tenant hides no field from them.
import type { Action, CustomValues, Entity, Event, FieldDefinition } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import { knownFields, maySee } from './definitions.ts'

type Carrier = Record<string, unknown>
const nothing: ReadonlySet<string> = new Set()

/** The keys that are hidden from an actor; null where the tenant's fields are not known yet. */
export function hiddenFrom(actor: Actor, of: Entity): ReadonlySet<string> | null {
  const fields = knownFields(actor.tenant_id, of.name)
  return fields && hiddenAmong(actor, fields)
}

export function hiddenAmong(actor: Actor, fields: readonly FieldDefinition[]): ReadonlySet<string> {
  const hidden = fields.filter((field) => !maySee(actor, field))
  return hidden.length === 0 ? nothing : new Set(hidden.map(({ key }) => key))
}

export const without = (custom: CustomValues, hidden: ReadonlySet<string>): CustomValues =>
  Object.fromEntries(Object.entries(custom).filter(([key]) => !hidden.has(key)))

/** A record without what is hidden; the same one where there is nothing to take away. */
export function seenRecord<T>(record: T, hidden: ReadonlySet<string>): T {
  const custom = (record as Carrier | null)?.['custom'] as CustomValues | undefined
  if (!custom || hidden.size === 0) return record
  return Object.keys(custom).some((key) => hidden.has(key)) ? { ...record, custom: without(custom, hidden) } : record
}

/** Changes as history and events tell them, without those of hidden fields. */
export const seenChanges = <C>(changes: Readonly<Record<string, C>>, hidden: ReadonlySet<string>): Record<string, C> =>
  Object.fromEntries(
    Object.entries(changes).filter(([name]) => !(name.startsWith('custom.') && hidden.has(name.slice(7)))),
  )

/** The answer of an action about records with custom fields, as its caller may have it: a record, or a page of them. */
export function seenAnswer(actor: Actor, of: Entity, answer: unknown, fields: readonly FieldDefinition[]): unknown {
  if (fields.length === 0 || typeof answer !== 'object' || answer === null) return answer
  const hidden = hiddenAmong(actor, fields)
  if (hidden.size === 0) return answer
  const { items } = answer as { items?: unknown }
  if (Array.isArray(items)) return { ...answer, items: items.map((one) => seenRecord(one, hidden)) }
  const inner = (answer as Carrier)[of.name]
  if (inner && typeof inner === 'object') return { ...answer, [of.name]: seenRecord(inner, hidden) }
  return seenRecord(answer, hidden)
}

export const carriesCustom = ({ about }: Pick<Action, 'about'>): boolean => about?.custom === true

/** An event's payload as a listener may have it, and under which name it can be kept for others like them. */
export function seenPayload(event: Event, payload: unknown, actor: Actor): { mark: string; of: () => unknown } {
  if (!event.about.custom) return { mark: '', of: () => payload }
  const hidden = hiddenFrom(actor, event.about)
  if (hidden?.size === 0) return { mark: '', of: () => payload }
  return { mark: hidden ? [...hidden].join() : '?', of: () => seenPart(event.about, payload as Carrier, hidden) }
}

function seenPart({ name }: Entity, payload: Carrier, hidden: ReadonlySet<string> | null): unknown {
  const record = payload[name] as Carrier | undefined
  const changes = payload['changes'] as Carrier | undefined
  // Before the fields are known nothing of them is told: what comes without them is fetched whole.
  const { custom: _untold, ...untold } = record ?? {}
  const all = changes && Object.fromEntries(Object.entries(changes).filter(([field]) => !field.startsWith('custom.')))
  return {
    ...payload,
    ...(record ? { [name]: hidden ? seenRecord(record, hidden) : untold } : {}),
    ...(changes ? { changes: hidden ? seenChanges(changes, hidden) : all } : {}),
  }
}
