// Reading files over HTTP: in parts, by link, under what names and policies.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { startBucket, type Bucket } from './storage/testing/bucket.ts'

let p: TestPlatform
let bucket: Bucket
let app: Awaited<ReturnType<TestPlatform['edge']>>
let headers: { authorization: string }
before(async () => {
  bucket = await startBucket()
  const { endpoint, bucket: name, key, secret } = bucket.place
  p = await testPlatform({
    FILE_STORAGE: 's3',
    AWS_S3_BUCKET: name,
    AWS_S3_ENDPOINT: endpoint!,
    AWS_ACCESS_KEY_ID: key!,
    AWS_SECRET_ACCESS_KEY: secret!,
  })
  app = await p.edge()
  headers = await p.signIn(app, 'acme', 'client')
})
after(async () => {
  await p.close()
  await bucket.stop()
})

const TEXT = '0123456789'
async function uploaded(): Promise<{ id: string; sha256: string; url: string }> {
  const type = { 'content-type': 'text/plain' }
  const options = { method: 'POST' as const, url: '/api/files?name=a.txt', headers: { ...headers, ...type } }
  const file = (await app.inject({ ...options, payload: TEXT })).json<{ id: string; sha256: string }>()
  return { ...file, url: `/api/files/${file.id}/content` }
}
const get = (url: string, more: Record<string, string> = headers) => app.inject({ url, headers: more })

test('one part of a file is sent where one is asked for, and the whole where none is', async () => {
  const { url, sha256 } = await uploaded()
  const table: [range: string, status: number, body: string, content: string | undefined][] = [
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, TEXT, 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=4-2', 200, TEXT, undefined],
    ['bytes=0-1,3-4', 200, TEXT, undefined],
    ['lines=1-2', 200, TEXT, undefined],
  ]
  for (const [range, status, body, content] of table) {
    const answer = await get(url, { ...headers, range })
    assert.deepEqual([answer.statusCode, answer.body, answer.headers['content-range']], [status, body, content], range)
    assert.equal(answer.headers['content-length'], `${body.length}`)
    assert.equal(answer.headers['etag'], `"${sha256}"`)
    assert.equal(answer.headers['accept-ranges'], 'bytes')
  }
  for (const range of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) {
    const answer = await get(url, { ...headers, range })
    assert.deepEqual([answer.statusCode, answer.headers['content-range']], [416, 'bytes */10'], range)
    assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
  }
})

test('a part of bytes that have changed is the whole; what is known is not sent again', async () => {
  const { url, sha256 } = await uploaded()
  const part = (condition: string) => get(url, { ...headers, range: 'bytes=0-1', 'if-range': condition })
  assert.equal((await part(`"${sha256}"`)).statusCode, 206)
  assert.equal((await part('"other"')).statusCode, 200)
  assert.equal((await get(url, { ...headers, 'if-none-match': `"x", "${sha256}"` })).statusCode, 304)
  const head = await app.inject({ method: 'HEAD', url, headers: { ...headers, range: 'bytes=0-1' } })
  assert.deepEqual([head.statusCode, head.headers['content-length'], head.body], [200, '10', ''])
})

test('a link opens one address for its person, and nothing else', async () => {
  const { url, id } = await uploaded()
  const link = async (path: string, who = headers) =>
    app.inject({ method: 'POST', url: '/api/files/links', headers: who, payload: { path } })
  const { url: open, expires_at } = (await link(url)).json<{ url: string; expires_at: string }>()
  const ends = Date.parse(expires_at) - Date.now()
  assert.ok(ends > 0 && ends <= 300_000)
  assert.equal((await get(open, {})).body, TEXT)
  assert.equal((await get(open, { range: 'bytes=0-1' })).body, '01')
  assert.equal((await get(open.replace(id, crypto.randomUUID()), {})).statusCode, 401)
  assert.equal((await get(url, {})).statusCode, 401)
  // What answers no bytes takes no links.
  const list = (await link('/api/tickets')).json<{ url: string }>()
  assert.equal((await get(list.url, {})).statusCode, 401)
  for (const path of ['https://elsewhere.test/x', '//elsewhere.test', '/app'])
    assert.equal((await link(path)).statusCode, 422, path)
})

test('a link gives no right that its person does not have, and ends with their session', async () => {
  const { url } = await uploaded()
  const other = await p.signIn(app, 'globex', 'admin')
  const foreign = await app.inject({ method: 'POST', url: '/api/files/links', headers: other, payload: { path: url } })
  assert.equal((await get(foreign.json<{ url: string }>().url, {})).statusCode, 404)
  const again = await p.signIn(app, 'acme', 'client')
  const own = await app.inject({ method: 'POST', url: '/api/files/links', headers: again, payload: { path: url } })
  const open = own.json<{ url: string }>().url
  assert.equal((await get(open, {})).statusCode, 200)
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('sessions').set({ ended_at: new Date().toISOString() }).where('ended_at', 'is', null).execute(),
  )
  const { memoryOf } = await import('#modules/platform/identity/server/sessions.ts')
  memoryOf(p.running.platform).sessions.clear()
  assert.equal((await get(open, {})).statusCode, 401)
  headers = await p.signIn(app, 'acme', 'client')
})

test('nothing that is served may run, load or be taken for something else', async () => {
  const { url } = await uploaded()
  const { headers: said } = await get(url)
  assert.match(String(said['content-security-policy']), /default-src 'none'.*sandbox/)
  assert.equal(said['x-content-type-options'], 'nosniff')
  assert.match(String(said['content-disposition']), /^attachment/)
  assert.equal(said['cache-control'], 'private, no-store')
})

test('a bucket that is away is told as such, and nothing is half there', async () => {
  const { url } = await uploaded()
  await bucket.stop()
  const type = { 'content-type': 'text/plain' }
  const sent = await app.inject({
    method: 'POST',
    url: '/api/files?name=b.txt',
    headers: { ...headers, ...type },
    payload: 'x',
  })
  assert.deepEqual([sent.statusCode, sent.json<{ code: string }>().code], [503, 'file.storage_down'])
  const read = await get(url)
  assert.deepEqual([read.statusCode, read.json<{ code: string }>().code], [503, 'file.storage_down'])
  const rows = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db.selectFrom('files').select('name').where('name', '=', 'b.txt').execute(),
  )
  assert.deepEqual(rows, [])
})
