// What the handlers of deals work on.
import type { Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Column } from '#kernel/server/order/place.ts'
import type { Generated } from 'kysely'
import { Deal, type DealRow, LossReason, Pipeline, PipelineStage, type QUOTE_LANGUAGES } from '../contract.ts'

export const tables = [Deal, Pipeline, PipelineStage, LossReason] as const

export type Beside = {
  /** Mirrors the tags, for filters. */
  deal_tags: { tenant_id: Generated<string>; tag: string; deal: string }
  deal_stays: {
    tenant_id: Generated<string>
    deal: string
    since: string
    stage: string
    until: string | null
    actor: string | null
  }
  quotes: {
    tenant_id: Generated<string>
    id: Generated<string>
    deal: string
    number: number
    language: (typeof QUOTE_LANGUAGES)[number]
    issued_on: string
    valid_until: string
    amount: number
    currency: string
    author: string | null
    name: string
    file: string
  }
}

export type DealContext = Context<TablesOf<typeof tables> & Beside>
export type StageRow = Row<typeof PipelineStage>

/** Column lists with their types, for `returning` and `select`. */
export const dealFields = Object.keys(Deal.fields) as (keyof DealRow)[]
export const stageFields = Object.keys(PipelineStage.fields) as (keyof StageRow)[]

/** The deals of a stage, in the order people gave them. */
export const columnOf = (stage: string): Column => ({ table: Deal.table, field: 'stage', value: stage })
