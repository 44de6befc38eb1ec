// A kind of record that people keep views of: a list with filters of their own, under a name.
import * as z from 'zod'
import { type Action, type Entity, invalid, parse, Problem } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import type { ListOptions } from '../list.ts'

export type Viewed = {
  of: Entity
  /** The list whose filters a view keeps; its permission is what a view's reader needs. */
  list: Action
  /** How that list finds rows; `filters` as they were checked. */
  options: (context: Context, filters: Filters) => Promise<Omit<ListOptions, 'permission'>>
}
export type Filters = Readonly<Record<string, unknown>>

/** Declares in a server module that views of an entity may be kept: `viewed: [viewed(tickets.list, options)]`. */
export function viewed(list: Action, options: Viewed['options'] = async () => ({})): Viewed {
  if (!list.about) throw new Error(`${list.name} does not say whose records it lists`)
  return { of: list.about, list, options }
}

/** What a list's input has beside its filters: a view keeps its order elsewhere, and no page. */
const NOT_FILTERS = ['sort', 'fields', 'limit', 'cursor', 'total']
const schemas = new WeakMap<Action, z.ZodObject>()

function filtersSchema(list: Action): z.ZodObject {
  const known = schemas.get(list)
  if (known) return known
  const { shape } = list.in as z.ZodObject
  const kept = Object.entries(shape).filter(([name]) => !NOT_FILTERS.includes(name))
  const made = z.strictObject(Object.fromEntries(kept))
  schemas.set(list, made)
  return made
}

/** Checks filters by the words of the list itself; throws 422 with each refused one at `<pointer>/<filter>`. */
export const parseFilters = ({ list }: Viewed, filters: unknown, pointer: string): Filters =>
  at(pointer, () => parse(filtersSchema(list), filters) as Filters)

/** Checks an order; throws 422 at `pointer` when the list does not know it. */
export function parseSort({ list }: Viewed, sort: string, pointer: string): string {
  const { shape } = list.in as z.ZodObject
  return at(pointer, () => parse(shape['sort'] as z.ZodType, sort) as string)
}

function at<T>(pointer: string, check: () => T): T {
  try {
    return check()
  } catch (refused) {
    if (!(refused instanceof Problem) || refused.code !== 'invalid') throw refused
    throw invalid(refused.refusals.map((one) => ({ ...one, pointer: `${pointer}${one.pointer}` })))
  }
}
