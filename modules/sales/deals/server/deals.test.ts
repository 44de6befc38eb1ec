import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, CustomField, Input, Problem } from '#kernel/contract/index.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { clients, contactCards, contacts } from '#modules/sales/clients/contract.ts'
import { board, deals, lossReasons, pipelines, pipelineStages } from '../contract.ts'
import type { StageRow } from './tables.ts'

let p: TestPlatform
let head: Call
let seller: Call
let client: string
let pipeline: string
let stages: StageRow[]
let reason: string
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  seller = p.as('acme', 'seller')
  client = (await head(clients.create, { name: 'Anvar', owner: p.id('acme', 'seller') })).id
  pipeline = (await head(pipelines.list, {})).items[0]!.id
  stages = await stagesOf(pipeline)
  reason = (await head(lossReasons.list, { sort: 'position' })).items[0]!.id
})
after(() => p.close())

const stagesOf = async (of: string) => (await head(pipelineStages.list, { pipeline: of, sort: 'position' })).items
const make = (more: object = {}, by: Call = head) => by(deals.create, { title: 'Deal', client, ...more })
const refused =
  (...wanted: [string, string][]) =>
  (error: Problem) => {
    assert.deepEqual(
      error.refusals.map((one) => [one.pointer, one.code]),
      wanted,
    )
    return true
  }
/** A pipeline of one's own: New, Won, Lost and what is asked for. */
async function own(...more: object[]): Promise<StageRow[]> {
  const made = await head(pipelines.create, { name: `Own ${Math.random()}` })
  for (const [index, stage] of more.entries())
    await head(pipelineStages.create, { pipeline: made.id, name: `More ${index}`, position: 50 + index, ...stage })
  return stagesOf(made.id)
}

test('every tenant has a pipeline from its beginning, and new deals begin in its first stage', async () => {
  assert.deepEqual(
    stages.map(({ kind, probability }) => [kind, probability]),
    [
      ['open', 10],
      ['open', 25],
      ['open', 50],
      ['open', 75],
      ['won', 100],
      ['lost', 0],
    ],
  )
  assert.equal((await p.as('globex', 'admin')(pipelines.list, {})).items.length, 1)
  const deal = await make()
  assert.deepEqual([deal.pipeline, deal.stage, deal.state, deal.currency], [pipeline, stages[0]!.id, 'open', 'UZS'])
})

test('a seller sees and moves their own and their team’s deals, a head of sales all, support none, another tenant nothing', async () => {
  const mine = await make({}, seller)
  assert.equal(mine.owner, p.id('acme', 'seller'))
  const other = await make({ owner: p.id('acme', 'sales_manager') })
  await assert.rejects(seller(deals.get, { id: other.id }), { status: 404 })
  await assert.rejects(seller(deals.move, { id: other.id, stage: stages[1]!.id }), { status: 404 })
  await assert.rejects(make({ owner: p.id('acme', 'sales_manager') }, seller), { status: 403 })
  await assert.rejects(p.as('acme', 'agent')(deals.get, { id: mine.id }), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(deals.get, { id: mine.id }), { status: 404 })
  assert.equal((await p.as('acme', 'analyst')(deals.get, { id: mine.id })).title, 'Deal')
  await assert.rejects(p.as('acme', 'analyst')(deals.win, { id: mine.id }), { status: 403 })
  await assert.rejects(seller(deals.remove, { id: mine.id }), { status: 403 })
  const hidden = await head(clients.create, { name: 'Hidden', owner: p.id('acme', 'sales_manager') })
  await assert.rejects(make({ client: hidden.id }, seller), refused(['/client', 'unknown_reference']))
})

test('a contact is one of the client’s own, and goes when the deal gets another client', async () => {
  const [anna, other] = await Promise.all([
    head(contacts.create, { id: client, name: 'Anna' }),
    head(clients.create, { name: 'Other' }),
  ])
  const deal = await make({ contact: anna.id })
  await assert.rejects(make({ client: other.id, contact: anna.id }), refused(['/contact', 'not_of_client']))
  assert.equal((await head(deals.update, { id: deal.id, client: other.id })).contact, null)
})

