// The records that a run changes, as far as it keeps them.
import { isDeepStrictEqual } from 'node:util'
import { Problem } from '#kernel/contract/index.ts'
import type { Bulkable, Values } from '#kernel/server/bulk/bulkable.ts'
import { sql } from 'kysely'
import { MOST_NAMED, type Skipped } from '../contract.ts'
import type { BulkContext } from './tables.ts'

type Stored = { record: string; kept: Values }

/** What a run keeps of some records, as JSON; locked in the order of their ids, so that two runs never wait for each other. */
export async function kept(
  { db }: BulkContext,
  { of, keeps }: Bulkable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Values>> {
  const columns = keeps.flat().map((name) => sql`${sql.lit(name)}, ${sql.ref(name)}`)
  const { rows } = await sql<Stored>`
    select id as record, jsonb_build_object(${sql.join(columns)}) as kept from ${sql.table(of.table)}
    where id = any(${ids}::uuid[]) order by id for update`.execute(db)
  return new Map(rows.map((row) => [row.record, row.kept]))
}

/** What became different, as it was and as it is; null where nothing did. */
export function difference(before: Values, after: Values): { before: Values; after: Values } | null {
  const names = Object.keys(before).filter((name) => !isDeepStrictEqual(before[name], after[name]))
  if (names.length === 0) return null
  const only = (values: Values) => Object.fromEntries(names.map((name) => [name, values[name]]))
  return { before: only(before), after: only(after) }
}

/** The values to give back: of every group that still is as the run left it. */
export function givenBack({ keeps }: Bulkable, before: Values, after: Values, now: Values): Values | null {
  const groups = keeps
    .map((group) => group.filter((name) => name in before))
    .filter((group) => group.length > 0 && group.every((name) => isDeepStrictEqual(now[name], after[name])))
  if (groups.length === 0) return null
  return Object.fromEntries(groups.flat().map((name) => [name, before[name]]))
}

/** Does something to one record; answers the code of its refusal, null when it was done. */
export async function tried({ attempt, log }: BulkContext, work: () => Promise<unknown>): Promise<string | null> {
  try {
    await attempt(work)
    return null
  } catch (error) {
    if (error instanceof Problem) return error.refusals[0]?.code ?? error.code
    // One record must not hold up the others: a lost connection throws again at the next statement.
    log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'bulk record')
    return 'internal'
  }
}

/** Counts reasons, and names the first records of all. */
export function withSkipped(skipped: Skipped, more: readonly { code: string; id: string }[]): Skipped {
  const all = skipped.map((one) => ({ ...one, ids: [...one.ids] }))
  let named = all.reduce((sum, { ids }) => sum + ids.length, 0)
  for (const { code, id } of more) {
    let reason = all.find((one) => one.code === code)
    if (!reason) all.push((reason = { code, count: 0, ids: [] }))
    reason.count += 1
    if (named < MOST_NAMED) {
      reason.ids.push(id)
      named += 1
    }
  }
  return all
}
