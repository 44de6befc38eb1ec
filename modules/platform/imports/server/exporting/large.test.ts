// A result of more than is answered at once: whole, counted, audited, gone after a day, and never in memory as a whole.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { sweepUnattached } from '#modules/platform/files/server/sweep.ts'
import { exporting, type ExportRow, MOST_AT_ONCE } from '../../contract.ts'
import { writeExport } from './background.ts'

const RECORDS = 2 * MOST_AT_ONCE - 1
/** Letters of each record's notes. */
const NOTES = 4_500
/** So many are clients already. */
const FEW = 600
/** Two thirds of the file: what is held are some of its twenty pages, read, made into lines and on their way to the disk. */
const MOST_HELD = (RECORDS * NOTES * 2) / 3

let p: TestPlatform
let head: Call
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  const client = new pg.Client({ connectionString: p.url })
  await client.connect()
  for (const [slug, count] of [
    ['acme', RECORDS],
    ['globex', 10],
  ] as const) {
    await client.query(`begin; set local role ${APP_ROLE}; set local app.tenant_id = '${p.tenantId(slug)}'`)
    // A word so long is searched for by nobody and costs no index; many were made at the same moment, as imports make them.
    await client.query(
      `insert into clients (created_at, kind, name, email, phone, address, tags, language, consent, notes, stage)
       select now() - (n / 300) * interval '1 minute', 'person', '${slug} ' || n, n || '@example.test', '+99890' || 1000000 + n, '', '{}', 'ru', false,
         repeat('n', ${NOTES}), case when n <= ${FEW} then 'client' else 'lead' end
       from generate_series(1, ${count}) n`,
    )
    await client.query('commit')
  }
  await client.end()
})
after(() => p.close())

/** What lives in memory, garbage left out. */
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const held = () => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The most that was held beside what there was before, looked at again and again. */
async function heldBy(work: () => Promise<void>): Promise<number> {
  const before = held()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, held())), 500)
  await work()
  clearInterval(watch)
  return most - before
}

const mine = async (id: string) => (await head(exporting.list, {})).items.find((run) => run.id === id)!
async function written(input: object, total: number): Promise<{ run: ExportRow; most: number }> {
  const { run } = await head(exporting.begin, {
    entity: 'client',
    input: input as never,
    always: total <= MOST_AT_ONCE,
  })
  assert.deepEqual([run?.state, run?.total], ['waiting', total])
  const most = await heldBy(() => writeExport(p.running.platform, p.tenantId('acme'), run!.id))
  return { run: await mine(run!.id), most }
}

test('every record stands in the file once, none of another organisation, and no more than pages of it are held', async () => {
  assert.deepEqual(await head(exporting.begin, { entity: 'client', input: { stage: 'client' } }), { run: null })
  // Programs are read and compiled with the first.
  assert.equal((await written({ format: 'csv', stage: 'client' }, FEW)).run.done, FEW)
  const { run, most } = await written({ format: 'csv' }, RECORDS)
  assert.deepEqual([run.state, run.done, run.reason], ['done', RECORDS, null])
  assert.ok(run.size > RECORDS * NOTES, `${run.size} bytes`)
  assert.ok(most < MOST_HELD, `${most} bytes held of ${run.size}`)

  const found = new Set<string>()
  let [lines, rest] = [0, '']
  const fetching = await heldBy(async () => {
    const answer = (await head(exporting.content, { id: run.id })) as RawAnswer
    const decoder = new TextDecoder()
    for await (const chunk of await answer.open()) {
      const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\r\n')
      rest = parts.pop()!
      lines += parts.length
      for (const part of parts) for (const [name] of part.matchAll(/\b(acme|globex) \d+\b/g)) found.add(name)
    }
  })
  assert.ok(fetching < MOST_HELD, `${fetching} bytes held while it was fetched`)
  assert.deepEqual([lines, rest, found.size], [RECORDS + 1, '', RECORDS])
  for (let n = 1; n <= RECORDS; n++) assert.ok(found.has(`acme ${n}`), `acme ${n}`)
})

test('a workbook of as many is written page by page, too', async () => {
  await written({ format: 'xlsx', stage: 'client' }, FEW)
  const { run, most } = await written({ format: 'xlsx' }, RECORDS)
  assert.deepEqual([run.state, run.done], ['done', RECORDS])
  assert.ok(most < MOST_HELD, `${most} bytes held`)
})

test('whoever fetches it is in the audit with how many records they took', async () => {
  const { rows } = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', async (db) => ({
    rows: await db.selectFrom('audit_details').select(['facts']).orderBy('position', 'desc').limit(20).execute(),
  }))
  const taken = rows
    .map(({ facts }) => JSON.parse(facts as string) as { action: string; count?: number })
    .filter(({ action }) => action === 'exports.content')
  assert.deepEqual(
    taken.map(({ count }) => count),
    [RECORDS],
  )
})

test('after a day the file is gone, from the list and from the disk', async () => {
  const { items } = await head(exporting.list, {})
  const tenant = p.tenantId('acme')
  const files = items.map(({ file }) => file!)
  assert.equal(await sweepUnattached(p.running.platform, tenant), 0)
  const past = new Date(Date.now() - 25 * 3_600_000).toISOString()
  await p.running.platform.database.tenant(tenant, 'write', async (db) => {
    await db.updateTable('files').set({ created_at: past }).where('id', 'in', files).execute()
    await db.updateTable('export_runs').set({ expires_at: past }).where('file', 'in', files).execute()
  })
  assert.equal(await sweepUnattached(p.running.platform, tenant), 4)
  for (const { id } of items) await assert.rejects(head(exporting.content, { id }), { code: 'export_run.not_ready' })
})
