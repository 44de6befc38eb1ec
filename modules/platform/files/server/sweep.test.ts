import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { systemOf } from '#kernel/server/access/actor.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { fileStore } from '../contract.ts'
import { sweepReleased, sweepStrays, sweepUnattached } from './sweep.ts'
import { storageOf } from './storage/storage.ts'

let p: TestPlatform
before(async () => void (p = await testPlatform()))
after(() => p.close())

const inside = <T>(work: (call: ReturnType<TestPlatform['as']>) => Promise<T>) =>
  p.running.platform.within(p.actor('acme', 'client'), {}, ({ call }) => work(call))
const store = (name: string) => inside((call) => call(fileStore.store, { name, bytes: Buffer.from(name) }))
const age = (ids: string[]) =>
  p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('files').set({ created_at: '2020-01-01T00:00:00Z' }).where('id', 'in', ids).execute(),
  )
const content = async () => {
  const folder = path.join(p.running.platform.config.dataDir, 'files', p.tenantId('acme'))
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => one.name)
}

test('what nobody attached is gone after a day, what is attached or new stays', async () => {
  const [old, attached, fresh] = [await store('old.txt'), await store('attached.txt'), await store('fresh.txt')]
  await inside((call) => call(fileStore.claim, { ids: [attached.id] }))
  await age([old.id, attached.id])
  assert.equal(await sweepUnattached(p.running.platform, p.tenantId('globex')), 0)
  assert.equal(await sweepUnattached(p.running.platform, p.tenantId('acme')), 1)
  assert.deepEqual((await content()).toSorted(), [attached.id, fresh.id].toSorted())
})

test('a file is claimed once, by whom it belongs to', async () => {
  const { id } = await store('a.txt')
  const other = p.running.platform.within(p.actor('acme', 'agent'), {}, ({ call }) =>
    call(fileStore.claim, { ids: [id] }),
  )
  await assert.rejects(other, { status: 422 })
  assert.deepEqual(
    (await inside((call) => call(fileStore.claim, { ids: [id] }))).items.map((one) => one.id),
    [id],
  )
  await assert.rejects(
    inside((call) => call(fileStore.claim, { ids: [id] })),
    { code: 'file.taken' },
  )
})

test('bytes whose transaction was rolled back and drafts of a process that died are found days later', async () => {
  const [before] = [await content()]
  let lost = ''
  const undone = inside(async (call) => {
    lost = (await call(fileStore.store, { name: 'a.txt', bytes: Buffer.from('x') })).id
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  assert.ok((await content()).includes(lost))
  const day = new Date().toISOString().slice(0, 10)
  const folder = path.join(p.running.platform.config.dataDir, 'files', p.tenantId('acme'), day)
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, `${lost}.draft`), 'half')
  assert.equal(await sweepStrays(p.running.platform, p.tenantId('acme')), 0)
  assert.equal(await sweepStrays(p.running.platform, p.tenantId('acme'), Date.now() + 3 * 86_400_000), 2)
  assert.deepEqual((await content()).toSorted(), before.toSorted())
})

test('what a record left behind is gone after two years, what the law holds and what is in use is not', async () => {
  const system = <T>(work: (call: ReturnType<TestPlatform['as']>) => Promise<T>) =>
    p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ call }) => work(call))
  const [left, held, used, fresh] = [
    await store('l.txt'),
    await store('h.txt'),
    await store('u.txt'),
    await store('f.txt'),
  ]
  const all = [left, held, used, fresh].map(({ id }) => id)
  await inside((call) => call(fileStore.claim, { ids: all }))
  await system((call) => call(fileStore.release, { ids: [left.id, held.id, fresh.id] }))
  await system((call) => call(fileStore.hold, { ids: [held.id], held: true }))
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db
      .updateTable('file_keeping')
      .set({ released_at: '2020-01-01T00:00:00Z' })
      .where('file', 'in', [left.id, held.id])
      .execute(),
  )
  assert.equal(await sweepReleased(p.running.platform, p.tenantId('acme')), 1)
  const names = await content()
  assert.deepEqual(
    all.map((id) => names.includes(id)),
    [false, true, true, true],
  )
  await system((call) => call(fileStore.hold, { ids: [held.id], held: false }))
  assert.equal(await sweepReleased(p.running.platform, p.tenantId('acme')), 1)
})

test('programs are not kept, whichever way they came', async () => {
  const program = inside((call) => call(fileStore.store, { name: 'a.exe', bytes: Buffer.from('MZ') }))
  await assert.rejects(program, { code: 'file.program', status: 415 })
})

test('a storage gives back what was written, and nothing of a write that broke', async () => {
  const storage = storageOf(p.running.platform.config)
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('line cut')
  }
  await assert.rejects(storage.write('t/day/one', broken()), /line cut/)
  await assert.rejects(storage.read('t/day/one'), { code: 'ENOENT' })
  assert.deepEqual(await storage.names('t/day'), [])
  await storage.write(
    't/day/one',
    (async function* () {
      yield Buffer.from('whole')
    })(),
  )
  assert.equal((await (await storage.read('t/day/one')).toArray()).join(''), 'whole')
  await storage.remove('t/day/one')
  await storage.remove('t/day/one')
  assert.deepEqual(await storage.names('t/day'), [])
  assert.deepEqual(await storage.names('t/nowhere'), [])
})
