// Uploads as they really come: over a socket, in pieces, some of them broken off.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'

const MEGABYTE = 1_048_576

let p: TestPlatform
let port: number
let headers: { authorization: string }
before(async () => {
  p = await testPlatform()
  const app = await p.edge()
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
  headers = await p.signIn(app, 'acme', 'client')
})
after(() => p.close())

const open = (name: string, more: Record<string, string | number> = {}): ClientRequest =>
  request({
    port,
    method: 'POST',
    path: `/api/files?name=${encodeURIComponent(name)}`,
    headers: { ...headers, 'content-type': 'application/octet-stream', ...more },
  })

type Answered = { status: number; body: { id: string; name: string; size: number; sha256: string; code: string } }
async function answerOf(asked: ClientRequest): Promise<Answered> {
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const text = (await answer.toArray()).join('')
  return { status: answer.statusCode!, body: JSON.parse(text) as Answered['body'] }
}

/** Writes megabytes as fast as the server takes them; answers their hash. */
async function pour(to: ClientRequest, megabytes: number, every10 = () => {}): Promise<string> {
  const hash = createHash('sha256')
  for (let index = 0; index < megabytes; index++) {
    const piece = Buffer.alloc(MEGABYTE, `${index} `)
    hash.update(piece)
    if (index % 10 === 9) every10()
    if (!to.write(piece)) await once(to, 'drain')
  }
  return hash.digest('hex')
}

async function stored(tenant: 'acme' | 'globex' = 'acme'): Promise<string[]> {
  const folder = path.join(p.running.platform.config.dataDir, 'files', p.tenantId(tenant))
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return all.filter((one) => one.isFile()).map(({ name }) => name)
}
const rows = async () =>
  (await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db.selectFrom('files').select('id').execute(),
  )) as { id: string }[]

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
/** Bytes in memory that are still needed by somebody. */
function held(): number {
  collect()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

test('50 MB arrive whole and never lie in memory', { timeout: 60_000 }, async () => {
  const asked = open('volume.log', { 'content-length': 50 * MEGABYTE })
  let most = 0
  const before = held()
  const answered = answerOf(asked)
  const hash = await pour(asked, 50, () => void (most = Math.max(most, held() - before)))
  asked.end()
  const { status, body } = await answered
  assert.equal(status, 201, JSON.stringify(body))
  assert.deepEqual([body.size, body.sha256], [50 * MEGABYTE, hash])
  // Client and server are one process here: a few pieces of both are on their way at any time.
  assert.ok(most < 32 * MEGABYTE, `${Math.round(most / MEGABYTE)} MB at the most`)

  const got = request({ port, path: `/api/files/${body.id}/content`, headers })
  got.end()
  const [answer] = (await once(got, 'response')) as [IncomingMessage]
  const back = createHash('sha256')
  for await (const chunk of answer) back.update(chunk as Buffer)
  assert.equal(back.digest('hex'), hash)
})

test('a file beyond the limit is refused with an answer, whether it says its size or not', async () => {
  const before = await stored()
  const silent = open('large.log')
  const refused = answerOf(silent)
  await pour(silent, 51)
  silent.end()
  assert.deepEqual(await refused.then(({ status, body }) => [status, body.code]), [413, 'file.too_large'])

  // A little above the limit is read, so that the refusal names the file; far above it is not.
  const honest = open('large.log', { 'content-length': 60 * MEGABYTE })
  const atOnce = answerOf(honest)
  honest.write('x')
  assert.deepEqual(await atOnce.then(({ status, body }) => [status, body.code]), [413, 'body_too_large'])
  honest.destroy()
  assert.deepEqual(await stored(), before)
})

test('an upload that is broken off leaves nothing, and the server goes on', async () => {
  const [before, known] = [await stored(), await rows()]
  const asked = open('half.log', { 'content-length': 10 * MEGABYTE })
  asked.on('error', () => undefined)
  await pour(asked, 5)
  await eventually(async () => assert.ok((await stored()).some((name) => name.endsWith('.draft'))))
  asked.destroy()
  await eventually(async () => assert.deepEqual(await stored(), before))
  assert.deepEqual(await rows(), known)
})

test('names in any script stay; paths and what hides in names do not', async () => {
  const names: [given: string, kept: string][] = [
    [`отчёт "за июль" 'ы' 💾.txt`, `отчёт "за июль" 'ы' 💾.txt`],
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\boot.txt', 'boot.txt'],
    ['a\r\nX-Evil: 1.txt', 'aX-Evil: 1.txt'],
  ]
  for (const [given, kept] of names) {
    const asked = open(given)
    asked.end('text')
    const { status, body } = await answerOf(asked)
    assert.deepEqual([status, body.name], [201, kept])
    const got = request({ port, path: `/api/files/${body.id}/content`, headers })
    got.end()
    const [answer] = (await once(got, 'response')) as [IncomingMessage]
    answer.resume()
    const disposition = answer.headers['content-disposition']!
    assert.equal(decodeURIComponent(disposition.split(`UTF-8''`)[1]!), kept)
    assert.ok((await stored()).every((name) => /^[0-9a-f-]{36}$/.test(name)))
  }
})

test('a name with NUL, half a character, none or too long, and no bytes at all are refused', async () => {
  for (const name of ['a%00.txt', '', `${'a'.repeat(256)}.txt`]) {
    const asked = request({ port, method: 'POST', path: `/api/files?name=${name}`, headers })
    asked.end('text')
    assert.equal((await answerOf(asked)).status, 422, name)
  }
  const empty = open('a.txt')
  empty.end()
  assert.deepEqual(await answerOf(empty).then(({ status, body }) => [status, body.code]), [422, 'file.empty'])
})

test('a form brings its file as programs and browsers send it, once for one key', async () => {
  const send = (bytes: string, more: Record<string, string> = {}, name = 'счёт №5.txt') => {
    const form = new FormData()
    form.append('purpose', 'attachment')
    form.append('file', new Blob([bytes], { type: 'text/plain' }), name)
    return fetch(`http://127.0.0.1:${port}/api/files`, { method: 'POST', headers: { ...headers, ...more }, body: form })
  }
  const sent = await send('из формы')
  assert.equal(sent.status, 201)
  const { id, name, size, type } = (await sent.json()) as Record<string, unknown>
  assert.deepEqual([name, size, type], ['счёт №5.txt', Buffer.byteLength('из формы'), 'text/plain'])
  const got = await fetch(`http://127.0.0.1:${port}/api/files/${id}/content`, { headers })
  assert.equal(await got.text(), 'из формы')

  // Each form has a boundary of its own: the same file is the same request all the same.
  const key = { 'idempotency-key': 'form-once' }
  const first = (await (await send('раз', key)).json()) as { id: string }
  const again = await send('раз', key)
  assert.equal(again.headers.get('idempotency-replayed'), 'true')
  assert.equal(((await again.json()) as { id: string }).id, first.id)
  assert.equal((await send('два', key)).status, 409)
  assert.equal((await send('раз', key, 'other.txt')).status, 409)

  // Whoever is refused before the file was read is answered, however much of it still comes.
  const long = 'x'.repeat(5 * MEGABYTE)
  assert.equal((await send(long, {}, `${'a'.repeat(300)}.txt`)).status, 422)
  assert.equal((await send(long, { authorization: 'Bearer none' })).status, 401)
  assert.equal((await send('x'.repeat(51 * MEGABYTE))).status, 413)

  const cut = await fetch(`http://127.0.0.1:${port}/api/files`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf',
  })
  assert.deepEqual([cut.status, ((await cut.json()) as { code: string }).code], [400, 'malformed_form'])
})
