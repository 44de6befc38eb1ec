import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { serverModules } from '#app/server-modules.ts'
import { loadConfig } from '#kernel/server/config.ts'
import { openLog } from '#kernel/server/log.ts'
import { openPlatform } from '#kernel/server/platform.ts'
import { onDatabase } from '#kernel/server/testing.ts'
import { type Postgres, startPostgres } from './embedded.ts'
import { checkServer } from './outside.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-outside-'))
chmodSync(dataDir, 0o755) // PostgreSQL may run as another user.
let server: Postgres
before(async () => void (server = await startPostgres({ dataDir, forTests: true })))
after(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
})

/** A database of an owner with these rights; answers the owner's address of it. */
async function ownedBy(owner: string, rights: string): Promise<string> {
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`create role ${owner} login password 'secret' nosuperuser ${rights}`)
  await admin.query(`create database of_${owner} owner ${owner}`)
  await admin.end()
  return onDatabase(server.url, `of_${owner}`).replace(/\/\/[^@]*@/, `//${owner}:secret@`)
}

// The second that may create roles finds the role of the first, and may not use it.
for (const [owner, rights, actsAs] of [
  ['plain', '', 'plain'],
  ['maker', 'createrole', 'workernet_app'],
  ['second_maker', 'createrole', 'second_maker'],
] as const) {
  test(`a database whose owner is no superuser (${owner}) serves tenants apart`, async () => {
    const url = await ownedBy(owner, rights)
    await checkServer(url)
    const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir })
    const running = await openPlatform({ config, log: openLog('error'), url, modules: serverModules })
    const { database } = running.platform
    const made = await database.platform('write', (db) =>
      db
        .insertInto('tenants')
        .values(['one', 'two'].map((slug) => ({ name: slug, slug })))
        .returning('id')
        .execute(),
    )
    const [one, two] = made.map(({ id }) => id as string)
    await database.tenant(one!, 'write', (db) => db.insertInto('teams').values({ name: 'of one' }).execute())
    const seen = (tenant: string) =>
      database.tenant(tenant, 'read', (db) => db.selectFrom('teams').select('name').execute())
    assert.deepEqual(await seen(one!), [{ name: 'of one' }])
    assert.deepEqual(await seen(two!), [])
    const { rows } = await database.pool.query('select current_user as name, (select count(*) from teams) as teams')
    assert.deepEqual(rows, [{ name: actsAs, teams: 0 }])
    await running.stop()
  })
}

test('what is wrong with DATABASE_URL is said in one sentence', async () => {
  const url = await ownedBy('asked', '')
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query('create role free login password $$secret$$ bypassrls')
  await admin.query('create database of_free owner free')
  await admin.end()
  const free = onDatabase(url, 'of_free').replace('asked:', 'free:')
  const cases: [string, RegExp][] = [
    [url.replace(':secret@', ':guess@'), /refuses its user or password/],
    [onDatabase(url, 'nowhere'), /no database of that name/],
    ['postgres://a:b@127.0.0.1:9/c', /nothing answers at its host and port/],
    ['postgres://a:b@no-such-host.invalid/c', /host name is not known/],
    [free, /bypasses row-level security/],
  ]
  for (const [wrong, sentence] of cases) {
    await assert.rejects(checkServer(wrong), (error: Error) => {
      assert.equal(error.name, 'StartError', error.message)
      assert.match(error.message, sentence)
      return true
    })
  }
})
