import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { testDatabase, type TestDatabase } from '../../testing.ts'
import { openPool } from '../pool.ts'
import { transaction } from '../transaction.ts'

let database: TestDatabase
let pool: pg.Pool
before(async () => {
  database = await testDatabase('neighbours', async (url) => {
    const template = new pg.Client({ connectionString: url })
    await template.connect()
    await template.query(
      `create table notes (id int generated always as identity, text text unique check (text <> ''), said int)`,
    )
    await template.query(`create table statements (rows int)`)
    await template.query(`create function counted() returns trigger language plpgsql as
      $$ begin insert into statements select count(*) from written; return null; end $$`)
    await template.query(`create trigger counted after insert on notes referencing new table as written
      for each statement execute function counted()`)
    await template.end()
  })
  pool = openPool({ url: database.url, size: 1, name: 'test', log: { warn() {} } as never })
})
after(async () => {
  await pool.end()
  await database.drop()
})

const write = <T>(work: Parameters<typeof transaction<T>>[3]) => transaction(pool, 'begin', 'write', work)
const sizes = () =>
  write(async (db) => {
    const rows = await db.deleteFrom('statements').returning('rows').execute()
    return rows.map(({ rows: size }) => size as number)
  })
const texts = () =>
  write(async (db) => (await db.selectFrom('notes').select('text').orderBy('id').execute()).map(({ text }) => text))

test('rows written side by side are one statement, and each writer is given its own', async () => {
  const written = await write((db) =>
    Promise.all(
      Array.from({ length: 13 }, (_none, at) =>
        db
          .insertInto('notes')
          .values({ text: `side ${at}`, said: at })
          .returning(['id', 'said'])
          .executeTakeFirstOrThrow(),
      ),
    ),
  )
  assert.deepEqual(
    written.map(({ said }) => said),
    Array.from({ length: 13 }, (_none, at) => at),
  )
  assert.deepEqual(await sizes(), [8, 4, 1])
})

test('what stands between two rows keeps its place', async () => {
  const [, count] = await write((db) =>
    Promise.all([
      db.insertInto('notes').values({ text: 'before', said: 1 }).execute(),
      db.selectFrom('notes').select('text').where('text', 'in', ['before', 'behind']).execute(),
      db.insertInto('notes').values({ text: 'behind', said: 1 }).execute(),
    ]),
  )
  assert.deepEqual(count, [{ text: 'before' }])
  assert.deepEqual(await sizes(), [1, 1])
})

test('a row that nobody waits for is written before the commit; one that is refused takes all with it', async () => {
  await write(async (db) => {
    void db.insertInto('notes').values({ text: 'unawaited', said: 1 }).execute()
  })
  assert.ok((await texts()).includes('unawaited'))
  const kept = await texts()
  await assert.rejects(
    write((db) => Promise.all(['good', ''].map((text) => db.insertInto('notes').values({ text, said: 2 }).execute()))),
    /notes_text_check/,
  )
  assert.deepEqual(await texts(), kept)
})

test('nothing of a transaction that was given up is written by the next one of its connection', async () => {
  await assert.rejects(
    write(async (db) => {
      db.insertInto('notes')
        .values({ text: 'late', said: 1 })
        .execute()
        .catch(() => {})
      throw new Error('given up')
    }),
    /given up/,
  )
  await texts()
  assert.ok(!(await texts()).includes('late'))
})

test('rows of which one may give way to another go by themselves', async () => {
  await sizes()
  await write((db) =>
    Promise.all(
      ['same', 'same'].map((text) =>
        db
          .insertInto('notes')
          .values({ text, said: 1 })
          .onConflict((met) => met.column('text').doUpdateSet({ said: 2 }))
          .execute(),
      ),
    ),
  )
  assert.equal((await texts()).filter((text) => text === 'same').length, 1)
})
