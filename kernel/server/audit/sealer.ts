// Seals what the audit wrote: numbers the entries of each tenant and chains them, in the order of the settled log.
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, sql } from 'kysely'
import type { Platform } from '../context.ts'
import type { Db } from '../database/index.ts'
import { pulse } from '../events/pulse.ts'
import { alone, type Leading } from '../events/relay.ts'
import { BEGINNING, commitment, hashOf, headKey, headMac, type RowChange, type Sealed, touchedBy } from './chain.ts'
import { keepCheckpoint } from './checkpoint.ts'
import type { Facts, Origin } from './entry.ts'

const CONSUMER = 'audit sealer'
const BATCH = 200
// Sealing many at once costs a tenth of sealing each, and nobody reads an audit within the second.
const PAUSE_MS = 400
const RETRY_MS = 1_000
// Who does not lead looks this often whether it does by now.
const FOLLOW_MS = 5_000
const MOST_WORDS = 6_000

export type Sealer = { wake(settled: number): void; stop(): Promise<void> }

/** A written entry, not sealed yet. */
type Written = {
  tenant_id: string
  position: number
  id: string
  part_of: string | null
  at: string
  facts: string
  origin: string | null
  origin_salt: string | null
  changes: string | null
  changes_salt: string | null
}
/** With its changes, which are told three times over: parsed once. */
type Read = Written & { told: readonly RowChange[] }
type Head = { tenant_id: string; seq: number; hash: string }

/**
 * Starts sealing; `wake` tells how far the log is settled. Of several processes one leads; should two believe to, a place
 * still moves once, whoever moves it.
 */
export async function startSealer(platform: Platform, leading: Leading = alone): Promise<Sealer> {
  const bell = pulse()
  leading.claim(CONSUMER)
  const seal = sealing(platform)
  let running = true
  let settled = 0
  const loop = (async () => {
    while (running) {
      if (!leading.holds(CONSUMER)) {
        await bell.wait(FOLLOW_MS)
        continue
      }
      try {
        if ((await seal(settled)) === BATCH) continue
        await bell.wait(10_000)
        if (running) await sleep(PAUSE_MS)
      } catch (error) {
        platform.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'audit sealer')
        await bell.wait(RETRY_MS)
      }
    }
  })()
  return {
    wake(upTo) {
      settled = upTo
      bell.ring()
    },
    async stop() {
      running = false
      bell.ring()
      await loop
    },
  }
}

/** Seals the next batch up to a settled place; answers how many there were. */
export function sealing({ database, config }: Platform): (upTo: number) => Promise<number> {
  const key = headKey(config.secretKey)
  return async (upTo) => {
    const { place, written, heads } = await database.platform('read', (db) => nextBatch(db, upTo))
    if (written.length === 0) return 0
    const chains = Map.groupBy(written, ({ tenant_id }) => tenant_id)
    const ends: Head[] = []
    // One short transaction in one round trip: an open one would hold back the event log.
    await database.platform('write', async (db) => {
      const sent: Promise<unknown>[] = [movePlace(db, place, written.at(-1)!.position)]
      for (const [tenant, own] of chains) {
        const sealed = chain(heads.get(tenant), own)
        const { seq, hash } = sealed.at(-1)!
        ends.push({ tenant_id: tenant, seq, hash })
        sent.push(store(db, tenant, sealed, own, headMac(key, tenant, seq, hash)))
      }
      await Promise.all(sent)
    })
    await keepCheckpoint(config.dataDir, key, ends)
    return written.length
  }
}

async function nextBatch(db: Db, upTo: number) {
  const { rows } = await db.executeQuery<{ position: number }>(
    CompiledQuery.raw(`select position from event_consumers where name = $1`, [CONSUMER]),
  )
  const place = rows[0]?.position ?? null
  const found = (await db
    .selectFrom('audit_details')
    .selectAll()
    .where('position', '>', place ?? 0)
    .where('position', '<=', upTo)
    .orderBy('position')
    .limit(sql.lit(BATCH))
    .execute()) as Written[]
  const written = found.map((one): Read => ({ ...one, told: one.changes === null ? [] : JSON.parse(one.changes) }))
  const tenants = [...new Set(written.map(({ tenant_id }) => tenant_id))]
  const ends =
    tenants.length === 0
      ? []
      : await db
          .selectFrom('audit_heads')
          .select(['tenant_id', 'seq', 'hash'])
          .where('tenant_id', 'in', tenants)
          .execute()
  const heads = new Map(ends.map((head) => [head['tenant_id'] as string, head as Head]))
  return { place, written, heads }
}

