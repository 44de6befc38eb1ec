// Quotes over the API: made from a deal, kept as files of it, numbered, read by whoever sees the deal.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { extractText, getDocumentProxy } from 'unpdf'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { components } from '#modules/platform/components/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { deals, quotes } from '../../contract.ts'

let desk: TestPlatform
before(async () => void (desk = await testPlatform()))
after(() => desk.close())

async function deal(): Promise<string> {
  const as = desk.as('acme', 'sales_manager')
  const client = await as(clients.create, { name: 'Ромашка', kind: 'organisation' } as never)
  const lines = [{ name: 'Лицензия', quantity: 2, price: 100_000, discount: 50 }]
  return (await as(deals.create, { title: 'Внедрение', client: client.id, currency: 'UZS', lines })).id
}

test('a quote is a file on the deal’s timeline, read as a PDF by whoever sees the deal', async () => {
  const as = desk.as('acme', 'sales_manager')
  const id = await deal()
  await desk.as('acme', 'admin')(components.configure, {
    component: 'deals',
    quote_valid_days: 10,
    quote_terms: 'Предоплата 30 %',
  })
  await desk.running.platform.components.refresh()
  const first = await as(quotes.create, { id, language: 'ru', issued_on: '2026-11-21' })
  assert.deepEqual(
    [first.valid_until, first.amount, first.currency, first.author],
    ['2026-12-01', 100_000, 'UZS', desk.id('acme', 'sales_manager')],
  )
  const second = await as(quotes.create, { id, language: 'ar', issued_on: '2026-11-21', valid_until: '2026-11-30' })
  assert.equal(second.number, first.number + 1)
  assert.deepEqual(
    (await as(quotes.list, { id })).items.map(({ number }) => number),
    [second.number, first.number],
  )
  const { items } = await as(timeline.list, { entity: 'deal', record: id, kinds: ['file'] })
  assert.deepEqual(
    items.map(({ entry }) => entry!.facts['name']),
    [second.name, first.name],
  )

  const app = await desk.edge()
  const path = items[1]!.entry!.facts['path'] as string
  const get = async (person: 'sales_manager' | 'agent', tenant: 'acme' | 'globex' = 'acme') =>
    app.inject({ url: path, headers: await desk.signIn(app, tenant, person) })
  const answer = await get('sales_manager')
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['content-type'], 'application/pdf')
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(answer.rawPayload)), { mergePages: true })
  for (const wanted of ['Ромашка', 'Лицензия', 'Предоплата 30 %', `№ ${first.number}`])
    assert.ok(text.includes(wanted), `${wanted} in ${text}`)
  assert.equal((await get('agent')).statusCode, 403)
  assert.equal((await get('sales_manager', 'globex')).statusCode, 404)
})

test('a quote that ends before it begins is refused, and so is one of a deal out of sight', async () => {
  const id = await deal()
  const as = desk.as('acme', 'sales_manager')
  const wrong = { id, language: 'en', issued_on: '2026-11-21', valid_until: '2026-11-20' } as const
  await assert.rejects(as(quotes.create, wrong), { status: 422 })
  await assert.rejects(desk.as('globex', 'admin')(quotes.create, { id, language: 'en' }), { status: 404 })
  await assert.rejects(desk.as('globex', 'admin')(quotes.list, { id }), { status: 404 })
})
