// What the handlers of imports work on.
import { jobKind } from '#kernel/server/jobs.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Generated } from 'kysely'
import { ImportRun, importRunChanged, type ImportRow, type Outcome } from '../contract.ts'

export const tables = [ImportRun] as const

/** Why a row was not taken, or not wholly. */
export type Fault = { field: string; code: string; params?: Record<string, string | number> }

export type RowTable = {
  import_rows: {
    tenant_id: Generated<string>
    run: string
    place: number
    line: number
    cells: string[]
    outcome: Outcome
    faults: Fault[] | null
    is_written: Generated<boolean>
    record: string | null
    before: Record<string, unknown> | null
    after: Record<string, unknown> | null
    version: number | null
  }
}
export type ImportContext = Context<TablesOf<typeof tables> & RowTable>
export const runFields = Object.keys(ImportRun.fields) as (keyof ImportRow)[]

/** Goes on with one import, in whichever state it is. */
export const workJob = jobKind<{ run: string }>('imports.work')

const STRUCTURES = ['format', 'mapping', 'columns', 'counts'] as const

/** Structured values as the driver wants them. */
export const stored = (values: Partial<ImportRow>): Partial<ImportRow> => ({
  ...values,
  ...Object.fromEntries(STRUCTURES.filter((name) => values[name]).map((name) => [name, JSON.stringify(values[name])])),
})

/** Writes down where an import is, and tells its owner. */
export async function save({ db, emit }: ImportContext, id: string, values: Partial<ImportRow>): Promise<ImportRow> {
  const row = await db
    .updateTable('import_runs')
    .set(stored(values))
    .where('id', '=', id)
    .returning(runFields)
    .executeTakeFirstOrThrow()
  emit(importRunChanged, { import_run: row })
  return row
}
