// Large exports and those of other kinds: written in the background whatever dies, kept for a day, for their owner only.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { type Call, Problem } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { storageOf, useStorage } from '#modules/platform/files/server/storage/storage.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { tasks } from '#modules/platform/tasks/contract.ts'
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { exporting, type ExportRow } from '../../contract.ts'
import { writeExport } from './background.ts'

let p: TestPlatform
let head: Call
let client: string
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  const draft = {
    name: 'Ўткир Савдо; ООО',
    kind: 'organisation' as const,
    email: 'trade@example.com',
    notes: 'a,b;c\\n\nвторая '.repeat(9),
  }
  client = (await head(clients.create, { ...draft, tags: ['опт'], address: 'Ташкент, Навои 7' })).id
  await head(contacts.create, { id: client, name: 'Дилноза', job: 'Бухгалтер', phone: '+998901112233' })
  for (let at = 0; at < 700; at++) await head(clients.create, { name: `Клиент ${at}` })
})
after(() => p.close())

const textOf = async (answer: unknown): Promise<string> =>
  Buffer.concat(
    (await (await (answer as RawAnswer).open()).toArray()).map((chunk) => Buffer.from(chunk as Uint8Array)),
  ).toString('utf8')
const begun = async (input: object = {}, by = head): Promise<ExportRow> =>
  (await by(exporting.begin, { entity: 'client', input: input as never, always: true })).run!
const write = (id: string) => writeExport(p.running.platform, p.tenantId('acme'), id)
const mine = async (id: string, by = head) => (await by(exporting.list, {})).items.find((run) => run.id === id)
const setTo = (id: string, values: object) =>
  p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('export_runs').set(values).where('id', '=', id).execute(),
  )

test('what is small is answered at once; a run writes every record that the filter finds, and keeps the file', async () => {
  assert.deepEqual(await head(exporting.begin, { entity: 'client', input: {} }), { run: null })
  const run = await begun({ format: 'csv', kind: 'person' })
  assert.deepEqual([run.state, run.total], ['waiting', 700])
  await assert.rejects(head(exporting.content, { id: run.id }), { code: 'export_run.not_ready' })
  await write(run.id)
  const done = await mine(run.id)
  assert.deepEqual([done?.state, done?.done, done?.reason], ['done', 700, null])
  assert.equal((await textOf(await head(exporting.content, { id: run.id }))).trim().split('\r\n').length, 701)
  await setTo(run.id, { expires_at: new Date(0).toISOString() })
  await assert.rejects(head(exporting.content, { id: run.id }), { code: 'export_run.not_ready' })
})

test('what a dead worker left is begun anew; what was stopped is not written, and what is over is not written twice', async () => {
  const dead = await begun({ format: 'xlsx' })
  await setTo(dead.id, { state: 'running', done: 500 })
  await write(dead.id)
  assert.deepEqual([(await mine(dead.id))?.state, (await mine(dead.id))?.done], ['done', 701])
  const { file } = (await mine(dead.id))!
  await write(dead.id)
  assert.equal((await mine(dead.id))?.file, file)
  const stopped = await begun()
  await head(exporting.cancel, { id: stopped.id })
  await write(stopped.id)
  assert.deepEqual([(await mine(stopped.id))?.state, (await mine(stopped.id))?.file], ['cancelled', null])
  await assert.rejects(head(exporting.cancel, { id: stopped.id }), { code: 'export_run.is_over' })
})

test('where the store breaks off in the middle nothing is offered, and the next try writes it whole', async () => {
  const { config } = p.running.platform
  const storage = storageOf(config)
  const files = () =>
    p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
      db.selectFrom('files').select('id').execute(),
    )
  const before = (await files()).length
  const run = await begun({ format: 'csv' })
  useStorage(config, {
    ...storage,
    async write(_key, bytes) {
      for await (const chunk of bytes) assert.ok(chunk.length > 0)
      throw new Problem('file.storage_down', 503)
    },
  })
  for (let failure = 1; failure <= 3; failure++) {
    await assert.rejects(write(run.id), { code: 'file.storage_down' })
    const { state, file, failures } = (await mine(run.id))!
    assert.deepEqual([state, file, failures], ['running', null, failure])
    await assert.rejects(head(exporting.content, { id: run.id }), { code: 'export_run.not_ready' })
  }
  assert.equal((await files()).length, before)
  useStorage(config, storage)
  await write(run.id)
  assert.deepEqual([(await mine(run.id))?.state, (await mine(run.id))?.done], ['done', 701])
  assert.equal((await files()).length, before + 1)
})

