import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { entity, line, whole, yesNo } from '#kernel/contract/index.ts'
import { difference } from '#kernel/server/database/columns.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'

let desk: TestPlatform
let owner: pg.Client
before(async () => {
  desk = await testPlatform()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
})
after(async () => {
  await owner.end()
  await desk.close()
})

test('the database looks like the entities say', async () => {
  assert.deepEqual(await difference(owner, desk.running.entities), [])
})

test('what is missing is found, and the SQL that is suggested for it mends it', async () => {
  const first = entity('boat', { table: 'boats', written: { name: line(), length: whole() } })
  for (const statement of await difference(owner, [first])) await owner.query(statement)
  assert.deepEqual(await difference(owner, [first]), [])

  const then = entity('boat', { table: 'boats', written: { name: line().nullable(), sails: yesNo(), length: line() } })
  const found = await difference(owner, [then])
  assert.deepEqual(found.toSorted(), [
    'alter table boats add column sails boolean not null;',
    'alter table boats alter column length type text;',
    'alter table boats alter column name drop not null;',
  ])
  for (const statement of found) await owner.query(statement)
  assert.deepEqual(await difference(owner, [then]), [])
  assert.deepEqual(
    await difference(owner, [first]).then((all) => all.includes('alter table boats drop column sails;')),
    true,
  )
})
