// What a list asks of custom fields, by the columns that their values stand in.
import { expressionBuilder, type Expression, sql, type SqlBool } from 'kysely'
import { type CustomFilter, type Entity, type FieldDefinition, invalid, type Refusal } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import { slot } from '../database/statement/shape.ts'
import type { Ask } from '../asks/ask.ts'
import { maySee } from './definitions.ts'

type Asked = string | number | boolean
const NONE = 'none'

/** The conditions of a list's `custom`; throws 422 naming what is no filterable field of the caller's, or no value of it. */
export function customAsks(
  of: Entity,
  actor: Actor,
  fields: readonly FieldDefinition[],
  asked: CustomFilter | undefined,
): Ask[] {
  if (!asked) return []
  const refusals: Refusal[] = []
  const asks = Object.entries(asked).flatMap(([name, given]) => {
    const bound = /_(from|to)$/.exec(name)?.[1]
    const key = bound ? name.slice(0, -bound.length - 1) : name
    const field = fields.find((one) => one.key === key && !one.archived && maySee(actor, one))
    const code = !field ? 'unknown_field' : !field.filterable ? 'not_filterable' : !field.ready ? 'not_ready' : null
    const refuse = (why: string) => {
      refusals.push({ pointer: `/custom/${name}`, code: why })
      return []
    }
    if (code !== null || !field) return refuse(code ?? 'unknown_field')
    const values = readValues(field, [given].flat() as Asked[])
    if (!values || (bound && (values.length !== 1 || values[0] === NONE || !RANGED.has(field.type))))
      return refuse('wrong')
    if (bound) return [ranged(field.slot!, bound === 'from' ? '>=' : '<=', values[0]!)]
    return [field.type === 'choices' ? chosen(of, field, values) : compared(field.slot!, values)]
  })
  if (refusals.length > 0) throw invalid(refusals)
  return asks
}

/** What of a filter by custom fields still stands for the actor: a field may have been archived, or hidden from them. */
export function standing(
  actor: Actor,
  fields: readonly FieldDefinition[],
  asked: CustomFilter,
): CustomFilter | undefined {
  const stands = (name: string) => {
    const key = name.replace(/_(from|to)$/, '')
    return fields.some((one) => one.key === key && !one.archived && one.filterable && one.ready && maySee(actor, one))
  }
  const left = Object.entries(asked).filter(([name]) => stands(name))
  return left.length > 0 ? Object.fromEntries(left) : undefined
}

const RANGED = new Set(['number', 'date'])

/** The values as their column has them; null where one is none of the field. */
function readValues({ type }: FieldDefinition, given: readonly Asked[]): Asked[] | null {
  const read = given.map((value) => {
    if (value === NONE) return value
    if (type !== 'number') return String(value)
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : null
  })
  return read.some((value) => value === null) ? null : (read as Asked[])
}

const eb = expressionBuilder<any, any>()

function ranged(column: string, operator: '>=' | '<=', value: Asked): Ask {
  return { shape: `${column}${operator}`, values: [value], build: (first) => eb(column, operator, slot(first)) }
}

function compared(column: string, values: readonly Asked[]): Ask {
  const given = values.filter((value) => value !== NONE)
  const orEmpty = given.length < values.length
  return {
    shape: `${column}=${given.length}${orEmpty ? ' or empty' : ''}`,
    values: given,
    ...(given.length === 1 && !orEmpty ? { hasAges: true } : {}),
    build: (first) => {
      const slots = given.map((_value, index) => slot(first + index))
      const parts: Expression<SqlBool>[] = []
      if (slots.length === 1) parts.push(eb(column, '=', slots[0]!))
      if (slots.length > 1) parts.push(eb(column, 'in', slots))
      if (orEmpty) parts.push(eb(column, 'is', null))
      return eb.or(parts)
    },
  }
}

function chosen(of: Entity, { id }: FieldDefinition, values: readonly Asked[]): Ask {
  const given = values.filter((value) => value !== NONE)
  const orEmpty = given.length < values.length
  return {
    shape: `chosen ${given.length}${orEmpty}`,
    values: [id, ...given],
    build: (first) => {
      const field = sql`${slot(first)}::uuid`
      const some = sql.join(given.map((_value, index) => slot(first + 1 + index)))
      const parts: Expression<SqlBool>[] = []
      if (given.length > 0)
        parts.push(sql`id in (select record from custom_choices where field = ${field} and choice in (${some}))`)
      if (orEmpty)
        parts.push(
          sql`not exists (select from custom_choices c where c.field = ${field} and c.record = ${sql.ref(`${of.table}.id`)})`,
        )
      return eb.or(parts)
    },
  }
}
