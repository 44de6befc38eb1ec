// Twenty uploads at once take little memory, and kill -9 in the middle of uploads loses nothing that was acknowledged.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { signIn } from './caller.ts'
import { freePort, startPlatform } from './platform.ts'

const MEGABYTE = 1_048_576
const AT_ONCE = 20
const PIECE = 2 * MEGABYTE

const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-upload-crash-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

const textOf = (name: string, megabytes: number) => Buffer.alloc(megabytes * MEGABYTE, `${name} `)
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const rssOf = (pid: number) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1_024

test('uploads take little memory at once, and survive kill -9', { timeout: 240_000 }, async (t) => {
  const port = await freePort()
  const env = { DEMO: 'true', LOG_LEVEL: 'error', SMTP_IN_PORT: '0' }
  const url = `http://127.0.0.1:${port}`
  let platform = await startPlatform({ dataDir, port, env })
  const { token } = await signIn(url, 'agent@acme.test')
  const headers = { authorization: `Bearer ${token}` }
  const ask = (route: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
    fetch(`${url}/api/files${route}`, { ...init, headers: { ...headers, ...init.headers } })
  const sendWhole = async (name: string, bytes: Buffer) => {
    const type = { 'content-type': 'text/plain' }
    const answer = await ask(`?name=${name}`, { method: 'POST', headers: type, body: new Uint8Array(bytes) })
    return { status: answer.status, ...((await answer.json()) as { id: string; sha256: string }) }
  }

  await sendWhole('warm.txt', Buffer.from('x'))
  const before = rssOf(platform.pid)
  let most = before
  const watch = setInterval(() => (most = Math.max(most, rssOf(platform.pid))), 20)
  const many = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, index) => sendWhole(`many-${index}.log`, textOf(`many ${index}`, 20))),
  )
  clearInterval(watch)
  assert.deepEqual([...new Set(many.map(({ status }) => status))], [201])
  const grown = Math.round((most - before) / MEGABYTE)
  t.diagnostic(`${AT_ONCE} uploads of 20 MB at once: ${grown} MB more memory, ${(grown / AT_ONCE).toFixed(1)} MB each`)
  assert.ok(grown <= AT_ONCE * 16, `${grown} MB`)

  const acknowledged = new Map(many.map(({ id, sha256 }) => [id, sha256]))
  const names = Array.from({ length: 6 }, (_, index) => `resumed-${index}.log`)
  const contents = new Map(names.map((name) => [name, textOf(name, 17)]))
  const begun = new Map<string, string>()
  for (const [name, { length: size }] of contents) {
    const body = JSON.stringify({ name, size })
    const answer = await ask('/uploads', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    begun.set(name, ((await answer.json()) as { id: string }).id)
  }
  /** Sends the rest from where the server stands; answers false when it died meanwhile. */
  const goOn = async (name: string): Promise<boolean> => {
    const [id, bytes] = [begun.get(name)!, contents.get(name)!]
    try {
      const { received, finished } = (await (await ask(`/uploads/${id}`)).json()) as {
        received: number
        finished: boolean
      }
      for (let offset = received; offset < bytes.length || !finished; offset += PIECE) {
        const body = new Uint8Array(bytes.subarray(offset, offset + PIECE))
        const more = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
        const answer = await ask(`/uploads/${id}`, { method: 'PATCH', body, headers: more })
        if (answer.status !== 204) throw new Error(`${answer.status} ${await answer.text()}`)
        if (offset + PIECE >= bytes.length) break
      }
      acknowledged.set(id, hashOf(bytes))
      return true
    } catch {
      return false
    }
  }
  const small = new Set<Promise<unknown>>()
  for (let kill = 0; kill < 3; kill++) {
    const going = Promise.all(names.map(goOn))
    for (let index = 0; index < 5; index++)
      small.add(
        sendWhole(`small-${kill}-${index}.txt`, Buffer.from(`small ${kill} ${index}`)).then(
          ({ id, status, sha256 }) => status === 201 && acknowledged.set(id, sha256),
          () => undefined,
        ),
      )
    await sleep(150 + kill * 200)
    await platform.kill()
    await going
    platform = await startPlatform({ dataDir, port, env })
  }
  await Promise.all(small)
  for (const name of names) assert.ok(await goOn(name), `${name} could not be finished`)

  for (const [id, sha256] of acknowledged) {
    const content = await ask(`/${id}/content`)
    assert.equal(content.status, 200, id)
    assert.equal(hashOf(new Uint8Array(await content.arrayBuffer())), sha256, id)
  }
  const database = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await database.connect()
  const { rows } = await database.query<{ name: string; count: number }>(
    `select name, count(*)::int as count from files where name like 'resumed-%' or name like 'small-%' group by name having count(*) > 1`,
  )
  await database.end()
  assert.deepEqual(rows, [], 'a file is there twice')
  t.diagnostic(`${acknowledged.size} acknowledged files are whole after three kills`)
  await platform.stop()
})
