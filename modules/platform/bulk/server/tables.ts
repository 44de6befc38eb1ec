// What the handlers of runs work on.
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import type { Generated } from 'kysely'
import { BulkRun, type BulkRunRow } from '../contract.ts'

export const tables = [BulkRun] as const
export type ItemTable = {
  bulk_items: {
    tenant_id: Generated<string>
    run: string
    place: number
    record: string
    is_changed: Generated<boolean>
    before: Record<string, unknown> | null
    after: Record<string, unknown> | null
  }
}
export type BulkContext = Context<TablesOf<typeof tables> & ItemTable>
export const runFields = Object.keys(BulkRun.fields) as (keyof BulkRunRow)[]

/** Goes on with what one person has asked for, until nothing is left. */
export const workJob = jobKind<{ owner: string }>('bulk.work')
