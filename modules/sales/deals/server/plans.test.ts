// That deals are found and added up by indexes, below row-level security and with the generic plans of production.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { type Person, type TestPlatform } from '#app/testing.ts'
import {
  explaining,
  type FilledPlatform,
  filledPlatform,
  indexes,
  ordersOf,
  type Plan,
  scans as scansOf,
  sorts,
} from '#app/testing/plans.ts'
import { countAll } from '#kernel/server/views/count.ts'
import { parseFilters } from '#kernel/server/views/viewed.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { board, Deal, deals, pipelines } from '../contract.ts'
import { viewedDeals } from './listing.ts'
import module from './module.ts'

const DEALS = 6_000
let filled: FilledPlatform
let p: TestPlatform
before(async () => {
  filled = await filledPlatform('deals, deal_tags, deal_stays, clients, pipelines, pipeline_stages', fill)
  ;({ p } = filled)
})
after(() => filled.close())

/** Sales as they become: three pipelines, some thousand deals of ten owners with a hundred clients, two thirds of them open. */
async function fill(client: pg.Client): Promise<void> {
  await client.query(
    `insert into users (name, email, role, language)
     select 'seller ' || n, 'seller' || n || '@example.test', 'seller', 'ru' from generate_series(1, 10) n`,
  )
  await client.query(
    `insert into pipelines (name, names, position, is_default) select 'way ' || n, '{}', 50, false from generate_series(1, 2) n`,
  )
  await client.query(
    `insert into pipeline_stages (pipeline, name, names, kind, probability, position, required, wip_rule)
     select id, 'stage ' || n, '{}', (array['open', 'open', 'open', 'won', 'lost'])[n], 10, n, '{}', 'warn'
     from pipelines, generate_series(1, 5) n where pipelines.name like 'way %'`,
  )
  await client.query(
    `insert into clients (kind, name, address, tags, consent, notes, stage)
     select 'person', 'Клиент ' || n, '', '{}', false, '', 'client' from generate_series(1, 100) n`,
  )
  await client.query(
    `insert into client_sources (name, color, position, is_default) select 'one ' || n, 'gray', n, false from generate_series(1, 8) n`,
  )
  await client.query(
    `insert into deals (created_at, title, client, amount, currency, expected_close, owner, source, tags, lines, notes, pipeline, stage, state, stage_since, won_at, lost_at, loss_reason, position)
     select now() - n * interval '1 minute', 'Сделка слово' || n % 700 || ' номер' || n, (array(select id from clients))[n % 100 + 1],
       n * 1000, (array['UZS', 'USD'])[n % 2 + 1], current_date + n % 300, (array(select id from users where role = 'seller'))[n % 10 + 1],
       (array(select id from client_sources where name like 'one %'))[n % 8 + 1], array['tag' || n % 100], '[]', '',
       s.pipeline, s.id, s.kind, now() - n * interval '1 hour', case when s.kind = 'won' then now() end,
       case when s.kind = 'lost' then now() end,
       case when s.kind = 'lost' then (array(select id from loss_reasons))[n % 4 + 1] end, lpad(n::text, 8, '0')
     from generate_series(1, ${DEALS}) n
     join (select *, row_number() over (order by pipeline, id) as place, count(*) over () as of from pipeline_stages) s on s.place = n % s.of + 1`,
  )
}

const { statementsOf, record, planOf } = explaining(module, () => filled)
/** Of stages there are a dozen. */
const scans = (plan: readonly Plan[]) => scansOf(plan).filter((table) => table !== 'pipeline_stages')

const listPlan = async (input: object, person: Person = 'admin') =>
  planOf((await statementsOf(deals.list, input, person)).at(-1)!)

test('every order and every filter of the list walks an index in its order', async () => {
  const sorted = ordersOf(Deal)
  assert.equal(sorted.length, 12)
  const some = p.id('acme', 'seller')
  const asked = [
    ...sorted.map((sort) => ({ sort })),
    { owner: 'me' },
    { client: some },
    { pipeline: some },
    { stage: some },
    { source: some },
    { team: some },
    { state: 'open' },
    { loss_reason: some },
    { pipeline: some, state: 'won', owner: 'me' },
  ]
  for (const input of asked) {
    const plan = await listPlan(input)
    assert.deepEqual([scans(plan), sorts(plan).length], [[], 0], JSON.stringify({ input, plan }))
    assert.ok(indexes(plan)[0]?.startsWith('deals_'), JSON.stringify({ input, plan }))
  }
})

test('a stretch of expected closes is found by its index, and only what is found is sorted', async () => {
  const plan = await listPlan({ expected_close_from: '2026-12-01', expected_close_to: '2027-01-01' })
  assert.deepEqual([scans(plan), indexes(plan)], [[], ['deals_close']], JSON.stringify(plan))
})

