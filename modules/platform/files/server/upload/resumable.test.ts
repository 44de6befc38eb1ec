// Uploads that break and go on, as a client of tus 1.0 would do it.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { sweepUploads } from '../sweep.ts'
import { storageOf, useStorage } from '../storage/storage.ts'

const MEGABYTE = 1_048_576
let p: TestPlatform
let app: Awaited<ReturnType<TestPlatform['edge']>>
let headers: { authorization: string }
before(async () => {
  p = await testPlatform()
  app = await p.edge()
  await app.listen({ port: 0, host: '127.0.0.1' })
  headers = await p.signIn(app, 'acme', 'client')
})
after(() => p.close())

const tus = { 'tus-resumable': '1.0.0' }
const begin = (name: string, size: number) =>
  app.inject({
    method: 'POST',
    url: '/api/files/uploads',
    headers: {
      ...headers,
      ...tus,
      'upload-length': String(size),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  })
const begun = async (name: string, size: number) => String((await begin(name, size)).headers.location)
const patch = (url: string, offset: number, payload: Buffer) =>
  app.inject({
    method: 'PATCH',
    url,
    headers: { ...headers, ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    payload,
  })
const offsetOf = async (url: string) =>
  Number((await app.inject({ method: 'HEAD', url, headers: { ...headers, ...tus } })).headers['upload-offset'])
const fileOf = async (url: string) => {
  const id = url.split('/').at(-1)!
  const file = await app.inject({ url: `/api/files/${id}`, headers })
  const content = await app.inject({ url: `/api/files/${id}/content`, headers })
  return { status: file.statusCode, ...file.json<{ sha256: string; name: string }>(), bytes: content.rawPayload }
}
async function stored(): Promise<string[]> {
  const folder = path.join(p.running.platform.config.dataDir, 'files', p.tenantId('acme'))
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return all.filter((one) => one.isFile()).map(({ name }) => name)
}

test('a file comes in parts, each where the last one ended, and is there when all are', async () => {
  const bytes = Buffer.from('one two three')
  const opened = await begin('отчёт.txt', bytes.length)
  assert.equal(opened.statusCode, 201)
  const url = String(opened.headers.location)
  assert.match(url, /^\/api\/files\/uploads\/[0-9a-f-]{36}$/)
  assert.equal(await offsetOf(url), 0)
  const first = await patch(url, 0, bytes.subarray(0, 4))
  assert.deepEqual(
    [first.statusCode, first.headers['upload-offset'], first.headers['tus-resumable']],
    [204, '4', '1.0.0'],
  )
  assert.equal((await fileOf(url)).status, 404)
  assert.equal((await patch(url, 0, bytes)).statusCode, 409)
  assert.equal((await patch(url, 4, bytes.subarray(4))).headers['upload-offset'], String(bytes.length))
  const file = await fileOf(url)
  assert.deepEqual([file.name, file.bytes], ['отчёт.txt', bytes])
  // Who did not hear of the end asks, and is told; sending the end again changes nothing.
  assert.equal(await offsetOf(url), bytes.length)
  assert.equal((await patch(url, bytes.length, Buffer.alloc(0))).statusCode, 204)
  assert.deepEqual(
    (await stored()).filter((name) => name.includes('.')),
    [],
  )
})

test('of a line that breaks everything that arrived is kept, and the rest may follow', async () => {
  const bytes = randomBytes(9 * MEGABYTE)
  const url = await begun('big.zip', bytes.length)
  const broken = await begun('volume.log', bytes.length)
  const text = Buffer.from(bytes.toString('base64').slice(0, bytes.length))
  const asked = request({
    port: (app.server.address() as AddressInfo).port,
    method: 'PATCH',
    path: broken,
    headers: {
      ...headers,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': 0,
      'content-length': text.length,
    },
  })
  asked.on('error', () => undefined)
  asked.write(text.subarray(0, 6 * MEGABYTE))
  await eventually(async () => assert.ok((await offsetOf(broken)) >= 4 * MEGABYTE))
  asked.destroy()
  await eventually(async () => assert.ok((await offsetOf(broken)) > 5 * MEGABYTE))
  const offset = await offsetOf(broken)
  assert.equal((await patch(broken, offset, text.subarray(offset))).statusCode, 204)
  assert.equal((await fileOf(broken)).sha256, createHash('sha256').update(text).digest('hex'))
  await app.inject({ method: 'DELETE', url, headers })
  assert.equal((await app.inject({ method: 'HEAD', url, headers })).statusCode, 404)
})

test('of two who send the same part one is told that it has come, and the file has it once', async () => {
  const bytes = Buffer.from('exactly once')
  const url = await begun('once.txt', bytes.length)
  const answers = await Promise.all([patch(url, 0, bytes), patch(url, 0, bytes), patch(url, 0, bytes)])
  const statuses = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)
  assert.equal(statuses[0], 204)
  assert.ok(
    statuses.slice(1).every((status) => [204, 409].includes(status)),
    String(statuses),
  )
  assert.deepEqual((await fileOf(url)).bytes, bytes)
  assert.deepEqual(
    (await stored()).filter((name) => name.includes('.')),
    [],
  )
})

test('what is refused is refused as early as it can be, and nothing of it stays', async () => {
  const before = await stored()
  assert.equal((await begin('a.exe', 10)).json<{ code: string }>().code, 'file.type_refused')
  assert.equal((await begin('a.txt', 60 * MEGABYTE)).json<{ code: string }>().code, 'file.too_large')
  const program = await begun('photo.png', 100_000)
  const refused = await patch(
    program,
    0,
    Buffer.concat([Buffer.from('MZ\x90\x00\x03', 'latin1'), Buffer.alloc(80_000)]),
  )
  assert.equal(refused.json<{ code: string }>().code, 'file.type_refused')
  assert.equal((await app.inject({ method: 'HEAD', url: program, headers })).statusCode, 404)
  const short = await begun('a.txt', 3)
  assert.equal(
    (await patch(short, 0, Buffer.from('more than said'))).json<{ code: string }>().code,
    'file.longer_than_said',
  )
  assert.equal(await offsetOf(short), 0)
  assert.deepEqual(await stored(), before)
})

test('an upload is its owner’s alone', async () => {
  const url = await begun('a.txt', 3)
  for (const [tenant, person] of [
    ['acme', 'agent'],
    ['globex', 'admin'],
  ] as const) {
    const other = await p.signIn(app, tenant, person)
    const sent = { ...other, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
    assert.equal((await app.inject({ method: 'HEAD', url, headers: other })).statusCode, 404)
    assert.equal((await app.inject({ method: 'PATCH', url, headers: sent, payload: 'abc' })).statusCode, 404)
    assert.equal((await app.inject({ method: 'DELETE', url, headers: other })).statusCode, 404)
  }
})

test('what is not finished in a day is gone with its parts', async () => {
  const url = await begun('a.txt', 10)
  await patch(url, 0, Buffer.from('abc'))
  assert.equal((await stored()).filter((name) => name.endsWith('.part')).length, 1)
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('file_uploads').set({ expires_at: '2020-01-01T00:00:00Z' }).where('received', '=', 3).execute(),
  )
  assert.equal((await patch(url, 3, Buffer.from('defghij'))).statusCode, 404)
  assert.ok((await sweepUploads(p.running.platform, p.tenantId('acme'))) >= 1)
  assert.deepEqual(
    (await stored()).filter((name) => name.endsWith('.part')),
    [],
  )
})

test('a full disk is told as such; the upload stands where it stood and goes on when there is room', async () => {
  const url = await begun('a.txt', 10)
  await patch(url, 0, Buffer.from('abc'))
  const { config } = p.running.platform
  const real = storageOf(config)
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const { diskStorage } = await import('../storage/disk.ts')
  const folder = path.join(config.dataDir, 'files')
  const tight = diskStorage(folder)
  useStorage(config, {
    ...real,
    write: (key, bytes) =>
      tight.write(
        key,
        (async function* () {
          for await (const chunk of bytes) yield chunk.subarray(0, 1)
          throw full
        })(),
      ),
  })
  const before = await stored()
  const refused = await patch(url, 3, Buffer.from('defghij'))
  assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [507, 'file.storage_full'])
  assert.deepEqual(await stored(), before)
  const whole = await app.inject({
    method: 'POST',
    url: '/api/files?name=b.txt',
    headers: { ...headers, 'content-type': 'text/plain' },
    payload: 'x',
  })
  assert.equal(whole.statusCode, 507)
  useStorage(config, real)
  assert.equal(await offsetOf(url), 3)
  assert.equal((await patch(url, 3, Buffer.from('defghij'))).statusCode, 204)
  assert.equal(String((await fileOf(url)).bytes), 'abcdefghij')
})

test('an upload whose parts go while it is put together is gone, or was finished by somebody else; never a fault', async () => {
  const { config } = p.running.platform
  const real = storageOf(config)
  let meanwhile: (() => Promise<unknown>) | null = null
  useStorage(config, {
    ...real,
    async read(key, range) {
      const first = meanwhile
      meanwhile = null
      await first?.()
      return real.read(key, range)
    },
  })
  const sent = async (work: (url: string) => Promise<unknown>) => {
    const url = await begun('a.txt', 3)
    meanwhile = () => work(url)
    const { statusCode } = await patch(url, 0, Buffer.from('abc'))
    return { statusCode, url }
  }
  const given = await sent((url) => app.inject({ method: 'DELETE', url, headers: { ...headers, ...tus } }))
  assert.equal(given.statusCode, 404)
  assert.equal((await fileOf(given.url)).status, 404)
  const finished = await sent((url) => patch(url, 3, Buffer.alloc(0)))
  assert.equal(finished.statusCode, 204)
  assert.equal(String((await fileOf(finished.url)).bytes), 'abc')
  useStorage(config, real)
})
