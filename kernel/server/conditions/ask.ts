// Conditions asked of the database: as a part of a list, and of records at hand.
import { sql } from 'kysely'
import type { Conditions, Entity } from '../../contract/index.ts'
import type { Context } from '../context.ts'
import type { Db } from '../database/index.ts'
import type { Ask } from '../asks/ask.ts'
import { offeredOn } from './offered.ts'
import { conditionPredicate } from './predicate.ts'

/** No condition that people put together may hold a connection for longer. */
const LONGEST_MS = 5_000

/** Conditions that `refuseConditions` passed, as a condition of a list. */
export async function conditionAsk(context: Context, of: Entity, conditions: Conditions): Promise<Ask> {
  const { actor, now } = context
  const offered = await offeredOn(context, of)
  return { shape: null, values: [], build: () => conditionPredicate(conditions, { of, actor, offered, now }) }
}

/**
 * What follows in this transaction may take `LONGEST_MS`, and is planned by its values: of conditions that were never asked
 * before a plan for any values knows nothing.
 */
export const bounded = (db: Db, ms: number = LONGEST_MS): Promise<unknown> =>
  sql`select set_config('statement_timeout', ${String(ms)}, true), set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(
    db,
  )

/** Holds for no record. */
export const nobody: Ask = { shape: 'nobody', values: [], build: () => sql<boolean>`false` }

/** Those of some records for which conditions hold, whoever may see them: `context` must be allowed to ask all of them. */
export async function heldBy(
  context: Context,
  of: Entity,
  conditions: Conditions,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { build } = await conditionAsk(context, of, conditions)
  const rows = await context.db
    .selectFrom(of.table)
    .select('id')
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .where(build(0))
    .execute()
  return new Set(rows.map(({ id }) => id as string))
}
