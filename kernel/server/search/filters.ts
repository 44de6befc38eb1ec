// The fields of a query as conditions on rows: names and values follow from the entity, and from its words in every language.
import { type Expression, sql, type SqlBool } from 'kysely'
import { choicesOf, type Entity, fieldsWith, hintsOf, invalid, type Problem } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import { LANGUAGES, type Texts } from '../texts.ts'
import type { Filter } from './query-language.ts'
import type { Kind } from './kinds.ts'

/** Name as people write it → field. */
export type FieldNames = ReadonlyMap<string, string>

const spelt = (text: string) => text.toLowerCase().normalize('NFC').replaceAll(/\s+/g, '_')
const askable = (of: Entity) => fieldsWith(of, ({ filterable, sortable }) => filterable || sortable)

/** What each field of an entity may be called: its own name, shorter without `_at`, and its label in every language. */
export function fieldNames(of: Entity, texts: Texts): FieldNames {
  const names = new Map<string, string>()
  for (const field of askable(of)) {
    for (const key of [`${of.name}.${field}`, `field.${field}`])
      if (texts.has(key)) for (const language of LANGUAGES) names.set(spelt(texts.t(language, key)), field)
  }
  for (const field of askable(of)) {
    names.set(field.replace(/_at$/, ''), field)
    names.set(field, field)
  }
  return names
}

/** A choice by its own name or by its word in some language; undefined when it is none. */
function choiceOf(of: Entity, field: string, value: string, texts: Texts): readonly string[] | undefined {
  const schema = of.fields[field]!
  const groups = hintsOf(schema).groups ?? {}
  const low = spelt(value)
  if (Object.hasOwn(groups, low)) return groups[low]!
  const choices = choicesOf(schema)
  const found = choices.filter((choice) => {
    if (choice === low) return true
    const key = `${of.name}.${field}.${choice}`
    return texts.has(key) && LANGUAGES.some((language) => spelt(texts.t(language, key)) === low)
  })
  return found.length > 0 ? found : undefined
}

const refusal = (field: string, value: string, at: number, choices: readonly string[]): Problem =>
  invalid([{ pointer: '/q', code: 'query_value', params: { at, field, value, choices: choices.join(', ') } }])

const DAY = /^\d{4}-\d{2}-\d{2}$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export type Filtering = {
  kind: Kind
  actor: Actor
  texts: Texts
  names: FieldNames
  kinds: readonly Kind[]
  now: string
}

/** One filter as a condition; throws 422 naming the place when a value cannot be one of the field. */
export function conditionFor(filter: Filter, how: Filtering): Expression<SqlBool> {
  const field = how.names.get(filter.field)!
  const one = compare(filter, field, how)
  return filter.not ? sql<SqlBool>`(${one}) is not true` : one
}

function compare(filter: Filter, field: string, how: Filtering): Expression<SqlBool> {
  const { of } = how.kind
  const { column: type, refers } = hintsOf(of.fields[field]!)
  const column = sql.ref(field)
  const values = filter.values.length > 0 ? filter.values : ['']
  if (type === 'timestamptz') return moment(filter, field, how)
  if (type === 'bigint') return figure(filter, field)
  if (filter.operator !== '=') throw refusal(field, filter.operator, filter.at, ['='])
  const parts = values.map((value): Expression<SqlBool> => {
    const low = value.toLowerCase()
    if (low === 'none') return sql`${column} is null`
    if (choicesOf(of.fields[field]!).length > 0) {
      const found = choiceOf(of, field, value, how.texts)
      const { groups = {} } = hintsOf(of.fields[field]!)
      if (!found) throw refusal(field, value, filter.at, [...choicesOf(of.fields[field]!), ...Object.keys(groups)])
      return sql`${column} in (${sql.join(found)})`
    }
    if (refers) return referring(field, refers, low, how)
    if (type === 'boolean') {
      if (!['true', 'false', 'yes', 'no'].includes(low)) throw refusal(field, value, filter.at, ['true', 'false'])
      return sql`${column} = ${low === 'true' || low === 'yes'}`
    }
    if (type === 'text[]') return sql`${low} = any (${column})`
    return sql`lower(${column}) = ${low}`
  })
  return sql`(${sql.join(parts, sql` or `)})`
}

