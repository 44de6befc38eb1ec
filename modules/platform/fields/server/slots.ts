// Which column lists filter a field by, and putting the values of old records into it.
import { sql } from 'kysely'
import {
  CustomField,
  type FieldDefinition,
  invalid,
  NUMBER_SLOTS,
  TEXT_SLOTS,
  type Entity,
} from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { freeWorker, jobKind } from '#kernel/server/jobs.ts'
import { fieldsChanged } from '../contract.ts'

const MOST_FILTERABLE = TEXT_SLOTS + NUMBER_SLOTS
const BATCH = 500

const named = (kind: 't' | 'n', count: number) =>
  Array.from({ length: count }, (_, index) => `custom_${kind}${index + 1}`)

/** A free column for a field; null for one of several choices, which has a table. Throws 422 when all are taken. */
export function freeSlot(type: FieldDefinition['type'], others: readonly FieldDefinition[]): string | null {
  const filterable = others.filter((one) => one.filterable && !one.archived)
  const taken = new Set(filterable.map(({ slot }) => slot))
  const all = type === 'number' ? named('n', NUMBER_SLOTS) : named('t', TEXT_SLOTS)
  const free = all.find((name) => !taken.has(name))
  if (filterable.length >= MOST_FILTERABLE || (!free && type !== 'choices'))
    throw invalid([{ pointer: '/filterable', code: 'too_many_filterable' }])
  return type === 'choices' ? null : free!
}

/** Whether no record has anything in a column: what stood there belonged to another field. */
export async function isClean({ db }: Context, of: Entity, slot: string | null): Promise<boolean> {
  if (slot === null) return true
  const { rows } =
    await sql`select from ${sql.table(of.table)} where ${sql.ref(slot)} is not null and deleted_at is null limit 1`.execute(
      db,
    )
  return rows.length === 0
}

type Refill = { field: string }
export const refilling = jobKind<Refill>('fields.refill')

/** Puts the values of all records of a kind where a field's filter and the search look for them. */
async function refill(platform: Platform, tenantId: string, { field: id }: Refill): Promise<void> {
  const within = <T>(work: (context: Context) => Promise<T>) =>
    platform.within(systemOf(tenantId), { cause: refilling.queue }, work)
  const field = await within(async ({ db }) => {
    const row = await db.selectFrom('custom_fields').selectAll().where('id', '=', id).executeTakeFirst()
    return row as FieldDefinition | undefined
  })
  const of = field && platform.entities.find(({ name }) => name === field.entity)
  if (!field || !of) return
  const stale = field.slot ? sql`or ${sql.ref(field.slot)} is not null` : sql``
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const ids = await within(async ({ db }) => {
      // It is no change of the record: nobody's copy gets stale.
      await sql`select set_config('app.upkeep', 'on', true)`.execute(db)
      const { rows } = await sql<{ id: string }>`
        select id from ${sql.table(of.table)} where id > ${after} and (custom <> '{}' ${stale}) order by id limit ${sql.lit(BATCH)}`.execute(
        db,
      )
      if (rows.length > 0)
        await sql`update ${sql.table(of.table)} set custom = custom where id in (${sql.join(rows.map((row) => row.id))})`.execute(
          db,
        )
      return rows.map((row) => row.id)
    })
    if (ids.length < BATCH) break
    after = ids.at(-1)!
  }
  await within(async ({ db, emit }) => {
    const done = await db
      .updateTable('custom_fields')
      .set({ ready: true })
      .where('id', '=', id)
      .where('filterable', '=', true)
      .where('slot', field.slot === null ? 'is' : '=', field.slot)
      .executeTakeFirst()
    if (done.numUpdatedRows > 0n) emit(fieldsChanged, { id, tenant: tenantId, entity: field.entity })
  })
}

export const slotJobs = [freeWorker(refilling, refill)]

export const fieldColumns = Object.keys(CustomField.fields)
