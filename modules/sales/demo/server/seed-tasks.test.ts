import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { tasks } from '#modules/platform/tasks/contract.ts'
import { seedClients } from './seed-clients.ts'
import { seedDeals } from './seed-deals.ts'
import { seedTasks } from './seed-tasks.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('tasks are seeded about what is there, once', async () => {
  assert.equal(await seedTasks(p.running), 0)
  await seedClients(p.running)
  await seedDeals(p.running)
  assert.equal(await seedTasks(p.running), 40)
  assert.equal(await seedTasks(p.running), 0)
  const { items } = await p.as('acme', 'admin')(tasks.list, { limit: 200, sort: 'due' })
  assert.deepEqual([items.length, items.some(({ state }) => state === 'done')], [40, true])
})
