// Lanes: a board divided by one field of its records. Which fields divide is said once, with the entity (`divides`); a tenant's own
// dropdowns do so where lists may be filtered by them.
import * as z from 'zod'
import type { FieldDefinition } from '../custom/field.ts'
import { type CustomFilter, isEmpty, valueIn } from '../custom/values.ts'
import { type Entity, fieldsWith } from '../entity.ts'

/** A board shows so many lanes; of the others it tells what they add up to. */
export const MOST_LANES = 50
/** In filters, for records that have nothing in the field. */
const EMPTY = 'none'
const OWN = 'custom.'

type Values = Readonly<Record<string, unknown>>

export const laneFields = (of: Entity): string[] => fieldsWith(of, ({ divides }) => divides)

/** The schema of a field's name in inputs. */
export const laneField = (of: Entity) => {
  const named = z.enum(laneFields(of) as [string, ...string[]])
  const own = z
    .string()
    .max(47)
    .regex(/^custom\.[a-z][a-z0-9_]{0,39}$/, { abort: true })
  return of.custom ? z.union([named, own]) : named
}

/** Whether a field of the tenant's own divides boards at this moment. */
export const dividesByOwn = ({
  type,
  filterable,
  ready,
  archived,
}: Pick<FieldDefinition, 'type' | 'filterable' | 'ready' | 'archived'>): boolean =>
  type === 'dropdown' && filterable && ready && !archived

/** The key of a field of the tenant's own behind its name; null for a field of the entity. */
export const ownLane = (field: string): string | null => (field.startsWith(OWN) ? field.slice(OWN.length) : null)

/** The lane that a record is in; null = it has nothing in the field. */
export function laneOf(record: Values, field: string): string | null {
  const value = valueIn(record, field)
  return isEmpty(value) ? null : String(value)
}

/** The filters of a list that finds one lane of what `filters` find. */
export function laneFilters(filters: Values, field: string, lane: string | null): Record<string, unknown> {
  const own = ownLane(field)
  if (own === null) return { ...filters, [field]: lane ?? EMPTY }
  return { ...filters, custom: { ...(filters['custom'] as CustomFilter | undefined), [own]: lane ?? EMPTY } }
}

/** What has to be written into a record for it to be in a lane. */
export function laneValues(field: string, lane: string | null): Record<string, unknown> {
  const own = ownLane(field)
  return own === null ? { [field]: lane } : { custom: { [own]: lane } }
}

/** Changes of a record laid over it; of its own fields those that are named. */
export function withChanges<R extends Values>(record: R, changes: Values): R {
  const { custom } = changes as { custom?: Values }
  if (!custom) return { ...record, ...changes }
  const own = Object.entries({ ...(record['custom'] as Values | undefined), ...custom })
  return { ...record, ...changes, custom: Object.fromEntries(own.filter(([, value]) => !isEmpty(value))) }
}
