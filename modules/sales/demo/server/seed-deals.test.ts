import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { seedClients } from './seed-clients.ts'
import { seedDeals } from './seed-deals.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('the demo has deals on every stage, and seeding again adds nothing', async () => {
  assert.equal(await seedDeals(p.running), 0)
  await seedClients(p.running)
  assert.equal(await seedDeals(p.running), 60)
  assert.equal(await seedDeals(p.running), 0)
  const { items } = await p.as('acme', 'sales_manager')(deals.list, { limit: 100 })
  assert.equal(items.length, 60)
  assert.equal(new Set(items.map(({ stage }) => stage)).size, 6)
})
