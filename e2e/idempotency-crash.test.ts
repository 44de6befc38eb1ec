// Kill -9 in the middle of requests that are repeated with their keys: one effect for one key.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { signIn } from './caller.ts'
import { freePort, startPlatform } from './platform.ts'

const KILLS = 3
const WRITERS = 8
const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-once-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

test('a request that is repeated until it is answered has its effect once, whenever the server is killed', async (t) => {
  const port = await freePort()
  const env = { DEMO: 'true', LOG_LEVEL: 'error' }
  const url = `http://127.0.0.1:${port}`
  let platform = await startPlatform({ dataDir, port, env })
  const post = (route: string, body: object, headers = {}) =>
    fetch(`${url}/api${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
  const { token } = await signIn(url, 'agent@acme.test')

  let running = true
  let repeats = 0
  const answered = new Map<string, string>()
  /** Repeats one request until it is answered, as a client does that lost the answer. */
  async function persist(key: string): Promise<void> {
    for (;;) {
      const answer = await post(
        '/tickets',
        { title: `Once ${key}` },
        { authorization: `Bearer ${token}`, 'idempotency-key': key },
      ).catch(() => null)
      if (answer?.status === 201) return void answered.set(key, ((await answer.json()) as { id: string }).id)
      assert.ok(!answer || answer.status === 503, `${answer?.status}`)
      repeats++
      await sleep(50)
    }
  }
  const writers = Array.from({ length: WRITERS }, async (_, name) => {
    for (let n = 0; running; n++) await persist(`${name}-${n}`)
  })
  for (let kill = 1; kill <= KILLS; kill++) {
    await sleep(500 + Math.random() * 1_000)
    await platform.kill()
    platform = await startPlatform({ dataDir, port, env })
  }
  running = false
  await Promise.all(writers)

  const database = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await database.connect()
  const { rows } = await database.query<{ id: string; title: string; told: number }>(
    `select id, title, (select count(*)::int from event_log e where e.about_id = t.id and e.name = 'ticket.created') as told
     from tickets t where title like 'Once %'`,
  )
  await database.end()
  await platform.stop()
  t.diagnostic(`${answered.size} keys, ${repeats} repeats over ${KILLS} kills`)
  assert.ok(repeats > 0 && answered.size > WRITERS)
  assert.equal(rows.length, answered.size)
  for (const { id, title, told } of rows) {
    assert.equal(answered.get(title.slice('Once '.length)), id, `${title} was answered with another ticket`)
    assert.equal(told, 1)
  }
})
