// What the input of a list asks of each row: permission, search, filters and ranges.
import { type Expression, expressionBuilder, type ExpressionBuilder, type SqlBool } from 'kysely'
import {
  type CustomFilter,
  type Entity,
  type FieldDefinition,
  fieldsWith,
  hintsOf,
  rangedFields,
} from '../../contract/index.ts'
import { type Actor, reach } from '../access/actor.ts'
import { predicate, shapeOf, viewerSlots, viewerValues } from '../access/predicate.ts'
import { customAsks } from '../custom/asks.ts'
import { fieldsOf } from '../custom/definitions.ts'
import { isOwnSort } from '../custom/sorted.ts'
import type { Db } from '../database/index.ts'
import { byItsText, slot } from '../database/statement/shape.ts'
import type { Ask } from './ask.ts'

type Eb = ExpressionBuilder<any, any>

export type AskOptions = {
  permission: string
  /** How `q` finds rows; a module with more than plain full text brings its own. */
  search?: (q: string, actor: Actor) => Expression<SqlBool>
  /** Filters that are not a plain comparison of a column, by field. */
  filters?: Record<string, (values: readonly string[], eb: Eb) => Expression<SqlBool>>
  /** More that each row must be: what no filter of the input says. */
  also?: readonly Ask[]
  /** The tenant's own fields, where the input filters by them: see `ownFields`. */
  own?: readonly FieldDefinition[]
}

/** The tenant's own fields of an entity, for a list whose input filters by them. */
export const ownFields = async (db: Db, actor: Actor, of: Entity, asked: Record<string, unknown>) =>
  of.custom && (asked['custom'] || isOwnSort(String(asked['sort'] ?? '').replace(/^-/, '')))
    ? await fieldsOf(db, actor.tenant_id, of.name)
    : []

/** What is asked of each row: that the actor may see it, and every filter, search and range of a list's input. */
export function asksOf(
  of: Entity,
  actor: Actor,
  asked: Record<string, unknown>,
  { permission, search, filters = {}, own = [], also = [] }: AskOptions,
): Ask[] {
  const eb = expressionBuilder<any, any>()
  const asks: Ask[] = [
    {
      shape: `${permission} ${shapeOf(actor, permission)}`,
      values: viewerValues(actor),
      build: (first) => predicate(reach(actor, of, permission), viewerSlots(actor, first)),
    },
  ]
  const q = asked['q'] as string | undefined
  if (q && search) asks.push(byItsText(search(q, actor)))
  for (const name of fieldsWith(of, (hints) => hints.filterable)) {
    if (asked[name] === undefined) continue
    const values = valuesOf(asked[name], of, name, actor)
    const special = filters[name]
    asks.push(
      special
        ? { shape: `${name}${JSON.stringify(values)}`, values: [], build: () => special(values as string[], eb) }
        : comparison(name, values),
    )
  }
  for (const name of rangedFields(of)) {
    for (const [bound, operator] of [
      ['from', '>='],
      ['to', '<'],
    ] as const) {
      const value = asked[`${name}_${bound}`]
      if (!value) continue
      asks.push({ shape: `${name}${operator}`, values: [value], build: (first) => eb(name, operator, slot(first)) })
    }
  }
  asks.push(...also)
  if (of.custom) asks.push(...customAsks(of, actor, own, asked['custom'] as CustomFilter | undefined))
  return asks
}

/** The asked values with groups unfolded and `me` replaced. */
function valuesOf(asked: unknown, of: Entity, name: string, actor: Actor): unknown[] {
  const { groups = {}, column } = hintsOf(of.fields[name]!)
  const several = Array.isArray(asked) ? asked : [asked]
  const mine = (value: unknown) => (column === 'uuid' && value === 'me' ? actor.user_id : value)
  return several.flatMap((value): readonly unknown[] =>
    Object.hasOwn(groups, String(value)) ? groups[String(value)]! : [mine(value)],
  )
}

function comparison(name: string, values: readonly unknown[]): Ask {
  const eb = expressionBuilder<any, any>()
  const given = values.filter((value) => value !== 'none')
  const orEmpty = given.length < values.length
  return {
    shape: `${name}=${given.length}${orEmpty ? ' or empty' : ''}`,
    values: given,
    build: (first) => {
      const parts: Expression<SqlBool>[] = []
      if (given.length === 1) parts.push(eb(name, '=', slot(first)))
      if (given.length > 1)
        parts.push(
          eb(
            name,
            'in',
            given.map((_value, index) => slot(first + index)),
          ),
        )
      if (orEmpty) parts.push(eb(name, 'is', null))
      return eb.or(parts)
    },
  }
}