test('whose deals, with whom and on what stage is read from the index of that', async () => {
  const some = p.id('acme', 'seller')
  assert.deepEqual(indexes(await listPlan({ owner: 'me' })), ['deals_owner'])
  assert.deepEqual(indexes(await listPlan({ client: some })), ['deals_client'])
  assert.deepEqual(indexes(await listPlan({ stage: some })), ['deals_stage'])
  assert.deepEqual(scans(await listPlan({}, 'seller')), [])
})

test('a column of the board is a walk along its order, from its top and from a cursor', async () => {
  const stage = p.id('acme', 'seller')
  const top = await statementsOf(deals.list, { stage, sort: 'position' })
  for (const statement of top) {
    const plan = await planOf(statement)
    assert.deepEqual([indexes(plan), sorts(plan).length], [['deals_column'], 0], JSON.stringify(plan))
  }
  // Of one client there are few: they are found first and sorted then.
  const mine = await listPlan({ stage, sort: 'position', client: stage }, 'seller')
  assert.deepEqual([scans(mine), indexes(mine)], [[], ['deals_client']], JSON.stringify(mine))
})

test('what the columns add up to is read from one index, whoever looks', async () => {
  for (const person of ['admin', 'seller'] as const) {
    const statements = await statementsOf(board.board, { id: p.id('acme', 'seller') }, person)
    assert.equal(statements.length, 4)
    for (const statement of statements.filter((one) => one.includes('"deals"'))) {
      const plan = await planOf(statement)
      assert.deepEqual([scans(plan), indexes(plan)], [[], ['deals_sums']], JSON.stringify({ statement, plan }))
      assert.ok(
        plan.some((node) => node['Node Type'] === 'Index Only Scan'),
        JSON.stringify(plan),
      )
    }
  }
})

test('lanes are read from the same index, and those of an own field without reading a table through', async () => {
  for (const lanes of ['owner', 'team', 'source']) {
    const statements = await statementsOf(board.board, { id: p.id('acme', 'seller'), lanes })
    for (const statement of statements.filter((one) => one.includes('"deals"'))) {
      const plan = await planOf(statement)
      assert.deepEqual([scans(plan), indexes(plan)], [[], ['deals_sums']], JSON.stringify({ statement, plan }))
      assert.ok(
        plan.some((node) => node['Node Type'] === 'Index Only Scan'),
        JSON.stringify(plan),
      )
    }
    const cell = { stage: p.id('acme', 'seller'), [lanes]: p.id('acme', 'seller'), sort: 'position' }
    const plan = await listPlan(cell)
    assert.deepEqual(scans(plan), [], JSON.stringify({ cell, plan }))
  }
  const admin = p.as('acme', 'admin')
  const options = [{ key: 'high', labels: { en: 'High' } }]
  const field = { entity: 'deal', key: 'priority', type: 'dropdown', filterable: true, labels: { en: 'Priority' } }
  await admin(fields.create, { ...field, options } as never)
  const asked = { id: (await admin(pipelines.list, {})).items[0]!.id, lanes: 'custom.priority' }
  // Asked once, so that the field is known when its statements are looked at.
  await admin(board.board, asked)
  const statements = (await statementsOf(board.board, asked)).filter((one) => one.includes('custom_t'))
  assert.equal(statements.length, 2)
  for (const statement of statements) assert.deepEqual(scans(await planOf(statement)), [], statement)
})

test('the forecast reads the open deals from one index and the won ones from another', async () => {
  for (const input of [{}, { pipeline: p.id('acme', 'seller') }, { owner: 'me' }]) {
    const [open, won] = await statementsOf(board.forecast, { from: '2026-11', ...input })
    for (const statement of [open!, won!]) assert.deepEqual(scans(await planOf(statement)), [], statement)
    if (Object.keys(input).length === 0) assert.ok(indexes(await planOf(open!)).includes('deals_forecast'))
  }
})

test('search and tags use their indexes', async () => {
  const searched = await listPlan({ q: 'слово7' })
  assert.deepEqual(scans(searched), [])
  assert.ok(indexes(searched).includes('deals_search'), JSON.stringify(searched))
  const tagged = await listPlan({ tags: 'tag7' })
  assert.deepEqual(scans(tagged), [])
  assert.ok(indexes(tagged).includes('deal_tags_pkey'), JSON.stringify(tagged))
})

test('what views count is found by an index', async () => {
  for (const filters of [{ owner: 'me', state: 'open' }, { state: 'lost' }, { tags: 'tag7' }, { q: 'слово7' }, {}]) {
    const statements = await record(p.actor('acme', 'admin'), (context) =>
      countAll(context, viewedDeals, [parseFilters(viewedDeals, filters, '')]),
    )
    const plan = await planOf(statements.at(-1)!)
    assert.deepEqual(scans(plan), [], JSON.stringify({ filters, plan }))
  }
})