test('people are named by their ids, unless their client is out of sight', async () => {
  const hidden = await head(clients.create, { name: 'Hers', owner: p.id('acme', 'sales_manager') })
  const { id } = await head(contacts.create, { id: hidden.id, name: 'Zoya', job: 'CFO' })
  const seen = await head(contactCards.cards, { ids: [id] })
  assert.deepEqual(seen.items, [{ id, name: 'Zoya', job: 'CFO', client: hidden.id }])
  assert.deepEqual((await seller(contactCards.cards, { ids: [id] })).items, [])
  assert.deepEqual((await p.as('globex', 'admin')(contactCards.cards, { ids: [id] })).items, [])
})

test('a deal keeps its organisation’s fields, is found by them, and its history tells of them', async () => {
  const admin = p.as('acme', 'admin')
  const add = (key: string, more: object) =>
    admin(fields.create, { entity: 'deal', key, type: 'text', labels: { en: key }, ...more } as Input<
      typeof CustomField
    >)
  await add('site', { searched: true, filterable: true })
  await add('margin', { seen_by: ['manager'] })
  const deal = await admin(deals.create, { title: 'With a site', client, custom: { site: 'Registan', margin: '12' } })
  assert.deepEqual((await head(deals.get, { id: deal.id })).custom, { site: 'Registan' })
  for (const asked of [{ q: 'Registan' }, { custom: { site: 'Registan' } }])
    assert.deepEqual(
      (await head(deals.list, asked)).items.map(({ id }) => id),
      [deal.id],
    )
  const after = await head(deals.update, { id: deal.id, custom: { site: 'Khiva' } })
  assert.deepEqual([after.custom, after.version], [{ site: 'Khiva' }, deal.version + 1])
  assert.deepEqual((await admin(deals.get, { id: deal.id })).custom, { site: 'Khiva', margin: '12' })
  await admin(deals.update, { id: deal.id, custom: { margin: '15' } })
  const { items } = await head(deals.history, { id: deal.id })
  assert.deepEqual(
    items.map(({ changes }) => changes),
    [{}, { 'custom.site': ['Registan', 'Khiva'] }, {}],
  )
  await assert.rejects(head(deals.update, { id: deal.id, custom: { unheard_of: 1 } }), { status: 422 })
})

test('a stage asks for its fields, which may be given on the way', async () => {
  const [, , , asking] = await own({ required: ['amount', 'expected_close'] })
  const deal = await make()
  await assert.rejects(
    head(deals.move, { id: deal.id, stage: asking!.id }),
    refused(['/values/amount', 'required_by_stage'], ['/values/expected_close', 'required_by_stage']),
  )
  const values = { amount: 150_000, expected_close: '2026-12-31' }
  const moved = await head(deals.move, { id: deal.id, stage: asking!.id, values })
  assert.deepEqual([moved.stage, moved.amount, moved.expected_close], [asking!.id, 150_000, '2026-12-31'])
  await assert.rejects(make({ stage: asking!.id, amount: 1 }), refused(['/expected_close', 'required_by_stage']))
})

test('a full stage refuses one more where it is to, and only says so where it is not', async () => {
  const [first, , , full, warned] = await own({ wip_limit: 1, wip_rule: 'block' }, { wip_limit: 1 })
  const [one, two] = [await make({ stage: first!.id }), await make({ stage: first!.id })]
  await head(deals.move, { id: one.id, stage: full!.id })
  await assert.rejects(head(deals.move, { id: two.id, stage: full!.id }), { code: 'deal.wip_reached', status: 409 })
  await head(deals.move, { id: one.id, stage: full!.id })
  await head(deals.move, { id: two.id, stage: warned!.id })
  await head(deals.move, { id: one.id, stage: warned!.id })
  const { columns } = await head(board.board, { id: first!.pipeline })
  assert.equal(columns.find(({ stage }) => stage === warned!.id)!.inside, 2)
})

