// The database must look like the entities say. Differences become the next migration.
import * as z from 'zod'
import type pg from 'pg'
import { bare, choicesOf, type Entity, fieldsWith, hintsOf, rankedFields } from '../../contract/index.ts'

type Column = { type: string; nullable: boolean }
type Found = { table_name: string; column_name: string; data_type: string; nullable: boolean }

const MADE_BY_TENANT_TABLE = ['id', 'created_at', 'updated_at', 'version']
const SYSTEM = ['tenant_id', 'deleted_at', 'search', 'placement', 'rights_version']
// What `customizable` puts beside the values of custom fields.
const OF_CUSTOM = /^custom_(words|[tn][0-9]{1,2})$/

function wantedColumns(of: Entity): Record<string, Column> {
  return Object.fromEntries(
    Object.entries(of.fields).map(([name, schema]) => [
      name,
      { type: hintsOf(schema).column ?? plainType(schema), nullable: schema instanceof z.ZodNullable },
    ]),
  )
}

/** A text without a hint is a text; whatever else has none is kept as it is. */
const plainType = (schema: z.ZodType) => (bare(schema) instanceof z.ZodString ? 'text' : 'jsonb')

/** SQL statements that would make the database match the entities; empty when it already does. */
export async function difference(db: pg.Pool | pg.Client, entities: readonly Entity[]): Promise<string[]> {
  const { rows } = await db.query<Found>(
    `select c.relname as table_name, a.attname as column_name, format_type(a.atttypid, null) as data_type, not a.attnotnull as nullable
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  )
  return entities.flatMap((of) =>
    differenceOf(
      of,
      rows.filter((row) => row.table_name === of.table),
    ),
  )
}

function differenceOf(of: Entity, found: readonly Found[]): string[] {
  const wanted = Object.entries(wantedColumns(of))
  const ddl = (name: string, { type, nullable }: Column) => `${name} ${type}${nullable ? '' : ' not null'}`
  if (found.length === 0) {
    const columns = wanted
      .filter(([name]) => !MADE_BY_TENANT_TABLE.includes(name) && !(of.custom && name === 'custom'))
      .map(([name, column]) => `  ${ddl(name, column)}`)
    return [`select tenant_table('${of.table}', $$\n${columns.join(',\n')}\n$$);`, ...customizedBy(of)]
  }
  const there = new Map(found.map((row) => [row.column_name, row]))
  const ranks = rankedFields(of)
  const known = new Set([...wanted.map(([name]) => name), ...ranks.map((name) => `${name}_rank`), ...SYSTEM])
  const unsearched = there.has('tenant_id') && !there.has('search') ? searchableBy(of) : []
  return [
    ...unsearched,
    ...(there.has('custom') ? [] : customizedBy(of)),
    ...wanted
      .filter(([name]) => there.has('custom') || !(of.custom && name === 'custom'))
      .flatMap(([name, column]) => changeOf(of.table, name, column, there.get(name), ddl)),
    ...ranks.filter((name) => !there.has(`${name}_rank`)).map((name) => rankedBy(of, name)),
    ...found
      .filter((row) => !known.has(row.column_name) && !(of.custom && OF_CUSTOM.test(row.column_name)))
      .map((row) => `alter table ${of.table} drop column ${row.column_name};`),
  ]
}

/** The place of a choice among the others, by which lists are sorted. */
function rankedBy({ table, fields }: Entity, name: string): string {
  const choices = choicesOf(fields[name]!).map((value) => `'${value}'`)
  const place = `array_position(array[${choices.join(', ')}], ${name})`
  return `alter table ${table} add column ${name}_rank smallint generated always as (${place}) stored;`
}

/** What makes a table ready for the fields that tenants add. */
const customizedBy = ({ custom, table, name }: Entity): string[] =>
  custom ? [`select customizable('${table}', '${name}');`] : []

/** What makes the records of an entity with searched fields be found. */
function searchableBy(of: Entity): string[] {
  const fields = fieldsWith(of, ({ searched }) => searched).map((name) => {
    const { searched, exact } = hintsOf(of.fields[name]!)
    return `'${name} ${searched}${exact === 'phone' ? ' digits' : ''}'`
  })
  return fields.length > 0 ? [`select searchable('${of.table}', ${fields.join(', ')});`] : []
}

function changeOf(
  table: string,
  name: string,
  column: Column,
  found: Found | undefined,
  ddl: (name: string, column: Column) => string,
): string[] {
  if (!found) return [`alter table ${table} add column ${ddl(name, column)};`]
  const type = found.data_type.replace('timestamp with time zone', 'timestamptz')
  return [
    ...(type === column.type ? [] : [`alter table ${table} alter column ${name} type ${column.type};`]),
    ...(found.nullable === column.nullable
      ? []
      : [`alter table ${table} alter column ${name} ${column.nullable ? 'drop' : 'set'} not null;`]),
  ]
}
