import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'

let p: TestPlatform
let dataDir: string
let app: Awaited<ReturnType<TestPlatform['edge']>>
let headers: { authorization: string }
before(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'workernet-files-'))
  p = await testPlatform({ DATA_DIR: dataDir, MAX_FILE_SIZE: '1MB' })
  app = await p.edge()
  headers = await p.signIn(app, 'acme', 'client')
})
after(async () => {
  await p.close()
  await rm(dataDir, { recursive: true, force: true })
})

const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806', 'hex')
const upload = (name: string, payload: Buffer | string, type = 'application/octet-stream') =>
  app.inject({
    method: 'POST',
    url: '/api/files',
    query: { name },
    headers: { ...headers, 'content-type': type },
    payload,
  })
const stored = async () =>
  (await readdir(path.join(dataDir, 'files'), { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
    .length

test('bytes come back as they went, under the name they had, whatever the sender called them', async () => {
  for (const type of ['application/octet-stream', 'text/plain', 'application/json', 'image/png']) {
    const bytes = Buffer.from('{"касса": "\xff\xfe стоит"}\r\n', 'latin1')
    const answer = await upload('касса "1".json', bytes, type)
    assert.equal(answer.statusCode, 201, `${type}: ${answer.body}`)
    const file = answer.json<{ id: string; type: string; size: number; uploaded_by: string }>()
    assert.deepEqual(
      [file.type, file.size, file.uploaded_by],
      ['application/json', bytes.length, p.id('acme', 'client')],
    )
    const content = await app.inject({ url: `/api/files/${file.id}/content`, headers })
    assert.deepEqual(content.rawPayload, bytes)
    assert.match(
      String(content.headers['content-disposition']),
      /^attachment; filename="_____ _1_.json"; filename\*=UTF-8''%D0%BA.*%20%221%22\.json$/,
    )
    assert.equal(content.headers['x-content-type-options'], 'nosniff')
    const head = await app.inject({ method: 'HEAD', url: `/api/files/${file.id}/content`, headers })
    assert.deepEqual([head.statusCode, head.headers['content-length'], head.body], [200, `${bytes.length}`, ''])
  }
})

test('a file that comes in pieces is whole', async () => {
  const pieces = Array.from({ length: 9 }, (_, index) => Buffer.alloc(50_000, String(index)))
  const answer = await app.inject({
    method: 'POST',
    url: '/api/files?name=a.log',
    headers: { ...headers, 'content-type': 'text/plain' },
    payload: Readable.from(pieces),
  })
  const { id, sha256 } = answer.json<{ id: string; sha256: string }>()
  const { rawPayload } = await app.inject({ url: `/api/files/${id}/content`, headers })
  assert.deepEqual(rawPayload, Buffer.concat(pieces))
  assert.equal(sha256, createHash('sha256').update(rawPayload).digest('hex'))
})

test('a picture waits until it was made anew, a page is saved and never shown', async () => {
  const picture = (await upload('a.png', PNG)).json<{ id: string }>()
  const page = (await upload('a.txt', '<script>alert(1)</script>')).json<{ id: string; type: string }>()
  const read = ({ id }: { id: string }) => app.inject({ url: `/api/files/${id}/content`, headers })
  const early = await read(picture)
  assert.deepEqual([early.statusCode, early.json<{ code: string }>().code], [409, 'file.checking'])
  assert.match(String((await read(page)).headers['content-disposition']), /^attachment/)
  assert.equal(page.type, 'text/plain')
})

test('too large and of a kind not allowed leave nothing behind', async () => {
  const before = await stored()
  const large = await upload('a.txt', Buffer.alloc(1_048_577, 'x'))
  assert.deepEqual([large.statusCode, large.json<{ code: string }>().code], [413, 'file.too_large'])
  const program = await upload('photo.png', Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'))
  assert.deepEqual([program.statusCode, program.json<{ code: string }>().code], [415, 'file.type_refused'])
  assert.equal(await stored(), before)
  assert.equal((await upload('a.txt', Buffer.alloc(1_048_576, 'x'))).statusCode, 201)
})

test('a file is its uploader’s alone until it is attached to something', async () => {
  const { id } = (await upload('a.txt', 'секрет')).json<{ id: string }>()
  for (const [tenant, person] of [
    ['acme', 'agent'],
    ['globex', 'client'],
    ['globex', 'admin'],
  ] as const) {
    const other = await p.signIn(app, tenant, person)
    assert.equal((await app.inject({ url: `/api/files/${id}/content`, headers: other })).statusCode, 404)
    assert.equal((await app.inject({ url: `/api/files/${id}`, headers: other })).statusCode, 404)
  }
  assert.equal(
    (
      await app.inject({
        method: 'POST',
        url: '/api/files?name=a.txt',
        payload: 'x',
        headers: { 'content-type': 'text/plain' },
      })
    ).statusCode,
    401,
  )
  assert.equal(
    (
      await app.inject({
        method: 'POST',
        url: '/api/tickets',
        payload: 'x',
        headers: { ...headers, 'content-type': 'text/plain' },
      })
    ).statusCode,
    415,
  )
})
