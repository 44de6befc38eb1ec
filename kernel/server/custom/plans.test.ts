// That lists filtered by custom fields read an index, below row-level security and with the generic plans of production.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { indexes, planOf, scans, sentBy } from '#app/testing/plans.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import { Ticket, tickets } from '#modules/support/tickets/contract.ts'
import { customAsks } from './asks.ts'
import { knownFields } from './definitions.ts'
import { nearOrGathered } from './near.ts'

const ROWS = 6_000
let p: TestPlatform
let client: pg.Client

before(async () => {
  p = await testPlatform()
  client = new pg.Client({ connectionString: p.url })
  await client.connect()
  await client.query(`set role ${APP_ROLE}; set app.tenant_id = '${p.tenantId('acme')}'; set jit = off`)
  await client.query(
    `insert into custom_fields (entity, key, type, labels, help, rules, options, required, filterable, searched, in_list, outsiders, seen_by, edited_by, position, archived, slot, ready)
     select 'ticket', key, type, '{}', '{}', '{}', '[]', false, true, false, false, 'none', '[]', '[]', 0, false, slot, true
     from (values ('place', 'text', 'custom_t1'), ('cost', 'number', 'custom_n1')) given(key, type, slot)`,
  )
  await client.query(
    `insert into tickets (created_at, number, title, description, priority, status, requester, tags, type, erp_modules, escalation_level, channel, last_reply_at, last_reply_by, preview, custom)
     select now() - n * interval '1 minute', n, 'x', '', 'low', 'new', $1, '{}', 'question', '{}', 1, 'web', now(), 'staff', '',
       jsonb_build_object('place', 'p' || n % 500, 'cost', n % 50) from generate_series(1, ${ROWS}) n`,
    [p.id('acme', 'client')],
  )
  await client.query('reset role')
  await client.query('vacuum analyze tickets')
  await client.query(`set role ${APP_ROLE}; set plan_cache_mode = force_generic_plan`)
})
after(async () => {
  await client.end()
  await p.close()
})

const planWhere = (where: string) =>
  planOf(
    client,
    `select id, title from tickets where deleted_at is null and ${where} order by created_at desc, id desc limit 51`,
  )

test('the values of a record stand in plain columns beside it', async () => {
  const { rows } = await client.query(
    `select custom_t1, custom_n1, custom_t2 from tickets where number = 7 and custom_t1 is not null`,
  )
  assert.deepEqual(rows, [{ custom_t1: 'p7', custom_n1: 7, custom_t2: null }])
})

test('one field, two fields and a range are looked up in an index that begins with the tenant', async () => {
  for (const where of [
    'custom_t1 = $1',
    'custom_t1 = $1 and custom_n1 = $2',
    'custom_t1 = $1 and custom_n1 >= $2',
    'custom_n1 = $1',
  ]) {
    const plan = await planWhere(where)
    const conditions = plan.filter((node) => /^tickets_custom_[tn]1/.test(node['Index Name'] ?? ''))
    assert.ok(conditions.length > 0, JSON.stringify(plan))
    for (const node of conditions)
      assert.match(node['Index Cond']!, /^\(\(tenant_id = .*custom_[tn]1 = \$1/s, JSON.stringify(plan))
    assert.deepEqual(scans(plan), [])
  }
})

test('two fields that seldom go together are found far behind in the order of a list, and never by reading all of it', async () => {
  const agent = p.as('acme', 'agent')
  // The last of the list in its order: 6,000 records are before it, and the first value alone says nothing of the order.
  await client.query(
    `update tickets set custom = custom || '{"place": "attic"}' where number in (${ROWS}, ${ROWS - 50}, ${ROWS - 100})`,
  )
  const numbers = async (custom: object, limit: number) => {
    const page = await agent(tickets.list, { sort: '-created_at', limit, custom } as never)
    return [page.items.map(({ number }) => number), page.next !== null]
  }
  assert.deepEqual(await numbers({ place: ['attic', 'cellar'], cost: 0 }, 2), [[ROWS - 100, ROWS - 50], true])
  assert.deepEqual(await numbers({ place: ['attic', 'cellar'], cost: 0 }, 3), [[ROWS - 100, ROWS - 50, ROWS], false])
  assert.deepEqual(await numbers({ place: 'attic', cost: 1 }, 3), [[], false])
  assert.deepEqual(await numbers({ place: 'p7', cost: 7 }, 2), [[7, 507], true])

  const actor = p.actor('acme', 'agent')
  const own = knownFields(actor.tenant_id, Ticket.name)!
  const asks = customAsks(Ticket, actor, own, { place: 'attic', cost: 1 })
  const page = { columns: ['id', 'number'], order: ['created_at', 'id'], direction: 'desc', most: 51 } as const
  const [statement] = await sentBy((db) => nearOrGathered(db, Ticket, asks, page))
  const plan = await planOf(client, statement!)
  assert.deepEqual(scans(plan), [])
  assert.ok(indexes(plan).filter((name) => /^tickets_custom_[tn]1/.test(name)).length >= 2, JSON.stringify(plan))
})

test('the same by an operator of JSON would read all of the tenant: why the columns are there', async () => {
  await client.query('reset role')
  await client.query(`create index tickets_by_json on tickets (tenant_id, (custom ->> 'place'), created_at, id)`)
  await client.query('analyze tickets')
  await client.query(`set role ${APP_ROLE}`)
  const plan = await planWhere(`custom ->> 'place' = $1`)
  for (const node of plan) assert.doesNotMatch(node['Index Cond'] ?? '', /custom ->> 'place'/)
})
