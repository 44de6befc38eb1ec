// A run is asked for: checked, its records fixed, and done at once where they are few.
import { forbidden, invalid, parse, type Parsed, Problem, type Refusal } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import type { Bulkable } from '#kernel/server/bulk/bulkable.ts'
import { conditionsOf } from '#kernel/server/asks/ask.ts'
import { asksOf, ownFields } from '#kernel/server/asks/asked.ts'
import { runShape, slot } from '#kernel/server/database/statement/shape.ts'
import { parseFilters } from '#kernel/server/views/viewed.ts'
import { sql } from 'kysely'
import { type bulk, bulkRunChanged, type BulkRunRow, MOST_RECORDS, PIECE } from '../contract.ts'
import { isFree } from './queue.ts'
import { type BulkContext, runFields, workJob } from './tables.ts'
import { step } from './step.ts'

type Asked = Parsed<typeof bulk.start>

// Of a list's input what does not choose records.
const NOT_FILTERS = ['sort', 'fields', 'limit', 'cursor', 'total']

export async function start(context: BulkContext, asked: Asked): Promise<BulkRunRow> {
  const { db, actor, emit, enqueue } = context
  const kind = kindOf(context, asked)
  checkInput(kind, asked.input)
  if (!may(actor, kind.action.can)) throw forbidden(kind.action.can)
  const { entity, action, input } = asked
  const run = (await db
    .insertInto('bulk_runs')
    .values({
      entity,
      action,
      input: JSON.stringify(input) as never,
      owner: actor.user_id,
      state: 'queued',
      total: 0,
      done: 0,
      changed: 0,
      skipped: '[]' as never,
      undone: 0,
      undo_skipped: '[]' as never,
      undo_until: null,
      ended_at: null,
      failures: 0,
    })
    .returning(['id'])
    .executeTakeFirstOrThrow()) as { id: string }
  const total = await fix(context, kind, run.id, asked.selection)
  if (total > MOST_RECORDS) throw new Problem('bulk_run.too_many', 422, { maximum: MOST_RECORDS })
  const row = (await db
    .updateTable('bulk_runs')
    .set({ total })
    .where('id', '=', run.id)
    .returning(runFields)
    .executeTakeFirstOrThrow()) as BulkRunRow
  if (total <= PIECE && (await isFree(context, run.id))) return step(context, row)
  emit(bulkRunChanged, { bulk_run: row })
  await enqueue(workJob, { owner: actor.user_id })
  return row
}

function kindOf({ platform }: BulkContext, { entity, action }: Asked): Bulkable {
  const kind = platform.bulkables.get(action)
  if (!platform.entities.some(({ name }) => name === entity)) throw refusal('/entity', 'unknown_reference')
  if (kind?.of.name !== entity) throw refusal('/action', 'not_for_many')
  return kind
}

const refusal = (pointer: string, code: string) => invalid([{ pointer, code }])

/** The command's own schema says what it may be given; a record's id stands in for those that follow. */
function checkInput({ action, takes }: Bulkable, input: Asked['input']): void {
  const strange = Object.keys(input).filter((name) => !takes.includes(name))
  const within = (refusals: readonly Refusal[]) =>
    invalid(refusals.map((one) => ({ ...one, pointer: `/input${one.pointer}` })))
  if (strange.length > 0) throw within(strange.map((name) => ({ pointer: `/${name}`, code: 'not_for_many' })))
  if (takes.length > 0 && Object.keys(input).length === 0) throw within([{ pointer: '', code: 'required' }])
  try {
    parse(action.in, { ...input, id: '00000000-0000-7000-8000-000000000000' })
  } catch (error) {
    if (error instanceof Problem && error.refusals.length > 0) throw within(error.refusals)
    throw error
  }
}

/** Writes down the records of a run, those that this tenant has, in one statement; answers how many, counted to one more than it may have. */
async function fix(
  context: BulkContext,
  kind: Bulkable,
  run: string,
  { ids, filter, except }: Asked['selection'],
): Promise<number> {
  if ((ids === undefined) === (filter === undefined)) throw refusal('/selection', 'one_of_both')
  const chosen = ids ? [...new Set(ids)] : await found(context, kind, filter!, except)
  const { numAffectedRows } = await sql`
    insert into bulk_items (run, place, record)
    select ${run}::uuid, row_number() over (order by place), record
    from jsonb_array_elements_text(${JSON.stringify(chosen)}::jsonb) with ordinality as one (text, place),
      lateral (select text::uuid as record) as typed
    where record in (select id from ${sql.table(kind.of.table)})`.execute(context.db)
  return Number(numAffectedRows)
}

async function found(
  context: BulkContext,
  { of }: Bulkable,
  filter: Record<string, unknown>,
  except: readonly string[],
): Promise<string[]> {
  const { db, actor, platform } = context
  const viewed = platform.viewed.get(of.name)
  if (!viewed) throw refusal('/selection/filter', 'no_views')
  if (!may(actor, viewed.list.can)) throw forbidden(viewed.list.can)
  const asked = Object.fromEntries(Object.entries(filter).filter(([name]) => !NOT_FILTERS.includes(name)))
  const filters = parseFilters(viewed, asked, '/selection/filter')
  const own = await ownFields(db, actor, of, filters)
  const options = { ...(await viewed.options(context, filters)), permission: viewed.list.can, own }
  const asks = asksOf(of, actor, filters, options)
  const values = asks.flatMap((one) => one.values)
  const rows = await runShape<{ id: string }>(db, null, [...values, JSON.stringify(except)], () => {
    const conditions = conditionsOf(asks)
    const without = sql<boolean>`not (${slot(values.length)}::jsonb ? id::text)`
    return db
      .selectFrom(of.table as never)
      .select('id' as never)
      .where('deleted_at' as never, 'is', null as never)
      .where((eb) => eb.and([...conditions, ...(except.length > 0 ? [without] : [])]))
      .orderBy('id' as never)
      .limit(sql.lit(MOST_RECORDS + 1))
  })
  return rows.map(({ id }) => id)
}
