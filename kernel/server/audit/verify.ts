// Proves a chain, or finds its first broken link: read in pages, so that a chain of any length takes the same memory.
import { sql } from 'kysely'
import type { Platform } from '../context.ts'
import type { Db } from '../database/index.ts'
import { BEGINNING, commitment, hashOf, headKey, headMac, type Sealed } from './chain.ts'
import { readCheckpoints } from './checkpoint.ts'

/** Why a chain is broken at `seq`; codes are text keys under `audit.broken.`. */
export type Broken = {
  seq: number
  id: string | null
  reason:
    | 'missing'
    | 'linked'
    | 'changed'
    | 'details_changed'
    | 'details_missing'
    | 'end_missing'
    | 'end_forged'
    | 'shorter_than_noted'
    | 'rewritten'
}
export type Verdict = {
  ok: boolean
  /** How many entries were looked at, and of how many the details are erased. */
  checked: number
  erased: number
  from: number
  to: number
  /** Where to go on; null when the end was reached. */
  next: number | null
  broken: Broken | null
}

const PAGE = 1_000

type Stored = Sealed & {
  hash: string
  origin: string | null
  origin_salt: string | null
  changes: string | null
  changes_salt: string | null
  details: boolean
}

/** Checks a tenant's chain from `from` on, at most `most` entries, and its end when it gets there. */
export async function verifyChain(
  { database, config }: Platform,
  tenant: string,
  { from = 1, most = Number.MAX_SAFE_INTEGER }: { from?: number; most?: number } = {},
): Promise<Verdict> {
  const key = headKey(config.secretKey)
  const noted = (await readCheckpoints(config.dataDir, key)).get(tenant)
  const inTenant = <T>(work: (db: Db) => Promise<T>) => database.tenant(tenant, 'read', work)
  // The head first: what is sealed from now on lies behind it and is not our business.
  const head = await inTenant((db) => db.selectFrom('audit_heads').select(['seq', 'hash', 'mac']).executeTakeFirst())
  const end = (head?.['seq'] as number | undefined) ?? 0
  const verdict: Verdict = { ok: true, checked: 0, erased: 0, from, to: from - 1, next: null, broken: null }
  const broken = (seq: number, id: string | null, reason: Broken['reason']): Verdict => ({
    ...verdict,
    ok: false,
    broken: { seq, id, reason },
  })

  let last = from === 1 ? BEGINNING : await inTenant((db) => hashAt(db, from - 1))
  let next = from
  for (;;) {
    const left = most - verdict.checked
    if (left <= 0) return { ...verdict, next: next <= end ? next : null }
    const rows = await inTenant((db) => page(db, next, end, Math.min(PAGE, left)))
    for (const row of rows) {
      if (row.seq !== next) return broken(next, null, 'missing')
      const { fault, erased } = judged(row, tenant, last)
      if (fault) return broken(row.seq, row.id, fault)
      if (noted && noted.seq === row.seq && noted.hash !== row.hash) return broken(row.seq, row.id, 'rewritten')
      if (erased) verdict.erased += 1
      last = row.hash
      next += 1
      verdict.checked += 1
      verdict.to = row.seq
    }
    if (rows.length < Math.min(PAGE, left)) break
  }

  if (next <= end) return broken(next, null, 'missing')
  if (!head) return noted || (await inTenant(hasNoEnd)) ? broken(1, null, 'end_missing') : verdict
  if (head['mac'] !== headMac(key, tenant, end, head['hash'] as string)) return broken(end, null, 'end_forged')
  if (end > 0 && verdict.to === end && last !== head['hash']) return broken(end, null, 'rewritten')
  if (noted && noted.seq > end) return broken(end + 1, null, 'shorter_than_noted')
  return verdict
}

/** What is wrong with an entry by itself and as the one after `last`, and whether details of it are erased. */
function judged(row: Stored, tenant: string, last: string): { fault: Broken['reason'] | null; erased: boolean } {
  const parts = [
    stateOf(row.origin, row.origin_salt, row.origin_mac),
    stateOf(row.changes, row.changes_salt, row.changes_mac),
  ]
  const faults: readonly [Broken['reason'], boolean][] = [
    ['linked', row.prev_hash !== last],
    ['changed', hashOf({ ...row, tenant_id: tenant }) !== row.hash],
    ['details_missing', !row.details],
    ['details_changed', parts.includes('changed')],
  ]
  return { fault: faults.find(([, is]) => is)?.[0] ?? null, erased: parts.includes('erased') }
}

/** Whether there are entries and no head, in one statement: the first ones may be sealed just now. */
const hasNoEnd = async (db: Db): Promise<boolean> =>
  (await db
    .selectFrom('audit_entries')
    .select('seq')
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('audit_heads').select('seq'))))
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Whether a part is what was committed to, was erased, or is something else. */
function stateOf(text: string | null, salt: string | null, mac: string): 'kept' | 'erased' | 'changed' {
  if (text === null && salt === null && mac !== '') return 'erased'
  return commitment(text, salt) === mac ? 'kept' : 'changed'
}

const hashAt = async (db: Db, seq: number): Promise<string> =>
  (
    (await db.selectFrom('audit_entries').select('hash').where('seq', '=', seq).executeTakeFirst()) as
      | { hash: string }
      | undefined
  )?.hash ?? ''

async function page(db: Db, from: number, to: number, limit: number): Promise<Stored[]> {
  return (await db
    .selectFrom('audit_entries as e')
    .leftJoin('audit_details as d', (join) =>
      join.onRef('d.tenant_id', '=', 'e.tenant_id').onRef('d.position', '=', 'e.position'),
    )
    .selectAll('e')
    .select(['d.origin', 'd.origin_salt', 'd.changes', 'd.changes_salt'])
    .select(sql<boolean>`d.id is not null and d.id = e.id`.as('details'))
    .where('e.seq', '>=', from)
    .where('e.seq', '<=', to)
    .orderBy('e.seq')
    .limit(sql.lit(limit))
    .execute()) as Stored[]
}
