// A result of more than is answered at once: whole, counted, audited, gone after a day.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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

const mine = async (id: string) => (await head(exporting.list, {})).items.find((run) => run.id === id)!
async function written(input: object, total: number): Promise<ExportRow> {
  const { run } = await head(exporting.begin, {
    entity: 'client',
    input: input as never,
    always: total <= MOST_AT_ONCE,
  })
  assert.deepEqual([run?.state, run?.total], ['waiting', total])
  await writeExport(p.running.platform, p.tenantId('acme'), run!.id)
  return mine(run!.id)
}

test('every record stands in the file once, and none of another organisation', async () => {
  assert.deepEqual(await head(exporting.begin, { entity: 'client', input: { stage: 'client' } }), { run: null })
  assert.equal((await written({ format: 'csv', stage: 'client' }, FEW)).done, FEW)
  const run = await written({ format: 'csv' }, RECORDS)
  assert.deepEqual([run.state, run.done, run.reason], ['done', RECORDS, null])
  assert.ok(run.size > RECORDS * NOTES, `${run.size} bytes`)

  const found = new Set<string>()
  let [lines, rest] = [0, '']
  const answer = (await head(exporting.content, { id: run.id })) as RawAnswer
  const decoder = new TextDecoder()
  for await (const chunk of await answer.open()) {
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\r\n')
    rest = parts.pop()!
    lines += parts.length
    for (const part of parts) for (const [name] of part.matchAll(/\b(acme|globex) \d+\b/g)) found.add(name)
  }
  assert.deepEqual([lines, rest, found.size], [RECORDS + 1, '', RECORDS])
  for (let n = 1; n <= RECORDS; n++) assert.ok(found.has(`acme ${n}`), `acme ${n}`)
})

test('a workbook of as many is written whole, too', async () => {
  const run = await written({ format: 'xlsx' }, RECORDS)
  assert.deepEqual([run.state, run.done], ['done', RECORDS])
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
  assert.equal(await sweepUnattached(p.running.platform, tenant), 3)
  for (const { id } of items) await assert.rejects(head(exporting.content, { id }), { code: 'export_run.not_ready' })
})