/** Throws when another process was there first: its batch stands, ours is rolled back and read anew. */
async function movePlace(db: Db, from: number | null, to: number): Promise<void> {
  const statement =
    from === null
      ? CompiledQuery.raw(`insert into event_consumers (name, position) values ($1, $2) on conflict do nothing`, [
          CONSUMER,
          to,
        ])
      : CompiledQuery.raw(
          `update event_consumers set position = $2, updated_at = now() where name = $1 and position = $3`,
          [CONSUMER, to, from],
        )
  const { numAffectedRows } = await db.executeQuery(statement)
  if (numAffectedRows !== 1n) throw new Error('another process seals the audit')
}

type Hashed = Sealed & { hash: string }

/** The next links of one tenant's chain. */
function chain(head: Head | undefined, written: readonly Read[]): Hashed[] {
  let seq = head?.seq ?? 0
  let last = head?.hash ?? BEGINNING
  return written.map((one) => {
    seq += 1
    const facts = JSON.parse(one.facts) as Facts
    const sealed: Sealed = {
      tenant_id: one.tenant_id,
      seq,
      id: one.id,
      position: one.position,
      part_of: one.part_of,
      at: one.at,
      actor_kind: facts.actor_kind ?? 'system',
      actor_id: facts.actor_id ?? null,
      role: facts.role ?? '',
      session_id: facts.session_id ?? null,
      action: facts.action,
      entity: facts.entity ?? '',
      about_id: facts.about_id ?? null,
      outcome: facts.outcome ?? 'done',
      code: facts.code ?? '',
      request_id: facts.request_id ?? '',
      channel: facts.channel ?? '',
      count: facts.count ?? 1,
      touched: touchedBy(one.told),
      origin_mac: commitment(one.origin, one.origin_salt),
      changes_mac: commitment(one.changes, one.changes_salt),
      prev_hash: last,
    }
    last = hashOf(sealed)
    return { ...sealed, hash: last }
  })
}

const STORE = `
with entry as (
  insert into audit_entries select r.* from json_populate_recordset(null::audit_entries, $2::json) r
), record as (
  insert into audit_records (record_id, seq) select record_id, seq from json_to_recordset($3::json) r (record_id uuid, seq bigint)
), found as (
  insert into audit_search (seq, address, words)
  select seq, nullif(address, ''), search_words(words) from json_to_recordset($4::json) r (seq bigint, address text, words text)
)
insert into audit_heads (tenant_id, seq, hash, mac) values ($1::uuid, $5, $6, $7)
on conflict (tenant_id) do update set seq = excluded.seq, hash = excluded.hash, mac = excluded.mac, sealed_at = now()`

async function store(
  db: Db,
  tenant: string,
  sealed: readonly Hashed[],
  written: readonly Read[],
  mac: string,
): Promise<void> {
  const { seq, hash } = sealed.at(-1)!
  const entries = JSON.stringify(sealed)
  const records = JSON.stringify(sealed.flatMap((one, index) => recordsOf(one, written[index]!)))
  const found = JSON.stringify(written.map((one, index) => wordsOf(one, sealed[index]!)))
  // Two statements: a policy reads its setting before the statement that would set it.
  await Promise.all([
    db.executeQuery(CompiledQuery.raw(`select set_config('app.tenant_id', $1, true)`, [tenant])),
    db.executeQuery(CompiledQuery.raw(STORE, [tenant, entries, records, found, seq, hash, mac])),
  ])
}

function recordsOf({ seq, about_id }: Sealed, { told }: Read): { record_id: string; seq: number }[] {
  const ids = new Set([about_id, ...told.map(({ id }) => id)].filter((id) => typeof id === 'string'))
  return [...ids].map((record_id) => ({ record_id, seq }))
}

/** What an entry is found by: its codes, and every text in its values, as far as it is kept. */
function wordsOf({ origin, told }: Read, { seq, action, entity, code }: Sealed) {
  const from = (origin === null ? {} : JSON.parse(origin)) as Origin
  let words = [action, entity, code, from.typed ?? ''].join(' ')
  for (const { before, after } of told) {
    if (words.length > MOST_WORDS) break
    words = [words, ...textsIn(before), ...textsIn(after)].join(' ')
  }
  return { seq, address: from.address ?? '', words: words.slice(0, MOST_WORDS) }
}

const UUID_OR_INSTANT = /^[0-9a-f]{8}-[0-9a-f]{4}-|^\d{4}-\d\d-\d\dT/
const textsIn = (values: Record<string, unknown> = {}): string[] =>
  Object.values(values)
    .flat()
    .filter((value) => typeof value === 'string' && !UUID_OR_INSTANT.test(value)) as string[]
