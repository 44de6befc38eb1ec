// Idempotency-Key: an effect happens once for a key, and its answer is given again to whoever repeats the request.
import { sql } from 'kysely'
import type { Action } from '../../contract/index.ts'
import { conflict } from '../../contract/index.ts'
import type { Db } from '../database/index.ts'

/** A request that may be repeated: whose it is and what it asks. */
export type Once = {
  tenant_id: string
  /** Who asks; another account's key of the same name is another key. */
  account: string
  key: string
  /** Stands for method, path and input. Of an upload it is known when its body is through, and waits for that. */
  fingerprint: () => Promise<string>
  /** The transaction belongs to the platform, not to the account's tenant. */
  across: boolean
  /** The answer was that of an earlier request. */
  replayed: boolean
  /** The answer is stored, in the transaction of the effect. */
  kept: boolean
}

/** For how long a repeated request gets the first one's answer. */
export const KEPT_HOURS = 24

/**
 * Whether an action's answers may be stored: it changes something, answers JSON, and holds no secret. Keys sent to other
 * actions are ignored.
 */
export const isKept = ({ kind, session, raw, secret }: Action): boolean =>
  kind === 'command' && session === undefined && raw !== 'answer' && secret !== true

type Row = { fingerprint: string; answer: string }
export type Found = { answer: unknown }

/**
 * Takes the key for this transaction, and waits while another one holds it. Answers what an earlier request was
 * answered, or null when this is the first. Throws 409 when the earlier one asked for something else.
 */
export async function claim(db: Db, once: Once): Promise<Found | null> {
  const { tenant_id, account, key } = once
  const taken = sql<{ key: string }>`
    insert into idempotency_keys (tenant_id, account, key) values (${tenant_id}, ${account}, ${key})
    on conflict (tenant_id, account, key) do update set created_at = now(), fingerprint = null, answer = null
    where idempotency_keys.created_at < now() - make_interval(hours => ${sql.lit(KEPT_HOURS)})
    returning key`
  const { rows } = await asItsTenant(db, once, () => taken.execute(db)).catch((error: { code?: string }) => {
    // The first one takes longer than a lock is waited for.
    throw error.code === '55P03' ? conflict('idempotency.running') : error
  })
  return rows.length > 0 ? null : recall(db, once)
}

/** What an earlier request with this key was answered; null when there was none. Throws 409 when it asked for something else. */
export async function recall(db: Db, once: Once): Promise<Found | null> {
  const { tenant_id, account, key } = once
  const asked = sql<Row>`
    select fingerprint, answer from idempotency_keys
    where tenant_id = ${tenant_id} and account = ${account} and key = ${key}
      and created_at >= now() - make_interval(hours => ${sql.lit(KEPT_HOURS)})`
  const [row] = (await asItsTenant(db, once, () => asked.execute(db))).rows
  if (!row) return null
  if (row.fingerprint !== (await once.fingerprint())) throw conflict('idempotency.reused')
  once.replayed = true
  return { answer: JSON.parse(row.answer) }
}

/** Stores the answer of a claimed key, to be committed with its effect. */
export async function keep(db: Db, once: Once, answer: unknown): Promise<void> {
  const { tenant_id, account, key } = once
  const fingerprint = await once.fingerprint()
  const stored = sql`
    update idempotency_keys set fingerprint = ${fingerprint}, answer = ${JSON.stringify(answer ?? null)}
    where tenant_id = ${tenant_id} and account = ${account} and key = ${key}`
  await asItsTenant(db, once, () => stored.execute(db))
  once.kept = true
}

/** The key stands among its account's own tenant's rows, also when the transaction is the platform's. */
async function asItsTenant<T>(db: Db, { across, tenant_id }: Once, work: () => Promise<T>): Promise<T> {
  if (!across) return work()
  await sql`select set_config('app.tenant_id', ${tenant_id}, true)`.execute(db)
  const result = await work()
  await sql`select set_config('app.tenant_id', '', true)`.execute(db)
  return result
}
