import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { processBirth } from '../machine/processes.ts'
import { keepPostgres, type PostgresEvent, runningPostgres, startPostgres } from './embedded.ts'
import { killHard, query, scratch, until } from './embedded/testing.ts'

const folder = scratch('wn embedded ')
after(() => folder.remove())

test('the first start creates the database, the next ones keep what was written', async () => {
  const dataDir = folder.path('keeps its data')
  const first = await startPostgres({ dataDir, forTests: true })
  await query(first.url, 'create table note (text text)', `insert into note values ('kept')`)
  assert.deepEqual(await query(first.url, 'show jit'), [{ jit: 'off' }])
  assert.deepEqual(
    await query(first.url, `select datlocprovider::text, datlocale from pg_database where datname = 'workernet'`),
    [{ datlocprovider: 'b', datlocale: 'C.UTF-8' }],
  )
  await first.stop()
  assert.equal(processBirth(first.pid), undefined)

  const second = await startPostgres({ dataDir, forTests: true })
  assert.deepEqual(await query(second.url, 'select text from note'), [{ text: 'kept' }])
  await second.stop()
})

test('a server for real work is durable and never listens on the network', async () => {
  const server = await startPostgres({ dataDir: folder.path('durable') })
  const settings = await query(
    server.url,
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') order by 1`,
  )
  await server.stop()
  assert.deepEqual(settings, [
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'listen_addresses', setting: '' },
    { name: 'synchronous_commit', setting: 'on' },
  ])
})

test('only the generated password opens it, and only its owner reads that', async () => {
  const dataDir = folder.path('password')
  const server = await startPostgres({ dataDir, forTests: true })
  const guess = new pg.Client(server.url.replace(/:[^:@]+@/, ':guess@'))
  await assert.rejects(guess.connect(), /password authentication failed/)
  assert.equal(statSync(join(dataDir, 'database-password')).mode & 0o777, 0o600)
  await server.stop()
})

test('a lost password file is made anew', async () => {
  const dataDir = folder.path('keeps its data')
  const file = join(dataDir, 'database-password')
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, '')
  const server = await startPostgres({ dataDir, forTests: true })
  assert.deepEqual(await query(server.url, 'select text from note'), [{ text: 'kept' }])
  await server.stop()
  assert.notEqual(readFileSync(file, 'utf8'), before)
})

test('two run side by side, and a folder is not run twice', async () => {
  const one = await startPostgres({ dataDir: folder.path('keeps its data'), forTests: true })
  const two = await startPostgres({ dataDir: folder.path('password'), forTests: true })
  await assert.rejects(startPostgres({ dataDir: folder.path('password'), forTests: true }), {
    name: 'StartError',
    message: new RegExp(`in use by a WorkerNet that is already running \\(process ${process.pid}\\).*PORT=8001`),
  })
  assert.equal(runningPostgres(folder.path('password')), two.url)
  await query(two.url, 'select 1')
  await Promise.all([one.stop(), two.stop()])
  assert.equal(runningPostgres(folder.path('password')), undefined)
})

test('an end nobody asked for is reported', async () => {
  const reasons: string[] = []
  const server = await startPostgres({
    dataDir: folder.path('password'),
    forTests: true,
    onExit: (reason) => reasons.push(reason),
  })
  killHard(server.pid)
  await until(() => reasons.length > 0)
  assert.match(reasons[0] ?? '', /SIGKILL/)
})

test('a kept server comes back at the same address after kill -9 of the server or of one of its processes', async () => {
  const events: PostgresEvent[] = []
  const server = await keepPostgres({ dataDir: folder.path('durable'), onEvent: (event) => events.push(event) })
  await query(server.url, 'create table kept (n int)')
  for (const n of [1, 2, 3]) {
    await query(server.url, `insert into kept values (${n})`)
    const came = events.length + 2
    killHard(server.pid())
    await until(() => events.length >= came)
  }
  assert.deepEqual(await query(server.url, 'select count(*)::int as n from kept'), [{ n: 3 }])
  assert.deepEqual(
    events.map((event) => event.kind),
    ['down', 'up', 'down', 'up', 'down', 'up'],
  )

  const victim = new pg.Client(server.url)
  victim.on('error', () => {})
  await victim.connect()
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid')
  const before = server.pid()
  killHard(rows[0]?.pid ?? 0)
  await until(async () => (await query(server.url, 'select count(*)::int as n from kept').catch(() => [])).length > 0)
  assert.equal(server.pid(), before)
  await server.stop()
  assert.equal(processBirth(before), undefined)
  assert.equal(events.length, 6)
})

test('a kept server that is stopped while it is starting again leaves nothing behind', async () => {
  const dataDir = folder.path('password')
  const events: PostgresEvent[] = []
  const server = await keepPostgres({ dataDir, forTests: true, onEvent: (event) => events.push(event) })
  killHard(server.pid())
  await until(() => events.length > 0)
  await server.stop()
  // The killed server's own note may still lie there; what it names must not run.
  const note = join(dataDir, 'postgres/postmaster.pid')
  if (existsSync(note)) assert.equal(processBirth(Number(readFileSync(note, 'utf8').split('\n')[0])), undefined)
  await (await startPostgres({ dataDir, forTests: true })).stop()
})

test('what cannot start says so in one sentence', async () => {
  const says = (dataDir: string, message: RegExp) =>
    assert.rejects(startPostgres({ dataDir, forTests: true }), (error: Error) => {
      assert.equal(error.name, 'StartError')
      assert.match(error.message, message)
      assert.doesNotMatch(error.message, /\n/)
      return true
    })
  const old = folder.path('old')
  mkdirSync(join(old, 'postgres'), { recursive: true })
  await says(old, /holds no PostgreSQL database: move it away/)
  writeFileSync(join(old, 'postgres/PG_VERSION'), '17\n')
  await says(old, /made by PostgreSQL 17, and this WorkerNet brings PostgreSQL 18/)

  const file = folder.path('file')
  writeFileSync(file, '')
  await says(file, /is not a folder: choose another with DATA_DIR/)
  await says(join(file, 'below'), /is not a folder: choose another with DATA_DIR/)
})
