// The audit at a size: proven in the memory of a page, searched by its indexes below row-level security.
import assert from 'node:assert/strict'
import { randomUUID, randomUUIDv7 as newId } from 'node:crypto'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { BEGINNING, commitment, hashOf, headKey, headMac, type Sealed } from '#kernel/server/audit/chain.ts'
import { verifyChain } from '#kernel/server/audit/verify.ts'
import type { Context } from '#kernel/server/context.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import { SECTIONS } from '#modules/platform/audit/contract.ts'
import { search } from '#modules/platform/audit/server/entries.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { type Plan, planOf, sentBy } from '#app/testing/plans.ts'

const ENTRIES = 100_000
const PAGE = 5_000
/** What plans are looked at with. */
const SEARCHED = 20_000
let desk: TestPlatform
let owner: pg.Client
before(async () => {
  desk = await testPlatform()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  await fill()
  await owner.query('vacuum analyze audit_entries, audit_details, audit_records, audit_search')
})
after(async () => {
  await owner.end()
  await desk.close()
})

/** A chain as the sealer makes it, a few entries of every kind among many of one. */
async function fill(): Promise<void> {
  const tenant = desk.tenantId('acme')
  const people = [desk.id('acme', 'admin'), desk.id('acme', 'agent'), ...Array.from({ length: 200 }, () => newId())]
  const begin = Date.now() - ENTRIES * 1_000
  let last = BEGINNING
  for (let first = 1; first <= ENTRIES; first += PAGE) {
    const sealed: (Sealed & { hash: string })[] = []
    const details: object[] = []
    const found: object[] = []
    for (let seq = first; seq < first + PAGE; seq++) {
      const isRare = seq % 500 === 0
      const salt = randomUUID()
      const origin = JSON.stringify({ address: `203.0.${seq % 200}.${seq % 250}` })
      const entry: Sealed = {
        tenant_id: tenant,
        seq,
        id: newId(),
        position: 1_000_000 + seq,
        part_of: null,
        at: asWritten(new Date(begin + seq * 1_000)),
        actor_kind: 'person',
        actor_id: people[seq % people.length]!,
        role: isRare ? 'admin' : 'agent',
        session_id: null,
        action: isRare ? 'auth.login' : `tickets.${['update', 'create', 'move'][seq % 3]}`,
        entity: isRare ? 'user' : 'ticket',
        about_id: newId(),
        outcome: seq % 700 === 0 ? 'refused' : 'done',
        code: '',
        request_id: '',
        channel: 'web',
        count: 1,
        touched: '',
        origin_mac: commitment(origin, salt),
        changes_mac: '',
        prev_hash: last,
      }
      last = hashOf(entry)
      sealed.push({ ...entry, hash: last })
      details.push({
        tenant_id: tenant,
        position: 1_000_000 + seq,
        id: entry.id,
        at: entry.at,
        facts: '{}',
        origin,
        origin_salt: salt,
      })
      found.push({
        tenant_id: tenant,
        seq,
        record_id: entry.about_id,
        address: JSON.parse(origin).address,
        words: `слово${seq % 900} ${entry.action}`,
      })
    }
    await owner.query(`insert into audit_entries select * from json_populate_recordset(null::audit_entries, $1)`, [
      JSON.stringify(sealed),
    ])
    await owner.query(`insert into audit_details select * from json_populate_recordset(null::audit_details, $1)`, [
      JSON.stringify(details),
    ])
    if (first > SEARCHED) continue
    const rows = `json_to_recordset($1) r (tenant_id uuid, seq bigint, record_id uuid, address text, words text)`
    await owner.query(`insert into audit_records select tenant_id, record_id, seq from ${rows}`, [
      JSON.stringify(found),
    ])
    await owner.query(`insert into audit_search select tenant_id, seq, address, search_words(words) from ${rows}`, [
      JSON.stringify(found),
    ])
  }
  const mac = headMac(headKey(desk.running.platform.config.secretKey), tenant, ENTRIES, last)
  await owner.query(`insert into audit_heads (tenant_id, seq, hash, mac) values ($1, $2, $3, $4)`, [
    tenant,
    ENTRIES,
    last,
    mac,
  ])
}