test('a deal is won, lost for a reason and opened again where it was; how long it was where is kept', async () => {
  const deal = await make()
  await head(deals.move, { id: deal.id, stage: stages[2]!.id })
  const lost = stages.find(({ kind }) => kind === 'lost')!
  await assert.rejects(
    head(deals.move, { id: deal.id, stage: lost.id }),
    refused(['/loss_reason', 'needs_loss_reason']),
  )
  const after = await head(deals.lose, { id: deal.id, loss_reason: reason })
  assert.deepEqual([after.state, after.loss_reason, after.won_at], ['lost', reason, null])
  assert.ok(after.lost_at)
  const again = await head(deals.reopen, { id: deal.id })
  assert.deepEqual([again.state, again.stage, again.lost_at, again.loss_reason], ['open', stages[2]!.id, null, null])
  await assert.rejects(head(deals.reopen, { id: deal.id }), { code: 'deal.is_open' })
  assert.ok((await head(deals.win, { id: deal.id })).won_at)
  const { items } = await head(deals.stays, { id: deal.id })
  const won = stages.find(({ kind }) => kind === 'won')!
  assert.deepEqual(
    items.map(({ stage, seconds }) => [stage, seconds !== null]),
    [
      [won.id, false],
      [stages[2]!.id, true],
      [lost.id, true],
      [stages[2]!.id, true],
      [stages[0]!.id, true],
    ],
  )
  const told = await head(deals.history, { id: deal.id })
  assert.deepEqual(
    told.items.map(({ name }) => name),
    ['deal.won', 'deal.moved', 'deal.lost', 'deal.moved', 'deal.created'],
  )
})

test('a stage with deals goes when it is said where they go, and the last open one stays', async () => {
  const [first, won, , other] = await own({})
  const made = [await make({ stage: first!.id }), await make({ stage: first!.id })]
  const there = await make({ stage: other!.id })
  await assert.rejects(head(pipelineStages.remove, { id: first!.id }), {
    code: 'pipeline_stage.has_deals',
    params: { count: 2 },
  })
  for (const to of [first!.id, won!.id, stages[1]!.id])
    await assert.rejects(head(pipelineStages.remove, { id: first!.id, to }), refused(['/to', 'other_way']))
  await assert.rejects(head(pipelines.remove, { id: first!.pipeline }), { code: 'pipeline.has_deals' })
  await head(pipelineStages.remove, { id: first!.id, to: other!.id })
  const { items } = await head(deals.list, { stage: other!.id, sort: 'position' })
  assert.deepEqual(
    items.map(({ id }) => id),
    [there.id, made[1]!.id, made[0]!.id],
  )
  await assert.rejects(head(pipelineStages.remove, { id: other!.id, to: other!.id }), {
    code: 'pipeline_stage.last_open',
  })
  await assert.rejects(head(pipelines.remove, { id: pipeline }), { code: 'pipeline.is_default' })
  await assert.rejects(head(pipelines.update, { id: pipeline, is_default: false }), { code: 'pipeline.is_default' })
})

test('lines add up to the amount, to the last minor unit', async () => {
  const lines = [
    { name: 'Router', quantity: 3, price: 33_333, discount: 10 },
    { name: 'Cable', quantity: 0.333, price: 100 },
  ]
  const deal = await make({ amount: 5, lines })
  assert.equal(deal.amount, 89_999 + 33)
  assert.equal((await head(deals.update, { id: deal.id, amount: 7 })).amount, 90_032)
  const without = await head(deals.update, { id: deal.id, lines: [], amount: 7 })
  assert.deepEqual([without.amount, without.lines], [7, []])
})

test('taxes come on top of the amount or are within it, as the deal says', async () => {
  const deal = await make({ lines: [{ name: 'Router', quantity: 1, price: 10_000, tax: 12 }] })
  assert.deepEqual([deal.amount, deal.tax_included], [10_000, true])
  const onTop = await head(deals.update, { id: deal.id, tax_included: false })
  assert.deepEqual([onTop.amount, onTop.version], [11_200, deal.version + 1])
  const two = await head(deals.update, {
    id: deal.id,
    lines: [...onTop.lines, { name: 'Cable', quantity: 1, price: 1 }],
  })
  assert.equal(two.amount, 11_201)
  assert.equal(
    (await make({ tax_included: false, lines: [{ name: 'Router', quantity: 1, price: 50, tax: 5 }] })).amount,
    53,
  )
})

