import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, mock, test } from 'node:test'
import pg from 'pg'
import { anonymous } from '#kernel/server/access/actor.ts'
import { sealing } from '#kernel/server/audit/sealer.ts'
import { loadConfig } from '#kernel/server/config.ts'
import { startPostgres } from '#kernel/server/database/embedded.ts'
import { openLog } from '#kernel/server/log.ts'
import { openPlatform, type Running } from '#kernel/server/platform.ts'
import { onDatabase, testDatabase, type TestDatabase } from '#kernel/server/testing.ts'
import { auth } from '#modules/platform/identity/contract.ts'
import { serverModules } from '../server-modules.ts'
import { UsageError } from './command.ts'
import { command as superuser } from './create-superuser.ts'
import { command as migrate } from './migrate.ts'
import { command as reindex } from './reindex.ts'
import { command as resetPassword } from './reset-password.ts'
import { command as seed } from './seed.ts'
import { command as verifyAudit } from './verify-audit.ts'

const commands = {
  migrate,
  seed,
  'create-superuser': superuser,
  'reset-password': resetPassword,
  reindex,
  'verify-audit': verifyAudit,
}
/** Programs that are begun here compile nothing anew. */
const { PATH, NODE_COMPILE_CACHE } = process.env
const folder = mkdtempSync(path.join(tmpdir(), 'workernet commands '))
const name = `test_${randomBytes(6).toString('hex')}`

let server: TestDatabase
/** A database whose owner is no superuser and may make no roles, as managed servers give. */
let url: string
let running: Running

/** Runs a command in this process; answers what it printed. */
async function run(name: keyof typeof commands, ...args: string[]): Promise<string> {
  const print = mock.method(console, 'log', () => {})
  try {
    await commands[name].run(args)
    return print.mock.calls.map(({ arguments: [line] }) => `${line}\n`).join('')
  } finally {
    print.mock.restore()
  }
}

/** Runs the real program. `stopWhen`: sends it Ctrl-C once it has said that. */
function workernet(args: string[], env: NodeJS.ProcessEnv, stopWhen?: RegExp) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../cli.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, NODE_COMPILE_CACHE, NODE_ENV: 'test', ...env },
  })
  const said = { stdout: '', stderr: '' }
  let stopped = false
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString()
    if (stopped || !stopWhen?.test(said.stderr)) return
    stopped = true
    child.kill('SIGINT')
  })
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...said })),
  )
}

const ask = async <T extends pg.QueryResultRow>(query: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: onDatabase(server.url, name) })
  await client.connect()
  try {
    return (await client.query<T>(query)).rows
  } finally {
    await client.end()
  }
}

const signIn = (username: string, password: string, tenant?: string) =>
  running.runner.run(anonymous('en'), auth.login, { username, password, ...(tenant && { tenant }) }) as Promise<{
    access_token: string
    user: { role: string }
  }>

before(async () => {
  process.env['NODE_ENV'] = 'test'
  process.env['DATA_DIR'] = path.join(folder, 'beside')
  server = await testDatabase('nothing', async () => {})
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`create role ${name} login password 'owner' nosuperuser nocreaterole nobypassrls`)
  await admin.query(`create database ${name} owner ${name}`)
  await admin.end()
  process.env['DATABASE_URL'] = url = onDatabase(server.url, name).replace(/\/\/[^@]*@/, `//${name}:owner@`)
})
after(async () => {
  await running?.stop()
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`drop database ${name} with (force)`)
  await admin.query(`drop role ${name}`)
  await admin.end()
  await server.drop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
})

test('migrate tells what it applied, and that there is nothing more', async () => {
  assert.match(await run('migrate'), /^kernel\/0001_base\.sql\n(.+\n)+\d+ applied\.\n$/)
  assert.equal(await run('migrate'), 'The database is up to date.\n')
  running = await openPlatform({ config: loadConfig(), log: openLog('error'), url, modules: serverModules })
})

test('seed fills the demo, then more by COPY, as an owner below row-level security', async () => {
  await run('seed', '--demo')
  assert.equal((await signIn('agent@acme.test', 'workernet-demo')).user.role, 'agent')
  assert.equal(await run('seed', '--tickets', '1,000'), '1,000 tickets are there.\n')
  const [count] = await ask<{ tickets: number; tags: number; wrong: number }>(`
    select count(*)::int as tickets, (select count(*)::int from ticket_tags) as tags,
      count(*) filter (where cardinality(tags) <> (select count(*) from ticket_tags g where g.ticket = t.id))::int as wrong from tickets t`)
  assert.equal(count!.tickets, 1_000)
  assert.ok(count!.tags > 300)
  assert.equal(count!.wrong, 0)
})

test('verify-audit proves every chain, or those of one organisation', async () => {
  const seal = sealing(running.platform)
  while ((await seal(Number.MAX_SAFE_INTEGER)) > 0);
  const whole = await run('verify-audit')
  const [, entries] =
    /^The audit is whole: ([\d,]+) entries in \d+ chains; details of 0 are erased\.\n$/.exec(whole) ?? []
  // The bulk of the tickets left an entry a batch and table, not one each.
  assert.ok(Number(entries) > 5 && Number(entries) < 500, whole)
  assert.match(await run('verify-audit', '--tenant', 'acme'), /in 1 chains/)
  await assert.rejects(run('verify-audit', '--tenant', 'nobody'), { name: 'StartError' })
})

