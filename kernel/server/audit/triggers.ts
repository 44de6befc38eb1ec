// What PostgreSQL itself records of every change: a trigger for each table of an entity, written from its declaration.
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type Entity, hintsOf } from '../../contract/index.ts'

/** What is recorded of a table: values by field, or for `hidden` fields only that they changed. */
type Recorded = { table: string; tenant: string; id: string; shown: Column[]; hidden: Column[]; many: boolean }
type Column = { name: string; long: boolean }
type Found = { table_name: string; column_name: string; type: string }

/** Longer texts are recorded up to here: the whole stands in the record or in the entry that replaced it. */
const LONGEST = 4_000
/** Bytes of changes that are recorded together: about what one entry holds. */
const MOST_TOGETHER = 50_000
const NEVER = new Set(['id', 'tenant_id', 'created_at', 'updated_at', 'version'])

/**
 * Gives every table of an entity its trigger, and each `watched` table without an entity one that tells names of fields and
 * no values. Runs at every start, as the tables' owner: a new field is recorded from the start that brought it. Of the tables
 * in `many` thousands of rows are made in one statement, and recorded in one: a call for each row would copy all that was
 * gathered before it.
 */
export async function recordChanges(
  owner: pg.Pool,
  entities: readonly Entity[],
  watched: readonly string[],
  many: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { rows: columns } = await owner.query<Found>(
    `select relname as table_name, attname as column_name, format_type(atttypid, null) as type
     from pg_attribute a join pg_class c on c.oid = attrelid
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped and attgenerated = ''
     order by relname, attnum`,
  )
  const { rows: there } = await owner.query<{ name: string; mark: string | null }>(
    `select proname as name, obj_description(oid) as mark from pg_proc
     where pronamespace = 'public'::regnamespace and proname like 'audit\\_row\\_%'`,
  )
  const marks = new Map(there.map(({ name, mark }) => [name, mark]))
  const wanted = [
    ...entities
      .filter(({ audited }) => audited)
      .map((of) => ({
        ...recordedOf(of.table, columns, of),
        many: many.has(of.table),
      })),
    ...watched.map((table) => recordedOf(table, columns)),
  ]
  const kept = new Set(wanted.map(({ table }) => `audit_row_${table}`))
  for (const name of marks.keys()) {
    if (kept.has(name)) continue
    const table = name.slice('audit_row_'.length)
    await owner.query(
      `drop function ${name} cascade; drop function if exists audit_together_${table} cascade;
       drop trigger if exists audit_truncated on ${table}`,
    )
  }
  for (const recorded of wanted) {
    const text = triggerOf(recorded)
    const mark = createHash('sha256').update(text).digest('hex')
    if (marks.get(`audit_row_${recorded.table}`) === mark) continue
    await owner.query(`begin; ${text}; comment on function audit_row_${recorded.table} is '${mark}'; commit`)
  }
}

function recordedOf(table: string, found: readonly Found[], of?: Entity): Recorded {
  const columns = found.filter((column) => column.table_name === table)
  const has = (name: string) => columns.some((column) => column.column_name === name)
  if (columns.length === 0) throw new Error(`the table ${table} is to be audited, and is not there`)
  const kept = columns
    .filter(
      ({ column_name }) => !NEVER.has(column_name) && (!of || column_name in of.fields || column_name === 'deleted_at'),
    )
    .map(({ column_name, type }) => ({ name: column_name, long: type === 'text' }))
  const isHidden = ({ name }: Column) =>
    !of || (of.fields[name] !== undefined && hintsOf(of.fields[name]).secret === true)
  return {
    table,
    tenant: has('tenant_id') ? 'tenant_id' : 'id',
    id: has('id') ? 'id' : has('user_id') ? 'user_id' : '',
    shown: kept.filter((column) => !isHidden(column)),
    hidden: kept.filter(isHidden),
    many: false,
  }
}

const quoted = (name: string) => `"${name}"`
/** A row of a trigger, or one of those that a statement made. */
type Side = 'old' | 'new' | 'one'
const valueOf = (row: Side, { name, long }: Column) =>
  long ? `left(${row}.${quoted(name)}, ${LONGEST})` : `${row}.${quoted(name)}`