test('a stale save is refused', async () => {
  const deal = await make()
  await head(deals.update, { id: deal.id, title: 'New' })
  const late = p.as('acme', 'sales_manager', { expected_version: deal.version })
  await assert.rejects(late(deals.update, { id: deal.id, title: 'Late' }), { status: 412 })
  await assert.rejects(late(deals.move, { id: deal.id, stage: stages[1]!.id }), { status: 412 })
})

test('a deleted deal comes back, and where its stage is gone it begins anew', async () => {
  const [first, , , gone] = await own({})
  const deal = await make({ stage: gone!.id, tags: ['vip'] })
  await head(deals.remove, { id: deal.id })
  await assert.rejects(head(deals.get, { id: deal.id }), { status: 404 })
  await head(pipelineStages.remove, { id: gone!.id })
  assert.equal((await head(deals.restore, { id: deal.id })).stage, first!.id)
  assert.deepEqual(
    (await head(deals.list, { tags: ['vip'] })).items.map(({ id }) => id),
    [deal.id],
  )
  await assert.rejects(head(deals.restore, { id: deal.id }), { code: 'deal.not_removed' })
})

test('the board adds up what everyone may see, by stage and currency, whatever page a column shows', async () => {
  const [first, , lost, half] = await own({ probability: 50 })
  const more = { stage: half!.id, client }
  await make({ ...more, amount: 1_001, tags: ['board'], title: 'Щебень для платформы' })
  await make({ ...more, amount: 2_000, expected_close: '2026-12-01' }, seller)
  const closed = await make({ ...more, amount: 500, currency: 'USD' })
  await make({ ...more, amount: 700, currency: 'USD' })
  await head(deals.lose, { id: closed.id, loss_reason: reason })
  const columnsFor = async (by: Call, filters: object = {}) =>
    Object.fromEntries(
      (await by(board.board, { id: first!.pipeline, ...filters })).columns.map((one) => [one.stage, one]),
    )
  const all = await columnsFor(head)
  assert.equal(all[half!.id]!.count, 3)
  assert.deepEqual(all[half!.id]!.sums, [
    { currency: 'USD', sum: 700, weighted: 350 },
    { currency: 'UZS', sum: 3_001, weighted: 1_501 },
  ])
  assert.deepEqual(all[lost!.id]!.sums, [{ currency: 'USD', sum: 500, weighted: 0 }])
  const mine = await columnsFor(seller)
  assert.deepEqual([mine[half!.id]!.count, mine[half!.id]!.inside], [1, 3])
  const soon = await columnsFor(head, { expected_close_from: '2026-12-01', expected_close_to: '2026-12-02' })
  assert.equal(soon[half!.id]!.count, 1)
  // As a list is narrowed, views with their words and tags among it.
  const narrowed: [object, number][] = [
    [{ tags: 'board' }, 1],
    [{ q: 'щебень' }, 1],
    [{ q: 'щебень', state: 'lost' }, 0],
    [{ tags: 'board', state: 'lost' }, 0],
  ]
  for (const [filters, count] of narrowed)
    assert.equal((await columnsFor(head, filters))[half!.id]!.count, count, JSON.stringify(filters))
})

test('the forecast weighs open deals by the month they are expected in, and counts won ones', async () => {
  const [, , , half] = await own({ probability: 50 })
  const more = { stage: half!.id, owner: p.id('acme', 'seller') }
  await make({ ...more, amount: 1_000, expected_close: '2031-02-28' })
  await make({ ...more, amount: 3_000, expected_close: '2031-02-01' })
  await make({ ...more, amount: 9_000, expected_close: '2031-08-01' })
  const wonDeal = await make({ ...more, amount: 400 })
  await head(deals.win, { id: wonDeal.id })
  const asked = { pipeline: half!.pipeline, owner: [p.id('acme', 'seller')] }
  const { items } = await head(board.forecast, { ...asked, from: '2031-01', months: 3 })
  assert.deepEqual(
    items.map(({ month, open, sum, weighted, won }) => ({ month, open, sum, weighted, won })),
    [{ month: '2031-02', open: 2, sum: 4_000, weighted: 2_000, won: 0 }],
  )
  const now = new Date().toISOString().slice(0, 7)
  const [won] = (await head(board.forecast, { ...asked, from: now, months: 1 })).items
  assert.deepEqual([won!.won, won!.won_sum], [1, 400])
})
