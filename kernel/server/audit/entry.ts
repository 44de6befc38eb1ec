// One entry of the audit, as it is written in the transaction of its cause.
import { randomUUID } from 'node:crypto'
import { CompiledQuery } from 'kysely'
import type { Action } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { RequestMeta } from '../context.ts'
import type { Db } from '../database/index.ts'

/** Ids and codes: what is sealed into the chain and never erased. It holds no personal text. */
export type Facts = {
  actor_kind: 'person' | 'system' | 'anonymous' | 'database'
  actor_id?: string | null
  role?: string
  session_id?: string | null
  /** An action's name, or that of the job or subscription which acted. */
  action: string
  entity?: string
  about_id?: string | null
  outcome?: 'done' | 'refused' | 'failed'
  /** Why it was refused. */
  code?: string
  request_id?: string
  channel?: string
  /** How many alike the entry stands for. */
  count?: number
}

/** From where, and what was typed: erased with the person. */
export type Origin = { address?: string; user_agent?: string; typed?: string; asked?: unknown }

export type Entry = { id: string; tenant_id: string; facts: Facts; origin: Origin }

/** The chain of what belongs to no tenant: strangers, and the platform's own doings. */
export const PLATFORM_CHAIN = '00000000-0000-0000-0000-000000000000'

/** What leads to entries: one action, job or subscription, and what its handler adds. */
export type Cause = {
  name: string
  action?: Action
  /** Who asked, where the work is done as the system. */
  actor?: Actor
  input?: unknown
  /** What the handler says beyond what can be seen from outside. */
  facts: Partial<Facts>
  origin: Origin
  /** Tenants that a refusal concerns, where the caller belongs to none. */
  tenants?: readonly string[]
  /** Whether an entry stands in the database already. */
  recorded: boolean
}

export const causeOf = (name: string, action?: Action, actor?: Actor, input?: unknown): Cause => ({
  name,
  ...(action ? { action, actor: actor!, input } : {}),
  facts: {},
  origin: {},
  recorded: false,
})

/** What can be told from outside: who, what, on which record, from where. */
export function entryOf(id: string, cause: Cause, doer: Actor, meta: RequestMeta, result?: unknown): Entry {
  const asked = cause.actor?.kind === 'person' && doer.kind === 'system' ? cause.actor : doer
  const { action } = cause
  return {
    id,
    tenant_id: doer.kind === 'anonymous' ? PLATFORM_CHAIN : doer.tenant_id,
    facts: {
      actor_kind: asked.kind,
      ...(asked.kind === 'person' ? { actor_id: asked.user_id, session_id: asked.session_id } : {}),
      role: asked.role,
      action: cause.name,
      ...(action?.about ? { entity: action.about.name } : {}),
      ...(action ? { about_id: idIn(cause.input) ?? idIn(result) } : {}),
      request_id: meta.request_id,
      channel: meta.channel,
      ...cause.facts,
    },
    origin: { address: meta.address, user_agent: meta.user_agent, ...cause.origin },
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function idIn(value: unknown): string | null {
  const id = (value as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' && UUID.test(id) ? id : null
}

const GATHERED = `coalesce(current_setting('app.audit_changes', true), '')`
const COLUMNS = `insert into audit_details (id, facts, origin, origin_salt, changes_salt, changes)`
const ALWAYS = `${COLUMNS} values ($1, $2, $3, $4, $5, nullif('[' || ${GATHERED} || ']', '[]'))`
const IF_CHANGED = `${COLUMNS} select $1::uuid, $2, $3, $4::uuid, $5::uuid, '[' || ${GATHERED} || ']' where ${GATHERED} <> ''`

/**
 * Writes an entry with the changes gathered in this transaction; with `onlyChanges` none where nothing changed. The
 * statement is sent at once and may travel with others. Answers whether an entry was written.
 */
export async function writeEntry(db: Db, { id, facts, origin }: Entry, onlyChanges = false): Promise<boolean> {
  const statement = onlyChanges ? IF_CHANGED : ALWAYS
  const { numAffectedRows } = await db.executeQuery(
    CompiledQuery.raw(statement, [id, JSON.stringify(facts), JSON.stringify(origin), randomUUID(), randomUUID()]),
  )
  return numAffectedRows === 1n
}

/** Turns the rest of a transaction to a tenant: for entries of transactions that were opened for none, or for another. */
export const turnTo = (db: Db, tenantId: string): Promise<unknown> =>
  db.executeQuery(CompiledQuery.raw(`select set_config('app.tenant_id', $1, true)`, [tenantId]))
