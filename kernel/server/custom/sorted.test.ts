// Lists in the order of an organisation's own field: page by page, the empty ones behind, from the index.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, CustomField, Input } from '#kernel/contract/index.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'

let p: TestPlatform
let admin: Call
before(async () => {
  p = await testPlatform()
  admin = p.as('acme', 'admin')
  const define = (key: string, more: object) =>
    admin(fields.create, { entity: 'client', key, labels: { en: key }, ...more } as Input<typeof CustomField>)
  await define('cost', { type: 'number', filterable: true })
  await define('place', { type: 'text', filterable: true })
  await define('plain', { type: 'text' })
  await define('margin', { type: 'number', filterable: true, seen_by: ['manager'] })
  for (const [name, custom] of [
    ['a', { cost: 3, place: 'x' }],
    ['b', {}],
    ['c', { cost: 1, place: 'x' }],
    ['d', { cost: 3 }],
    ['e', {}],
    ['f', { cost: 2.5, place: 'a' }],
    ['g', { cost: -1 }],
  ] as const)
    await admin(clients.create, { name, custom })
})
after(() => p.close())

async function pages(sort: string, limit: number, more: object = {}): Promise<string> {
  const names: string[] = []
  for (let cursor: string | undefined, asked = 0; asked < 20; asked++) {
    const page = await admin(clients.list, { sort, limit, ...(cursor ? { cursor } : {}), ...more } as never)
    names.push(page.items.map(({ name }) => name).join(''))
    if (!page.next) break
    cursor = page.next
  }
  return names.join('|')
}

test('values stand in their order, the same ones and the empty ones by age, on pages of any size', async () => {
  assert.equal(await pages('custom.cost', 50), 'gcfadbe')
  assert.equal(await pages('-custom.cost', 50), 'dafcgeb')
  assert.equal(await pages('custom.cost', 2), 'gc|fa|db|e')
  assert.equal(await pages('-custom.cost', 3), 'daf|cge|b')
  assert.equal(await pages('custom.cost', 5), 'gcfad|be')
  assert.equal(await pages('custom.place', 1), 'f|a|c|b|d|e|g')
  assert.equal(await pages('custom.place', 2, { custom: { place: 'x' } }), 'ac')
})

test('the columns of the lists do not stand in the answer, and a total counts all', async () => {
  const page = await admin(clients.list, {
    sort: 'custom.cost',
    limit: 2,
    fields: ['id', 'name'],
    total: true,
  } as never)
  assert.equal(page.total, 7)
  assert.ok(!Object.keys(page.items[0]!).some((name) => name.startsWith('custom')))
})

test('what is not filterable, not there or not the caller’s to see is no order', async () => {
  const refused = (code: string) => (error: { refusals: object[] }) => {
    assert.deepEqual(error.refusals, [{ pointer: '/sort', code }])
    return true
  }
  await assert.rejects(pages('custom.plain', 5), refused('not_filterable'))
  await assert.rejects(pages('custom.nothing', 5), refused('unknown_field'))
  const head = p.as('acme', 'sales_manager')
  await assert.rejects(head(clients.list, { sort: 'custom.margin' } as never), refused('unknown_field'))
  await assert.rejects(admin(clients.list, { sort: 'custom.cost', cursor: 'bm8' } as never), { status: 400 })
})
