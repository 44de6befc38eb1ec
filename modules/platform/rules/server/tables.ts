// What the handlers of rules work on.
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import type { Generated } from 'kysely'
import { Rule, type RuleDraft, type RuleRow, RuleRun, type RuleRunRow } from '../contract.ts'

export const tables = [Rule, RuleRun] as const

export type Beside = {
  rule_revisions: {
    tenant_id: Generated<string>
    rule: string
    revision: number
    at: Generated<string>
    author: string | null
    said: RuleDraft
  }
  rule_secrets: {
    tenant_id: Generated<string>
    sealed: string
    made_at: string
    previous: string | null
    previous_until: string | null
  }
}

export type RuleContext = Context<TablesOf<typeof tables> & Beside>

/** Column lists with their types, for `returning` and `select`. */
export const ruleFields = Object.keys(Rule.fields) as (keyof RuleRow)[]
export const runFields = Object.keys(RuleRun.fields) as (keyof RuleRunRow)[]

/** For a `jsonb` column: the driver would take a list for an array of PostgreSQL's. */
export const json = <T>(value: T): T => (value === null ? value : (JSON.stringify(value) as T))