/** An instant as PostgreSQL's becomes text here: no zeros at its end. */
const asWritten = (at: Date) =>
  at.toISOString().replace(/\.(\d*?)0*Z$/, (_whole, digits: string) => (digits ? `.${digits}Z` : 'Z'))

/** Verifies in a thread that may hold 64 MB: all entries together would be some 200. */
const PROOF = `
  const { parentPort, workerData } = require('node:worker_threads')
  ;(async () => {
    const { openDatabase } = await import(workerData.root + 'kernel/server/database/index.ts')
    const { openLog } = await import(workerData.root + 'kernel/server/log.ts')
    const { verifyChain } = await import(workerData.root + 'kernel/server/audit/verify.ts')
    const { url, tenant, secretKey, dataDir, role } = workerData
    const database = openDatabase({ url, size: 2, name: 'proof', role, log: openLog('silent') })
    parentPort.postMessage(await verifyChain({ database, config: { secretKey, dataDir } }, tenant))
    await database.close()
  })()`

test('a hundred thousand entries are proven in the memory of a few pages', async () => {
  const { secretKey, dataDir } = desk.running.platform.config
  const root = new URL('../../', import.meta.url).href
  const worker = new Worker(PROOF, {
    eval: true,
    workerData: { root, url: desk.url, tenant: desk.tenantId('acme'), secretKey, dataDir, role: APP_ROLE },
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 },
  })
  const [verdict] = (await once(worker, 'message')) as [{ ok: boolean; checked: number }]
  assert.deepEqual([verdict.ok, verdict.checked], [true, ENTRIES])
})

test('proven piece by piece it is the same', async () => {
  const { platform } = desk.running
  let next: number | null = 1
  let checked = 0
  while (next !== null) {
    const verdict = await verifyChain(platform, desk.tenantId('acme'), { from: next, most: 40_000 })
    assert.equal(verdict.ok, true)
    checked += verdict.checked
    next = verdict.next
  }
  assert.equal(checked, ENTRIES)
})

async function planFor(asked: object): Promise<Plan[]> {
  const [statement] = await sentBy((db) =>
    search({ db, platform: desk.running.platform } as unknown as Context, { limit: 50, ...asked }),
  )
  return planOf(owner, statement!)
}

test('every filter is answered by an index, below row-level security', async () => {
  await owner.query(
    `set role ${APP_ROLE}; set app.tenant_id = '${desk.tenantId('acme')}'; set plan_cache_mode = force_generic_plan; set jit = off`,
  )
  const id = newId()
  const asked: [object, RegExp][] = [
    [{}, /^audit_entries_at$/],
    [{ from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }, /^audit_entries_at$/],
    [{ actor: id }, /^audit_entries_actor$/],
    [{ action: 'auth.login' }, /^audit_entries_action$/],
    [{ entity: 'user' }, /^audit_entries_entity$/],
    [{ outcome: 'refused' }, /^audit_entries_outcome$/],
    [{ record: id }, /^audit_records_pkey$/],
    [{ address: '203.0.113.7' }, /^audit_search_address$/],
    [{ q: 'слово17' }, /^audit_search_words$/],
    ...SECTIONS.map((section): [object, RegExp] => [{ section }, /^audit_entries_(action|outcome|admin|at)$/]),
  ]
  const faults: string[] = []
  for (const [filter, index] of asked) {
    const plan = await planFor(filter)
    const walked = plan.flatMap((node) => node['Index Name'] ?? [])
    const scanned = plan.filter((node) => node['Node Type'] === 'Seq Scan')
    if (scanned.length > 0 || !walked.some((name) => index.test(name)))
      faults.push(`${JSON.stringify(filter)}: ${walked.join(' ')}, ${scanned.length} scans`)
  }
  await owner.query('reset role')
  assert.deepEqual(faults, [])
})