function objectOf(row: Side, columns: readonly Column[]): string {
  const pairs = columns.map((column) => `'${column.name}', ${valueOf(row, column)}`)
  // A function takes at most 100 arguments; only the slower jsonb can be joined.
  if (pairs.length < 50) return `json_build_object(${pairs.join(', ')})`
  return `(${chunks(pairs, 40)
    .map((part) => `jsonb_build_object(${part.join(', ')})`)
    .join(' || ')})`
}

/** The function and the triggers of a table, as SQL that can be run again. */
function triggerOf({ table, tenant, id, shown, hidden, many }: Recorded): string {
  const name = `audit_row_${table}`
  const head = (row: Side, op: string) =>
    `'{"table":"${table}","op":"${op}","id":' || ${id ? `to_json(${row}.${id})::text` : `'null'`}`
  const all = (row: Side, key: string) => (shown.length === 0 ? `''` : `',"${key}":' || ${objectOf(row, shown)}::text`)
  const names = hidden.length > 0 ? `',"hidden":${JSON.stringify(hidden.map((column) => column.name))}'` : `''`
  const changed = [
    ...shown.map(
      (column) => `    if new.${quoted(column.name)} is distinct from old.${quoted(column.name)} then
      was := was || ',"${column.name}":' || coalesce(to_json(${valueOf('old', column)})::text, 'null');
      is_now := is_now || ',"${column.name}":' || coalesce(to_json(${valueOf('new', column)})::text, 'null');
    end if;`,
    ),
    ...hidden.map(
      ({ name: column }) => `    if new.${quoted(column)} is distinct from old.${quoted(column)} then
      unsaid := unsaid || ',"${column}"';
    end if;`,
    ),
  ]
  return `
create or replace function ${name}() returns trigger language plpgsql as $audit$
declare
  was text := '';
  is_now text := '';
  unsaid text := '';
begin
  if tg_op = 'INSERT' then
    was := ${head('new', 'insert')} || ${all('new', 'after')} || ${names} || '}';
    -- The first change of a transaction of ours, without a call.
    if current_setting('app.audit', true) <> '' and coalesce(current_setting('app.audit_changes', true), '') = '' then
      perform set_config('app.audit_changes', was, true);
    else
      perform audit_take(new.${tenant}, '${table}', was);
    end if;
  elsif tg_op = 'DELETE' then
    perform audit_take(old.${tenant}, '${table}', ${head('old', 'delete')} || ${all('old', 'before')} || ${names} || '}');
  else
${changed.join('\n')}
    if was <> '' or unsaid <> '' then
      perform audit_take(new.${tenant}, '${table}', ${head('new', 'update')}
        || case when was <> '' then ',"before":{' || substr(was, 2) || '},"after":{' || substr(is_now, 2) || '}' else '' end
        || case when unsaid <> '' then ',"hidden":[' || substr(unsaid, 2) || ']' else '' end || '}');
    end if;
  end if;
  return null;
end $audit$;
create or replace trigger audit_row after ${many ? 'update or delete' : 'insert or update or delete'} on ${table} for each row execute function ${name}();
${many ? together(table, tenant, `${head('one', 'insert')} || ${all('one', 'after')} || ${names} || '}'`) : `drop trigger if exists audit_rows on ${table}; drop function if exists audit_together_${table}()`};
create or replace trigger audit_truncated after truncate on ${table} for each statement execute function audit_truncated()`
}

/** Records the rows that one statement made, as many in a piece as one entry holds; `offset 0` = each line is made once. */
const together = (table: string, tenant: string, told: string) => `
create or replace function audit_together_${table}() returns trigger language plpgsql as $audit$
declare
  piece record;
begin
  if coalesce(current_setting('app.audit', true), '') = '' then
    perform audit_take(one.${tenant}, '${table}', ${told}) from made as one;
    return null;
  end if;
  for piece in
    select tenant, string_agg(told, ',') as told from (
      select one.${tenant} as tenant, line.told, sum(octet_length(line.told)) over (rows unbounded preceding) / ${MOST_TOGETHER} as part
      from made as one, lateral (select ${told} as told offset 0) as line) as lines
    group by tenant, part order by part
  loop
    perform audit_take(piece.tenant, '${table}', piece.told);
  end loop;
  return null;
end $audit$;
create or replace trigger audit_rows after insert on ${table} referencing new table as made for each statement execute function audit_together_${table}()`

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_none, index) => all.slice(index * size, (index + 1) * size))
