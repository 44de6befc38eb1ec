import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { COMPANIES } from './companies.ts'
import { PEOPLE } from './people.ts'
import { seedClients } from './seed-clients.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('the demo has clients for whoever sells, and seeding again adds nothing', async () => {
  assert.equal(await seedClients(p.running), COMPANIES.length + PEOPLE.length)
  assert.equal(await seedClients(p.running), 0)
  const { total } = await p.as('acme', 'sales_manager')(clients.list, { total: true })
  assert.equal(total, 48)
  assert.ok((await p.as('acme', 'seller')(clients.list, {})).items.length > 10)
  assert.equal((await p.as('globex', 'admin')(clients.list, {})).items.length, 0)
})
