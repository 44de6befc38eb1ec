// Segments: who keeps them, who belongs to them, and what becomes of one that cannot be asked any more.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, Conditions, CustomField, Input } from '#kernel/contract/index.ts'
import { bulk } from '#modules/platform/bulk/contract.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { views } from '#modules/platform/views/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { clients, segments } from '../../contract.ts'

let p: TestPlatform
let head: Call
let seller: Call
const ids: string[] = []
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  seller = p.as('acme', 'seller')
  for (const [name, language, owner] of [
    ['One', 'ru', null],
    ['Two', 'ru', p.id('acme', 'seller')],
    ['Three', 'en', null],
  ] as const)
    ids.push((await head(clients.create, { name, language, owner } as never)).id)
  await head(deals.create, { title: 'Deal', client: ids[2]! })
})
after(() => p.close())

const russian: Conditions = { field: 'language', test: 'is', values: ['ru'] }
const buyers: Conditions = { any: [russian, { field: 'fact.open_deals', test: 'at_least', values: [1] }] }
const make = (call: Call, name: string, conditions: Conditions = russian) =>
  call(segments.create, { name, conditions: conditions as never })
const namesIn = async (call: Call, id: string) =>
  (await call(segments.clients, { id, sort: 'name' } as never)).items.map(({ name }) => name)

test('a segment holds whom its conditions hold for now, each seeing their own', async () => {
  const { id } = await make(head, 'Buyers', buyers)
  assert.deepEqual(await namesIn(head, id), ['One', 'Three', 'Two'])
  assert.deepEqual(await namesIn(seller, id), ['Two'])
  const late = await head(clients.create, { name: 'Zoe', language: 'ru' })
  assert.deepEqual(await namesIn(head, id), ['One', 'Three', 'Two', 'Zoe'])
  await head(clients.remove, { id: late.id })
  const { items } = await head(clients.list, { segment: id, stage: 'lead', total: true } as never)
  assert.equal(items.length, 3)
  const counted = await head(segments.counts, { ids: [id] })
  assert.deepEqual(counted.items, [{ id, count: 3, capped: false }])
  assert.deepEqual((await seller(segments.counts, { ids: [id] })).items[0]!.count, 1)
  const preview = await head(segments.preview, { conditions: buyers as never })
  assert.deepEqual([preview.count, preview.items.length], [3, 3])
  assert.deepEqual((await head(segments.ofClient, { client: ids[2]! })).items, [{ id, name: 'Buyers' }])
})

test('a view and a run over many take a segment as a filter', async () => {
  const { id } = await make(head, 'Russian')
  const counts = await head(views.counts, { entity: 'client', sets: [{ key: 'a', filters: { segment: id } }] })
  assert.equal(counts.items[0]!.count, 2)
  const view = await head(views.create, { entity: 'client', name: 'Russian', filters: { segment: id } } as never)
  assert.deepEqual(view.filters, { segment: id })
  const run = await head(bulk.start, {
    entity: 'client',
    action: clients.tag.name,
    input: { tags: ['kept'], mode: 'add' },
    selection: { filter: { segment: id } },
  })
  assert.deepEqual([run.total, run.changed], [2, 2])
})

test('who keeps it changes it; whom it is not for does not see it', async () => {
  const own = await make(seller, 'Mine')
  const other = await make(head, 'Of the head')
  await seller(segments.update, { id: own.id, name: 'Mine still' })
  await assert.rejects(seller(segments.update, { id: other.id, name: 'x' }), { status: 404 })
  await assert.rejects(seller(segments.remove, { id: other.id }), { status: 404 })
  await assert.rejects(make(p.as('acme', 'analyst'), 'x'), { status: 403 })
  await assert.rejects(p.as('acme', 'agent')(segments.list, {}), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(segments.get, { id: own.id }), { status: 404 })
  await assert.rejects(p.as('globex', 'admin')(segments.clients, { id: own.id } as never), { status: 404 })
  await head(segments.remove, { id: own.id })
  await assert.rejects(head(clients.list, { segment: own.id } as never), { status: 404 })
  await head(segments.restore, { id: own.id })
  assert.equal((await head(segments.get, { id: own.id })).name, 'Mine still')
})

test('conditions that ask what is not there are refused, later ones hold nobody rather than everybody', async () => {
  const admin = p.as('acme', 'admin')
  const wrong = { all: [russian, { field: 'custom.size', test: 'is', values: ['xl'] }] } as Conditions
  await assert.rejects(make(head, 'Wrong', wrong), (error: { refusals: object[] }) => {
    assert.deepEqual(error.refusals, [{ pointer: '/conditions/all/1/field', code: 'unknown_field' }])
    return true
  })
  const field = await admin(fields.create, {
    entity: 'client',
    key: 'size',
    type: 'text',
    labels: { en: 'Size' },
    filterable: true,
  } as Input<typeof CustomField>)
  const { id } = await make(head, 'Either', { any: [russian, { field: 'custom.size', test: 'is', values: ['xl'] }] })
  assert.equal((await namesIn(head, id)).length, 2)
  await admin(fields.archive, { id: field.id })
  await assert.rejects(namesIn(head, id), { code: 'client_segment.not_askable', status: 409 })
  const counts = await head(views.counts, { entity: 'client', sets: [{ key: 'a', filters: { segment: id } }] })
  assert.equal(counts.items[0]!.count, 0)
  assert.deepEqual((await head(segments.counts, { ids: [id] })).items, [{ id, count: null, capped: false }])
})
