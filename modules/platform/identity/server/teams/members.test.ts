import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { teams, users } from '../../contract.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('people are found by their team, and by whether they may sign in', async () => {
  const admin = p.as('acme', 'admin')
  const [billing, lines] = [
    await admin(teams.create, { name: 'Billing' }),
    await admin(teams.create, { name: 'Lines' }),
  ]
  await admin(users.update, { id: p.id('acme', 'agent'), teams: [billing.id, lines.id] })
  await admin(users.update, { id: p.id('acme', 'manager'), teams: [lines.id], is_active: false })
  const found = async (filters: object) =>
    (await admin(users.list, { sort: 'name', ...filters })).items.map(({ id }) => id).toSorted()
  assert.deepEqual(await found({ teams: billing.id }), [p.id('acme', 'agent')])
  assert.deepEqual(await found({ teams: lines.id }), [p.id('acme', 'agent'), p.id('acme', 'manager')].toSorted())
  assert.deepEqual(await found({ teams: lines.id, is_active: true }), [p.id('acme', 'agent')])
  assert.deepEqual(await p.as('globex', 'admin')(users.list, { teams: billing.id }), { items: [], next: null })
})
