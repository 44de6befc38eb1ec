// A database of one's own for every test file: copied from a template that is migrated once per run.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startPostgres } from './database/embedded.ts'

export type TestDatabase = { url: string; drop(): Promise<void> }

/** Opens a fresh copy of the template that `prepare` (migrations, queues) made for this `key`. */
export async function testDatabase(key: string, prepare: (url: string) => Promise<void>): Promise<TestDatabase> {
  const server = await testServer()
  const template = `template_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  try {
    // Test files run at the same time; the first makes the template, the others wait for it.
    await admin.query('select pg_advisory_lock(hashtext($1))', [template])
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
    if (!rowCount) await makeTemplate(admin, server.url, template, prepare)
    await admin.query('select pg_advisory_unlock(hashtext($1))', [template])
    await admin.query(`create database ${name} template ${template}`)
  } finally {
    await admin.end()
  }
  return {
    url: onDatabase(server.url, name),
    async drop() {
      const cleaner = new pg.Client({ connectionString: server.url })
      await cleaner.connect()
      await cleaner.query(`drop database if exists ${name} with (force)`)
      await cleaner.end()
      await server.stop()
    },
  }
}

async function makeTemplate(
  admin: pg.Client,
  url: string,
  template: string,
  prepare: (url: string) => Promise<void>,
): Promise<void> {
  const draft = `${template}_draft`
  await admin.query(`drop database if exists ${draft} with (force)`)
  await admin.query(`create database ${draft}`)
  await prepare(onDatabase(url, draft))
  await admin.query(`alter database ${draft} rename to ${template}`)
}

/** The same server, another database. */
export function onDatabase(url: string, name: string): string {
  const [before, query = ''] = url.split('?')
  return `${before!.replace(/\/[^/]*$/, `/${name}`)}${query && `?${query}`}`
}

/** The run's PostgreSQL, or one for this file alone when it is run by itself. */
async function testServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_POSTGRES_URL']
  if (given) return { url: given, stop: async () => {} }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'workernet-test-'))
  const server = await startPostgres({ dataDir, forTests: true })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