/** `me`, an id, or words of the record that is referred to. */
function referring(field: string, refers: string, value: string, { actor, kinds }: Filtering): Expression<SqlBool> {
  const column = sql.ref(field)
  if (value === 'me') return sql`${column} = ${actor.user_id}`
  if (UUID.test(value)) return sql`${column} = ${value}`
  const target = kinds.find(({ name }) => name === refers)
  if (!target) return sql`false`
  return sql`${column} in (select id from ${sql.table(target.table)} where search @@ search_query(${value}) and deleted_at is null)`
}

function moment(filter: Filter, field: string, { now }: Filtering): Expression<SqlBool> {
  const column = sql.ref(field)
  const refuse = (value: string) =>
    refusal(field, value, filter.at, ['2026-01-31', '2026-01-01..2026-01-31', 'today', '7d'])
  const begin = (value: string): string => {
    const ago = /^(\d{1,4})([dhw])$/.exec(value.toLowerCase())
    if (ago)
      return new Date(
        Date.parse(now) - Number(ago[1]) * { h: 3_600_000, d: 86_400_000, w: 604_800_000 }[ago[2] as 'd'],
      ).toISOString()
    if (value.toLowerCase() === 'today') return `${now.slice(0, 10)}T00:00:00.000Z`
    const at = Date.parse(value)
    if (!/^\d{4}-\d{2}/.test(value) || Number.isNaN(at)) throw refuse(value)
    return new Date(at).toISOString()
  }
  const end = (value: string): string => {
    const from = begin(value)
    return DAY.test(value) || value.toLowerCase() === 'today'
      ? new Date(Date.parse(from) + 86_400_000).toISOString()
      : from
  }
  const parts = filter.values.map((value): Expression<SqlBool> => {
    const range = /^(.*?)\.\.(.*)$/.exec(value)
    if (range) {
      const bounds = [
        ...(range[1] ? [sql<SqlBool>`${column} >= ${begin(range[1])}`] : []),
        ...(range[2] ? [sql<SqlBool>`${column} < ${end(range[2])}`] : []),
      ]
      if (bounds.length === 0) throw refuse(value)
      return sql`(${sql.join(bounds, sql` and `)})`
    }
    if (filter.operator === '>') return sql`${column} >= ${end(value)}`
    if (filter.operator === '>=') return sql`${column} >= ${begin(value)}`
    if (filter.operator === '<') return sql`${column} < ${begin(value)}`
    if (filter.operator === '<=') return sql`${column} < ${end(value)}`
    return DAY.test(value) || value.toLowerCase() === 'today'
      ? sql`(${column} >= ${begin(value)} and ${column} < ${end(value)})`
      : sql`${column} >= ${begin(value)}`
  })
  if (parts.length === 0) throw refuse('')
  return sql`(${sql.join(parts, sql` or `)})`
}

function figure(filter: Filter, field: string): Expression<SqlBool> {
  const column = sql.ref(field)
  const read = (value: string) => {
    if (!/^\d{1,15}$/.test(value)) throw refusal(field, value, filter.at, ['123', '100..200'])
    return sql`${value}::bigint`
  }
  const operator = sql.raw(filter.operator)
  const parts = filter.values.map((value): Expression<SqlBool> => {
    const range = /^(\d+)\.\.(\d+)$/.exec(value)
    if (range) return sql`${column} between ${read(range[1]!)} and ${read(range[2]!)}`
    return sql`${column} ${operator} ${read(value)}`
  })
  if (parts.length === 0) throw refusal(field, '', filter.at, ['123'])
  return sql`(${sql.join(parts, sql` or `)})`
}
