// Search over the demo as people ask: of sixty prepared questions nineteen in twenty have their answer among the first three.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sourcesOf } from '#kernel/server/search/kinds.ts'
import { refreshVocabulary } from '#kernel/server/search/vocabulary.ts'
import { search } from '#modules/platform/search/contract.ts'
import { deskIds, tenantId } from '#modules/support/demo/server/seeding/desk-records.ts'

import { DEMO_DESKS, loadDemoDesk } from '#modules/support/demo/server/content/demo-desk.ts'
import { seedDemo } from '#modules/support/demo/server/seed.ts'
import { barePlatform, type BarePlatform } from '#modules/support/demo/server/testing.ts'
import { QUESTIONS } from './testing/search-questions.ts'

let platform: BarePlatform
before(async () => {
  platform = await barePlatform()
  await seedDemo(platform.running)
  for (const desk of DEMO_DESKS)
    await refreshVocabulary(
      platform.running.platform,
      tenantId(desk),
      sourcesOf(platform.running.platform.search.kinds),
    )
})
after(() => platform.close())

test('sixty questions, and nineteen of twenty answered among the first three', async () => {
  assert.equal(QUESTIONS.length, 60)
  const missed: string[] = []
  for (const [desk, q, key] of QUESTIONS) {
    const agent = await platform.as(tenantId(desk), `agent@${desk}.test`)
    const wanted = deskIds({ slug: desk }, loadDemoDesk(desk)).ticket(key)
    const { items } = await agent(search.find, { q, limit: 3 })
    if (!items.some(({ id }) => id === wanted))
      missed.push(`${q} → ${key}, but: ${items.map(({ title }) => title).join(' | ') || 'nothing'}`)
  }
  assert.ok(missed.length <= 3, `${missed.length} missed:\n${missed.join('\n')}`)
})
