// The board in lanes: what they add up to, who may move what into which, and limits that do not care for lanes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, CustomField, Input, Problem } from '#kernel/contract/index.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { board, deals, pipelines, pipelineStages } from '../../contract.ts'

let p: TestPlatform
let head: Call
let seller: Call
let client: string
let me: string
let boss: string
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  seller = p.as('acme', 'seller')
  ;[me, boss] = [p.id('acme', 'seller'), p.id('acme', 'sales_manager')]
  client = (await head(clients.create, { name: 'Anvar', owner: me })).id
  const add = (key: string, more: object) =>
    p.as('acme', 'admin')(fields.create, { entity: 'deal', key, labels: { en: key }, ...more } as Input<
      typeof CustomField
    >)
  const options = ['high', 'low'].map((key) => ({ key, labels: { en: key } }))
  await add('priority', { type: 'dropdown', filterable: true, options, edited_by: ['sales_manager'] })
  await add('colour', { type: 'dropdown', options })
})
after(() => p.close())

/** A pipeline of one's own: its first stage, another of 50 %, and what the board says of its lanes. */
async function way(more: object = {}) {
  const { id } = await head(pipelines.create, { name: `Way ${Math.random()}` })
  await head(pipelineStages.create, { pipeline: id, name: 'More', position: 50, probability: 50, ...more })
  const stages = (await head(pipelineStages.list, { pipeline: id, sort: 'position' })).items
  const [first, next] = [stages[0]!.id, stages.find(({ name }) => name === 'More')!.id]
  const lanes = async (by: string, filters: object = {}, call: Call = head) =>
    (await call(board.board, { id, lanes: by, ...filters })).lanes.map(({ value, count }) => [value, count])
  const make = (values: object = {}) => head(deals.create, { title: 'Deal', client, stage: first, ...values })
  return { id, first, next, lanes, make }
}

test('lanes add up to the columns, in all currencies and of all stages, and follow the filters', async () => {
  const { id, first, next, make, lanes } = await way()
  await make({ owner: me, amount: 1_000 })
  await make({ owner: me, stage: next, amount: 300 })
  await make({ owner: boss, stage: next, amount: 5, currency: 'USD' })
  await make({ amount: 70 })
  const { columns, lanes: told, rest } = await head(board.board, { id, lanes: 'owner' })
  assert.equal(rest, null)
  assert.equal(told[0]!.value, null)
  assert.deepEqual(
    told.find(({ value }) => value === me)!,
    {
      value: me,
      count: 2,
      sums: [{ currency: 'UZS', sum: 1_300, weighted: 250 }],
      cells: [
        { stage: first, count: 1 },
        { stage: next, count: 1 },
      ],
    },
  )
  for (const { stage, count } of columns)
    assert.equal(
      told.flatMap(({ cells }) => cells).reduce((sum, cell) => sum + (cell.stage === stage ? cell.count : 0), 0),
      count,
    )
  assert.deepEqual((await head(board.board, { id })).columns, columns)
  assert.deepEqual(await lanes('owner', { owner: me }), [[me, 2]])
  assert.deepEqual(await lanes('source', { owner: me }), [[null, 2]])
  assert.deepEqual(await lanes('owner', {}, seller), [
    [null, 0],
    [me, 2],
  ])
})

test('a dropdown of one’s own divides where lists are filtered by it; whatever else does not', async () => {
  const { id, make, lanes } = await way()
  await make({ custom: { priority: 'low' } })
  assert.deepEqual(await lanes('custom.priority'), [
    ['high', 0],
    ['low', 1],
    [null, 0],
  ])
  assert.deepEqual(await lanes('custom.priority', { custom: { priority: 'low' } }), [['low', 1]])
  for (const by of ['custom.colour', 'custom.unheard_of'])
    await assert.rejects(head(board.board, { id, lanes: by }), (error: Problem) => {
      assert.deepEqual(error.refusals, [{ pointer: '/lanes', code: 'not_dividing' }])
      return true
    })
  await assert.rejects(head(board.board, { id, lanes: 'amount' }), { status: 422 })
  await assert.rejects(p.as('globex', 'admin')(board.board, { id, lanes: 'owner' }), { status: 404 })
})

test('into another stage and lane at once is one version, one event’s worth of changes, and back again', async () => {
  const { first, next, make, lanes } = await way()
  const deal = await make({ owner: boss, custom: { priority: 'low' } })
  const moved = await head(deals.move, { id: deal.id, stage: next, values: { owner: me } })
  assert.deepEqual([moved.stage, moved.owner, moved.version], [next, me, deal.version + 1])
  const across = await head(deals.move, { id: deal.id, stage: next, values: { custom: { priority: 'high' } } })
  assert.deepEqual([across.stage, across.custom, across.version], [next, { priority: 'high' }, deal.version + 2])
  await head(deals.move, { id: deal.id, stage: first, values: { owner: null, custom: { priority: null } } })
  const { items } = await head(deals.history, { id: deal.id })
  assert.deepEqual(
    items.slice(0, 3).map(({ name, changes }) => [name, changes]),
    [
      ['deal.moved', { stage: [next, first], owner: [me, null], 'custom.priority': ['high', null] }],
      ['deal.moved', { 'custom.priority': ['low', 'high'] }],
      ['deal.moved', { stage: [first, next], owner: [boss, me] }],
    ],
  )
  assert.deepEqual(await lanes('owner'), [[null, 1]])
  await assert.rejects(
    head(deals.move, { id: deal.id, stage: next, values: { owner: p.id('globex', 'seller') } }),
    (error: Problem) => error.refusals[0]!.pointer === '/values/owner',
  )
  await assert.rejects(p.as('globex', 'admin')(deals.move, { id: deal.id, stage: next, values: { owner: null } }), {
    status: 404,
  })
})

test('the limit of a stage counts across its lanes, and a move along the stage is none', async () => {
  const { next, make } = await way({ wip_limit: 1, wip_rule: 'block' })
  const inside = await make({ owner: me, stage: next })
  const other = await make({ owner: boss })
  const move = (values: object) => head(deals.move, { id: other.id, stage: next, values })
  for (const values of [{}, { owner: me }, { owner: null }])
    await assert.rejects(move(values), { status: 409, code: 'deal.wip_reached' })
  assert.equal((await head(deals.get, { id: other.id })).owner, boss)
  const along = await head(deals.move, { id: inside.id, stage: next, values: { owner: boss } })
  assert.equal(along.owner, boss)
})

test('nobody moves a deal into a lane whose field is not theirs to change', async () => {
  const { next, make } = await way()
  const [mine, other] = [await make({ owner: me }), await make({ owner: boss })]
  await assert.rejects(seller(deals.move, { id: mine.id, stage: next, values: { custom: { priority: 'high' } } }), {
    status: 422,
  })
  // Who changes everybody’s deals but hands on their own only.
  const actor = p.actor('acme', 'seller')
  const wide = p.by({ ...actor, grants: { ...actor.grants, 'deals.read': 'all', 'deals.update': 'all' } })
  await assert.rejects(wide(deals.move, { id: other.id, stage: next, values: { owner: me } }), { status: 403 })
  for (const { id, stage, owner } of [mine, other]) {
    const now = await head(deals.get, { id })
    assert.deepEqual([now.stage, now.owner, now.version], [stage, owner, 1])
  }
  assert.equal((await wide(deals.move, { id: other.id, stage: next })).stage, next)
})
