// The fields of a query as conditions on rows: names and values follow from the entity, and from its words in every language.
import { type Expression, sql, type SqlBool } from 'kysely'
import { choicesOf, type Entity, fieldsWith, hintsOf, invalid, type Problem } from '../../../contract/index.ts'
import type { Actor } from '../../access/actor.ts'
import { LANGUAGES, type Texts } from '../../texts.ts'
import type { Filter } from './query-language.ts'
import type { Kind } from '../kinds.ts'
import { type Span, spanOf } from './moments.ts'

/** Name as people write it → field. */
export type FieldNames = ReadonlyMap<string, string>

const spelt = (text: string) => text.toLowerCase().normalize('NFC').replaceAll(/\s+/g, '_')
const askable = (of: Entity) => fieldsWith(of, ({ filterable, sortable, ranged }) => filterable || sortable || ranged)

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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export type Filtering = {
  kind: Kind
  actor: Actor
  texts: Texts
  names: FieldNames
  kinds: readonly Kind[]
  entities: readonly Entity[]
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
  const { column: type, refers, control } = hintsOf(of.fields[field]!)
  const column = sql.ref(field)
  const values = filter.values.length > 0 ? filter.values : ['']
  const several = type === 'text[]' || type === 'uuid[]'
  const parts = values.map((value): Expression<SqlBool> => {
    const low = value.toLowerCase()
    if (low === 'none') return several ? sql`cardinality(${column}) = 0` : sql`${column} is null`
    if (type === 'timestamptz' || type === 'date') return time(filter, value, field, how)
    if (type === 'bigint') return figure(filter, value, field, control === 'money')
    if (filter.operator !== '=') throw refusal(field, filter.operator, filter.at, ['='])
    if (choicesOf(of.fields[field]!).length > 0) {
      const found = choiceOf(of, field, value, how.texts)
      const { groups = {} } = hintsOf(of.fields[field]!)
      if (!found) throw refusal(field, value, filter.at, [...choicesOf(of.fields[field]!), ...Object.keys(groups)])
      return sql`${column} in (${sql.join(found)})`
    }
    if (refers) {
      const one = low === 'me' ? how.actor.user_id : UUID.test(low) ? low : null
      const meant = one ? sql`${one}::uuid` : named(refers, low, how)
      if (several) return one ? sql`${meant} = any (${column})` : sql`${column} && array(${meant})`
      return one ? sql`${column} = ${meant}` : sql`${column} in (${meant})`
    }
    if (type === 'boolean') return sql`${column} = ${yesOrNo(value, field, filter, how.texts)}`
    if (several) return sql`${low} = any (${column})`
    return sql`lower(${column}) = ${low}`
  })
  return sql`(${sql.join(parts, sql` or `)})`
}

/** The records that are called so: by their words where they are searched, else by their whole name in any language. */
function named(refers: string, value: string, { kinds, entities }: Filtering) {
  const kind = kinds.find(({ name }) => name === refers)
  if (kind)
    return sql`select id from ${sql.table(kind.table)} where search @@ search_query(${value}) and deleted_at is null`
  const of = entities.find(({ name }) => name === refers)
  if (!of?.fields['name']) return sql`select null::uuid where false`
  const translated = of.fields['names']
    ? sql`or exists (select from jsonb_each_text(names) as one where lower(one.value) = ${value})`
    : sql``
  return sql`select id from ${sql.table(of.table)} where (lower(name) = ${value} ${translated}) and deleted_at is null`
}

function yesOrNo(value: string, field: string, { at }: Filter, texts: Texts): boolean {
  const means = (key: string) => LANGUAGES.some((language) => spelt(texts.t(language, key)) === spelt(value))
  const said = [value.toLowerCase() === 'true' || means('yes'), value.toLowerCase() === 'false' || means('no')]
  if (!said.includes(true)) throw refusal(field, value, at, ['true', 'false'])
  return said[0]!
}

function time(filter: Filter, value: string, field: string, { now, kind }: Filtering): Expression<SqlBool> {
  const column = sql.ref(field)
  const read = (written: string): Span => {
    const span = spanOf(written, now)
    if (!span)
      throw refusal(field, value, filter.at, ['2026-01-31', '2026-01', '2026-01-01..2026-01-31', 'today', '7d'])
    return span
  }
  const { column: type } = hintsOf(kind.of.fields[field]!)
  const put = (at: Date) =>
    type === 'date' ? sql`${at.toISOString().slice(0, 10)}::date` : sql`${at.toISOString()}::timestamptz`
  const since = ({ from }: Span) => sql<SqlBool>`${column} >= ${put(from)}`
  const until = ({ from, to }: Span) =>
    to ? sql<SqlBool>`${column} < ${put(to)}` : sql<SqlBool>`${column} <= ${put(from)}`
  const bounds = boundsOf(value)
  if (bounds)
    return between(
      bounds,
      (from) => since(read(from)),
      (to) => until(read(to)),
    )
  const span = read(value)
  if (filter.operator === '<') return sql`${column} < ${put(span.from)}`
  if (filter.operator === '<=') return until(span)
  if (filter.operator === '>') return sql`not (${until(span)})`
  return filter.operator === '=' && span.to ? sql`(${since(span)} and ${until(span)})` : since(span)
}

function figure(filter: Filter, value: string, field: string, money: boolean): Expression<SqlBool> {
  const column = sql.ref(field)
  // People write sums as they see them, programs as they are stored.
  const places = money && filter.at > 0 ? 2 : 0
  const read = (written: string) => {
    const parts = /^(-?\d{1,15})(?:\.(\d+))?$/.exec(written)
    if (!parts || (parts[2]?.length ?? 0) > places) throw refusal(field, value, filter.at, ['123', '100..200'])
    return sql`${parts[1]! + (parts[2] ?? '').padEnd(places, '0')}::bigint`
  }
  const bounds = boundsOf(value)
  if (bounds)
    return between(
      bounds,
      (from) => sql`${column} >= ${read(from)}`,
      (to) => sql`${column} <= ${read(to)}`,
    )
  return sql`${column} ${sql.raw(filter.operator)} ${read(value)}`
}

/** `from..to`, either of which may be missing. */
function boundsOf(value: string): [from: string, to: string] | null {
  const range = /^(.*?)\.\.(.*)$/.exec(value)
  return range && (range[1] || range[2]) ? [range[1]!, range[2]!] : null
}

function between(
  [from, to]: [string, string],
  least: (value: string) => Expression<SqlBool>,
  most: (value: string) => Expression<SqlBool>,
): Expression<SqlBool> {
  return sql`(${sql.join([...(from ? [least(from)] : []), ...(to ? [most(to)] : [])], sql` and `)})`
}