test('a run is its owner’s alone, with the rights they have when it is written and when it is fetched', async () => {
  await assert.rejects(begun({}, p.as('acme', 'seller')), { status: 403 })
  await assert.rejects(begun({ nonsense: 1 }), { status: 422 })
  await assert.rejects(head(exporting.begin, { entity: 'user', input: {} }), { code: 'export_run.no_kind' })
  const run = await begun({ format: 'csv' }, p.as('acme', 'analyst'))
  await write(run.id)
  const analyst = p.as('acme', 'analyst')
  const text = await textOf(await analyst(exporting.content, { id: run.id }))
  assert.match(text, /•••/)
  assert.doesNotMatch(text, /trade@example|Ўткир/)
  await assert.rejects(head(exporting.content, { id: run.id }), { status: 404 })
  const last = await begun({}, analyst)
  await p.as('acme', 'admin')(users.update, { id: p.id('acme', 'analyst'), role: 'agent' })
  await write(last.id)
  const { rows } = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', async (db) => ({
    rows: await db.selectFrom('export_runs').select(['state', 'reason']).where('id', '=', last.id).execute(),
  }))
  assert.deepEqual(rows, [{ state: 'failed', reason: 'export_run.owner_left' }])
})

test('an address book has lines of at most 75 bytes, organisations as such, and the people of each', async () => {
  const text = await textOf(
    await head(clients.export, { format: 'vcard', contacts: true, kind: 'organisation' } as never),
  )
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  const whole = text.replaceAll('\r\n ', '')
  assert.match(whole, /FN:Ўткир Савдо\\; ООО\r\nN:;;;;\r\nORG:Ўткир Савдо\\; ООО\r\nX-ABSHOWAS:COMPANY/)
  assert.match(whole, /ADR;TYPE=WORK:;;Ташкент\\, Навои 7;;;;/)
  assert.match(whole, new RegExp(`X-CONTACT-OF:${client}\r\nFN:Дилноза`))
  assert.match(whole, /ORG:Ўткир Савдо\\; ООО\r\nTITLE:Бухгалтер\r\nTEL;TYPE=CELL:\+998901112233/)
  const without = await textOf(await head(clients.export, { format: 'vcard', kind: 'organisation' } as never))
  assert.doesNotMatch(without, /Дилноза/)
})

test('deals, tickets and tasks are exported by the same means, names in place of ids', async () => {
  await head(deals.create, { title: 'Поставка', client, amount: 1_250_000 } as never)
  const sold = await textOf(await head(deals.export, { format: 'csv', bom: false }))
  assert.match(sold, /Поставка/)
  assert.match(sold, /Ўткир Савдо/)
  const masked = await textOf(await p.as('acme', 'manager')(tickets.export, { format: 'csv' }))
  assert.doesNotMatch(masked, /•••/)
  await head(tasks.create, { title: 'Позвонить', assignee: p.id('acme', 'seller') } as never)
  assert.match(await textOf(await head(tasks.export, { format: 'csv' })), /Позвонить/)
  await assert.rejects(p.as('acme', 'seller')(deals.export, {}), { status: 403 })
  await assert.rejects(p.as('acme', 'agent')(tickets.export, {}), { status: 403 })
})

test('its owner is told that the file is there', async () => {
  await p.start('relay', 'worker')
  await begun({ format: 'csv', kind: 'organisation' })
  const told = async () => (await head(notifications.list, {})).items.map(({ kind, link }) => [kind, link])
  for (let n = 0; n < 300 && (await told()).length === 0; n++) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual((await told())[0], ['export_ready', '/exports'])
})
