import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { tasks } from '#modules/platform/tasks/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { deals, quotes } from '#modules/sales/deals/contract.ts'
import { seedClients } from '../seed-clients.ts'
import { seedStory } from './seed-story.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('one deal of the demo has a story of everything that a deal can have, once', async () => {
  assert.equal(await seedStory(p.running), 0, 'there is nobody to sell to')
  await seedClients(p.running)
  assert.equal(await seedStory(p.running), 1)
  assert.equal(await seedStory(p.running), 0)
  const head = p.as('acme', 'sales_manager')
  const [deal] = (await head(deals.list, {})).items
  const { id } = deal!
  assert.ok(deal!.amount > 0 && deal!.contact)
  const told = (await head(timeline.list, { entity: 'deal', record: id })).items.map(({ entry }) => entry?.kind)
  for (const kind of ['mail', 'note', 'call', 'task', 'file'] as const) assert.ok(told.includes(kind), kind)
  const stays = (await head(deals.stays, { id })).items.map(({ seconds }) => seconds && Math.round(seconds / 86_400))
  assert.deepEqual(stays, [null, 11, 7])
  assert.equal((await head(quotes.list, { id })).items.length, 1)
  const about = (await head(tasks.about, { entity: 'deal', record: id })).items
  assert.ok(about.some(({ state }) => state === 'open'))
})
