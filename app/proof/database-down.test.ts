// The database goes away under load and comes back: the platform says so, and goes on by itself.
import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startPostgres } from '#kernel/server/database/embedded.ts'
import pg from 'pg'
import { tickets } from '#modules/support/tickets/contract.ts'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'

let desk: TestPlatform
let dataDir: string
let line: Server
let postgres: Awaited<ReturnType<typeof startPostgres>>
const given = process.env['TEST_POSTGRES_URL']
before(async () => {
  // A server of this test's own, because it is stopped while others' tests run.
  dataDir = await mkdtemp(path.join(tmpdir(), 'workernet-down-'))
  await chmod(dataDir, 0o755)
  postgres = await startPostgres({ dataDir, forTests: true })
  // Its socket has another name after every start; this one stays.
  line = createServer((client) => {
    const server = connect(path.join(socketsOf(postgres.url), '.s.PGSQL.5432'))
    client.pipe(server).pipe(client)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
  })
  await once(line.listen(path.join(dataDir, '.s.PGSQL.5432')), 'listening')
  process.env['TEST_POSTGRES_URL'] = postgres.url.replace(/host=.*/, `host=${encodeURIComponent(dataDir)}`)
  desk = await testPlatform({ LOG_LEVEL: 'silent' })
})
after(async () => {
  await desk.close()
  line.close()
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20 })
  if (given === undefined) delete process.env['TEST_POSTGRES_URL']
  else process.env['TEST_POSTGRES_URL'] = given
})

const socketsOf = (url: string) => new URL(url).searchParams.get('host')!

async function owner(text: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: desk.url })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows[0] as Record<string, unknown>
}

test('while the database is away every request is told so, and afterwards everything goes on without a restart', async () => {
  await desk.start('web', 'worker', 'relay')
  const app = await desk.edge()
  const agent = await desk.signIn(app, 'acme', 'agent')
  const ask = (url: string) => app.inject({ url, headers: agent })
  const create = (title: string) =>
    app.inject({ method: 'POST', url: '/api/tickets', headers: agent, payload: { title } })
  assert.equal((await create('before')).statusCode, 201)

  await postgres.stop()
  for (const answer of [
    await ask('/api/tickets'),
    await create('lost'),
    await ask('/api/system/ready'),
    await ask('/api/auth/me'),
  ]) {
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [503, 'unavailable'])
    assert.ok(Number(answer.headers['retry-after']) > 0)
  }
  const sign = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username: 'agent@acme.test', password: 'x' },
  })
  assert.equal(sign.statusCode, 503)
  assert.equal((await ask('/api/system/health')).statusCode, 200)

  postgres = await startPostgres({ dataDir, forTests: true })
  await eventually(async () => assert.equal((await ask('/api/system/ready')).statusCode, 200))
  assert.equal((await create('after')).statusCode, 201)
  // The live line goes on, too: it follows the log up to its end.
  await eventually(async () => {
    const end = await owner(`select max(position) as last_value from event_log`)
    assert.equal(desk.running.hub.seq(), Number(end['last_value']))
  }, 5_000)
  const { items } = await desk.as('acme', 'agent')(tickets.list, {})
  assert.deepEqual(
    items.map(({ title }) => title),
    ['after', 'before'],
  )
})