test('a stopped seed says how far it came, and leaves nothing running', async () => {
  const args = ['seed', '--tickets', '500000', '--tenants', '40']
  const stopped = await workernet(args, { DATABASE_URL: url, DATA_DIR: folder }, /Preparing the organisations/)
  assert.equal(stopped.code, 1)
  assert.match(stopped.stderr, /Stopped with [\d,]+ tickets: the same command goes on from there\.\n$/)
  const open = await ask(
    `select pid from pg_stat_activity where application_name = 'workernet seed' and datname = '${name}'`,
  )
  assert.deepEqual(open, [])
})

test('create-superuser makes somebody who administers the platform, and prints a generated password once', async () => {
  const said = await run('create-superuser', '--email', 'Root@Example.org', '--name', 'Root')
  const password = /^ {2}(\S{20})$/m.exec(said)![1]!
  assert.equal((await signIn('root@example.org', password)).user.role, 'super_admin')
  await assert.rejects(run('create-superuser', '--email', 'root@example.org', '--password', 'a long enough phrase'), {
    name: 'StartError',
    message: /^There is a user with this e-mail already\./,
  })
  await assert.rejects(run('create-superuser', '--email', 'other@example.org', '--password', 'short'), {
    name: 'StartError',
    message: 'password: At least this many characters: 12.',
  })
  assert.equal((await ask(`select from tenants where slug = 'platform'`)).length, 1)
})

test('reset-password sets another one and ends the sessions', async () => {
  await signIn('manager@globex.test', 'workernet-demo')
  const sessions = () =>
    ask<{ live: number }>(`select count(*) filter (where ended_at is null)::int as live from sessions s
      join users u on u.id = s.user_id where u.email = 'manager@globex.test'`)
  assert.equal((await sessions())[0]!.live, 1)
  const args = ['Manager@globex.test', '--password', 'a quite different one']
  assert.equal(
    await run('reset-password', ...args),
    'manager@globex.test of globex has a new password and is signed out everywhere.\n',
  )
  assert.equal((await sessions())[0]!.live, 0)
  await assert.rejects(signIn('manager@globex.test', 'workernet-demo'), /credentials/)
  await signIn('manager@globex.test', 'a quite different one')
  await assert.rejects(run('reset-password', ...args, '--tenant', 'acme'), {
    name: 'StartError',
    message: 'Nobody signs in as manager@globex.test to the organisation acme.',
  })
})

test('reindex reads the words of every record anew and changes nothing else', async () => {
  const state = () =>
    ask<{
      records: string
      marked: number
    }>(`select md5(string_agg(id::text || version || updated_at, '' order by id)) as records,
      count(*) filter (where search @@ to_tsquery('simple', 'marker'))::int as marked from tickets`)
  const [before] = await state()
  await ask(`create or replace function search_words(given text) returns tsvector language sql immutable strict parallel safe
    as $$ select to_tsvector('simple'::regconfig, search_text(given) || ' marker') $$`)
  const said = await run('reindex')
  const searched = await ask<{ name: string }>(
    `select table_name as name from information_schema.columns where column_name = 'search' and table_schema = 'public'`,
  )
  const [, refreshed, indexes] = /^([\d,]+) records were out of date; (\d+) indexes are new\.\n$/.exec(said)!
  assert.equal(Number(indexes), searched.length)
  const counts = searched.map(({ name }) => `(select count(*) from ${name})`)
  const [all] = await ask<{ count: number }>(`select (${counts.join(' + ')})::int as count`)
  assert.equal(Number(refreshed!.replaceAll(',', '')), all!.count)
  const [now] = await state()
  assert.equal(now!.records, before!.records)
  assert.ok(now!.marked >= 1_000)
  const [vocabulary] = await ask<{
    read: number
    words: number
  }>(`select (select sum(records)::int from search_progress) as read,
    (select count(*)::int from search_vocabulary) as words`)
  assert.equal(vocabulary!.read, all!.count)
  assert.ok(vocabulary!.words > 500)
  assert.match(await run('reindex'), /^0 records were out of date/)
})

test('on the embedded database a command starts and stops it, and works beside a WorkerNet that runs', async () => {
  const dataDir = path.join(folder, 'embedded')
  const alone = await workernet(['migrate'], { DATA_DIR: dataDir })
  assert.equal(alone.code, 0, alone.stderr)
  assert.equal(existsSync(path.join(dataDir, 'postgres/postmaster.pid')), false)
  const postgres = await startPostgres({ dataDir, forTests: true })
  try {
    const beside = await workernet(['create-superuser', '--email', 'root@example.org'], { DATA_DIR: dataDir })
    assert.equal(beside.code, 0, beside.stderr)
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    assert.deepEqual((await client.query('select email from users')).rows, [{ email: 'root@example.org' }])
    await client.end()
  } finally {
    await postgres.stop()
  }
})

test('what cannot be understood is said in one sentence', async () => {
  const table = [
    [['seed'], /^Say what to seed: one of --demo, --volume and --tickets N\.$/],
    [['seed', '--demo', '--volume'], /^Say what to seed/],
    [['seed', '--demo', '--tenants', '3'], /^--tenants goes with/],
    [['seed', '--tickets', '30', '--largest', '3'], /^--largest goes with/],
    [['seed', '--tickets', '30', '--tenants', '3', '--largest', '31'], /^--largest is "31": .* from 1 to 30\.$/],
    [['seed', '--tickets', '1000001'], /^--tickets is "1000001": give a whole number from 1 to 1,000,000\.$/],
    [['seed', '--tickets', '1e3'], /^--tickets is "1e3"/],
    [['create-superuser'], /^Say who it is: --email EMAIL\.$/],
    [['reset-password'], /^Say whose password: one EMAIL\.$/],
  ] as const
  for (const [[command, ...args], message] of table) {
    await assert.rejects(run(command, ...args), (error: Error) => {
      assert.ok(error instanceof UsageError)
      assert.match(error.message, message)
      return true
    })
  }
})
