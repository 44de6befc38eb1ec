import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { rules } from '#modules/platform/rules/contract.ts'
import { segments } from '#modules/sales/clients/contract.ts'
import { letterTemplates } from '#modules/sales/correspondence/contract.ts'
import { webForms } from '#modules/sales/web-forms/contract.ts'
import { seedClients } from '../seed-clients.ts'
import { seedDeals } from '../seed-deals.ts'
import { seedKept } from './seed-kept.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('what sales people keep ready is seeded once, and is of use', async () => {
  assert.equal(await seedKept(p.running), false)
  await seedClients(p.running)
  await seedDeals(p.running)
  assert.deepEqual([await seedKept(p.running), await seedKept(p.running)], [true, false])
  const head = p.as('acme', 'sales_manager')
  const { items } = await head(segments.list, {})
  assert.equal(items.length, 3)
  for (const { count } of (await head(segments.counts, { ids: items.map(({ id }) => id) })).items)
    assert.ok(count! > 0, 'somebody belongs to each segment')
  assert.equal((await head(letterTemplates.list, {})).items.length, 1)
  assert.equal((await head(webForms.list, {})).items.length, 1)
  assert.deepEqual(
    (await head(rules.list, {})).items.map(({ is_on }) => is_on),
    [true, true],
  )
})
