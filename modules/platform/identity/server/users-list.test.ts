import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { teams, users } from '../contract.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('people are found by role, by team and by whether they are let in, each alone and together', async () => {
  const admin = p.as('acme', 'admin')
  const [night, day] = [await admin(teams.create, { name: 'Night' }), await admin(teams.create, { name: 'Day' })]
  const make = (name: string, more: object) =>
    admin(users.create, { name, email: `${name}@list.test`, role: 'agent', language: 'ru', ...more } as never)
  await make('owl', { teams: [night.id] })
  await make('lark', { teams: [day.id] })
  await make('both', { teams: [day.id, night.id] })
  const gone = await make('gone', { teams: [night.id] })
  await make('boss', { role: 'manager', teams: [night.id] })
  await admin(users.update, { id: gone.id, is_active: false })

  const found = async (filters: object) =>
    (await admin(users.list, { q: 'list.test', sort: 'name', ...filters })).items.map(({ name }) => name)
  const table: [object, string[]][] = [
    [{}, ['boss', 'both', 'gone', 'lark', 'owl']],
    [{ teams: night.id }, ['boss', 'both', 'gone', 'owl']],
    [{ teams: [night.id, day.id] }, ['boss', 'both', 'gone', 'lark', 'owl']],
    [{ is_active: false }, ['gone']],
    [{ role: 'manager' }, ['boss']],
    [{ role: ['agent', 'manager'], teams: night.id, is_active: true }, ['boss', 'both', 'owl']],
    [{ role: 'agent', teams: day.id, is_active: true }, ['both', 'lark']],
    [{ role: 'client' }, []],
  ]
  for (const [filters, wanted] of table) assert.deepEqual(await found(filters), wanted, JSON.stringify(filters))
  // Another organisation's team is nobody's here.
  const foreign = await p.as('globex', 'admin')(teams.create, { name: 'Night' })
  assert.deepEqual(await found({ teams: foreign.id }), [])
})
