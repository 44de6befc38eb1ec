// Whose turn it is: of one person's runs one goes on at a time, in one process at a time.
import { sql } from 'kysely'
import { ACTIVE, type BulkRunRow } from '../contract.ts'
import { type BulkContext, runFields } from './tables.ts'

const turnOf = (owner: string) => sql`hashtextextended(${`bulk ${owner}`}, 0)`

/** Waits for the turn and holds it to the end of the transaction. */
export const takeTurn = async ({ db }: BulkContext, owner: string): Promise<void> =>
  void (await sql`select pg_advisory_xact_lock(${turnOf(owner)})`.execute(db))

/** Takes the turn when nobody has it and no other run of the person waits; then a small run may be done at once. */
export async function isFree({ db, actor }: BulkContext, run: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${turnOf(actor.user_id)}) as taken`.execute(db)
  if (!rows[0]!.taken) return false
  const other = await db
    .selectFrom('bulk_runs')
    .select('id')
    .where('owner', '=', actor.user_id)
    .where('state', 'in', ACTIVE)
    .where('id', '<>', run)
    .executeTakeFirst()
  return !other
}

/** The run that goes on now: the oldest of a person's that is not over. */
export const oldest = ({ db }: BulkContext, owner: string): Promise<BulkRunRow | undefined> =>
  db
    .selectFrom('bulk_runs')
    .select(runFields)
    .where('owner', '=', owner)
    .where('state', 'in', ACTIVE)
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst() as Promise<BulkRunRow | undefined>
