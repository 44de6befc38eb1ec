// What the handlers and the worker of exports work on.
import { jobKind } from '#kernel/server/jobs.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { ExportRun, exportRunChanged, type ExportRow } from '../../contract.ts'

export type ExportContext = Context<TablesOf<[typeof ExportRun]>>
export const exportFields = Object.keys(ExportRun.fields) as (keyof ExportRow)[]

/** Writes the file of one run. */
export const exportJob = jobKind<{ run: string }>('exports.write')

/** Writes down where an export is, and tells its owner. */
export async function saveExport(
  { db, emit }: ExportContext,
  id: string,
  values: Partial<ExportRow>,
): Promise<ExportRow> {
  const row = await db
    .updateTable('export_runs')
    .set(values)
    .where('id', '=', id)
    .returning(exportFields)
    .executeTakeFirstOrThrow()
  emit(exportRunChanged, { export_run: row as ExportRow })
  return row as ExportRow
}
