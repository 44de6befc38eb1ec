// Conditions as SQL: the same records as by the rules for one record at hand, within the tenant, by indexes where there are some.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import {
  type Conditions,
  conditionsSchema,
  type CustomField,
  holdsFor,
  type Input,
  type Rule,
  valueIn,
} from '#kernel/contract/index.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { Client, type ClientRow, clients, segments } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { heldBy } from './ask.ts'
import { offeredOn } from './offered.ts'
import { conditionPredicate } from './predicate.ts'

const rule = (field: string, test: Rule['test'], ...values: Rule['values']): Rule => ({ field, test, values })
let p: TestPlatform
let made: ClientRow[]

before(async () => {
  p = await testPlatform()
  const admin = p.as('acme', 'admin')
  const define = (key: string, more: object) =>
    admin(fields.create, { entity: 'client', key, labels: { en: key }, filterable: true, ...more } as Input<
      typeof CustomField
    >)
  const options = ['low', 'high'].map((key) => ({ key, labels: { en: key } }))
  await define('tier', { type: 'dropdown', options })
  await define('parts', { type: 'choices', options })
  await define('cost', { type: 'number' })
  await define('until', { type: 'date' })
  await define('vip', { type: 'checkbox' })
  await define('place', { type: 'text' })
  await define('hidden', { type: 'text', seen_by: ['manager'] })
  const in5 = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  const mine = p.id('acme', 'admin')
  const drafts = [
    { name: 'Анна Иванова', email: 'anna@example.test', owner: mine, tags: ['vip'], language: 'ru', stage: 'client' },
    { name: 'Ben 100%', consent: true, tags: ['vip', 'old'], custom: { tier: 'low', parts: ['low'], cost: 5 } },
    {
      name: 'Carl',
      custom: { tier: 'high', parts: ['low', 'high'], cost: 50.5, until: in5, vip: true, place: 'Хива' },
    },
    { name: 'Dora', kind: 'organisation', owner: p.id('acme', 'seller'), custom: { vip: false, until: '2020-01-01' } },
    { name: 'Emil', notes: 'likes tea' },
  ] as const
  made = []
  for (const draft of drafts) made.push(await admin(clients.create, draft as never))
})
const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing) await close()
  await p.close()
})

const asAdmin = <T>(work: Parameters<typeof p.running.platform.within<T>>[2]) =>
  p.running.platform.within(p.actor('acme', 'admin'), {}, work)
const held = (conditions: Conditions) =>
  asAdmin(async (context) => {
    const ids = await heldBy(
      context,
      Client,
      conditions,
      made.map(({ id }) => id),
    )
    return made
      .filter(({ id }) => ids.has(id))
      .map(({ name }) => name[0])
      .join('')
  })

test('the database answers of every test what the rules for one record answer', async () => {
  const { offered, now } = await asAdmin(async (context) => ({
    offered: await offeredOn(context, Client),
    now: context.now,
  }))
  const valuesFor: Record<string, Rule['values'][]> = {
    kind: [['person'], ['person', 'organisation']],
    stage: [['lead']],
    language: [['ru', 'en']],
    owner: [['me'], [p.id('acme', 'seller')]],
    name: [['Carl'], ['100%'], ['ИВАН'], ['_']],
    email: [['anna@example.test'], ['ANNA']],
    tags: [['vip'], ['old', 'x'], ['x']],
    consent: [[true], [false], [true, false]],
    'custom.tier': [['low'], ['low', 'high']],
    'custom.parts': [['low'], ['high']],
    'custom.cost': [[5], [50.5], [6]],
    'custom.vip': [[true], [false]],
    'custom.place': [['хив'], ['Хива']],
  }
  const days: Rule['values'][] = [['2026-01-01'], ['2019-06-01'], [new Date().toISOString().slice(0, 10)]]
  let asked = 0
  for (const { field, kind, tests } of offered.asked) {
    if (field.startsWith('fact.')) continue
    for (const test of tests) {
      const isDays = test.endsWith('days')
      const values = ['filled', 'empty'].includes(test)
        ? [[]]
        : isDays
          ? [[3], [10]]
          : kind === 'day' || kind === 'moment'
            ? days
            : (valuesFor[field] ?? [])
      for (const some of values) {
        if (['contains', 'at_least', 'at_most'].includes(test) && some.length > 1) continue
        const one = rule(field, test, ...some)
        const expected = made
          .filter((record) =>
            holdsFor(one, {
              read: (name) => valueIn(record as never, name),
              now,
              me: p.id('acme', 'admin'),
            }),
          )
          .map(({ name }) => name[0])
          .join('')
        assert.equal(await held(one), expected, JSON.stringify(one))
        asked += 1
      }
    }
  }
  assert.ok(asked > 80, String(asked))
})

test('groups, and facts that other modules know', async () => {
  const [anna, ben, carl] = made as [ClientRow, ClientRow, ClientRow]
  const admin = p.as('acme', 'admin')
  await admin(deals.create, { title: 'One', client: anna.id })
  await admin(deals.create, { title: 'Two', client: ben.id })
  await admin(deals.create, { title: 'Three', client: ben.id })
  await admin(timeline.write, { entity: 'client', record: carl.id, kind: 'note', text: 'Called' })
  const either = (...any: Conditions[]): Conditions => ({ any })
  for (const [conditions, expected] of [
    [rule('fact.open_deals', 'at_least', 1), 'АB'],
    [rule('fact.open_deals', 'at_least', 2), 'B'],
    [rule('fact.open_deals', 'at_least', 0), 'АBCDE'],
    [rule('fact.open_deals', 'at_most', 1), 'АCDE'],
    [rule('fact.open_deals', 'at_most', 0), 'CDE'],
    [rule('fact.deals', 'is', 1), 'А'],
    [rule('fact.deals', 'is', 0, 2), 'BCDE'],
    [rule('fact.won_deals', 'at_least', 1), ''],
    [rule('fact.last_won_deal', 'empty'), 'АBCDE'],
    [rule('fact.last_activity', 'within_days', 7), 'C'],
    [rule('fact.last_activity', 'not_within_days', 7), 'АBDE'],
    [rule('fact.last_activity', 'filled'), 'C'],
    [either(rule('fact.open_deals', 'at_least', 2), rule('custom.tier', 'is', 'high')), 'BC'],
    [{ all: [rule('tags', 'is', 'vip'), either(rule('consent', 'is', true), rule('name', 'contains', 'э'))] }, 'B'],
    [{ all: [rule('fact.open_deals', 'at_most', 0), rule('fact.last_activity', 'empty')] }, 'DE'],
  ] as const)
    assert.equal(await held(conditions as Conditions), expected, JSON.stringify(conditions))
})

test('nobody asks what they do not see: hidden fields, others’ deals, another tenant', async () => {
  const seller = p.as('acme', 'seller')
  const preview = (call: typeof seller, conditions: Conditions) => call(segments.preview, { conditions })
  const refused = (error: unknown) =>
    (error as { refusals: { pointer: string; code: string }[] }).refusals.every(
      ({ pointer, code }) => pointer === '/conditions/field' && code === 'unknown_field',
    )
  await assert.rejects(preview(seller, rule('custom.hidden', 'is', 'x')), refused)
  await assert.rejects(preview(seller, rule('deleted_at', 'empty')), refused)
  await assert.rejects(preview(seller, rule('fact.nothing', 'is', 1)), refused)
  // The seller sees one client, and none of the deals.
  assert.equal((await preview(seller, rule('name', 'filled'))).count, 1)
  assert.equal((await preview(seller, rule('fact.deals', 'at_least', 1))).count, 0)
  assert.equal((await preview(p.as('globex', 'admin'), rule('name', 'filled'))).count, 0)
  assert.equal((await preview(p.as('acme', 'admin'), rule('name', 'filled'))).count, 5)
})

test('values are values: nothing that is typed becomes a part of the statement', async () => {
  for (const text of ["'; drop table clients; --", '%', '\\', '/* once */', '$1'])
    assert.equal(await held(rule('name', 'contains', text)), text === '%' ? 'B' : '')
  assert.ok(!conditionsSchema().safeParse({ field: 'name"; --', test: 'drop', values: [] }).success)
})

test('below row-level security indexes are read, also where one of several suffices', async () => {
  const client = new pg.Client({ connectionString: p.url })
  await client.connect()
  closing.push(() => client.end())
  await client.query(`set role ${APP_ROLE}; set app.tenant_id = '${p.tenantId('acme')}'; set jit = off`)
  await client.query(
    `insert into clients (created_at, kind, name, address, tags, consent, notes, stage, owner, custom)
     select now() - n * interval '1 minute', 'person', 'C' || n, '', '{}', false, '', 'client',
       case when n % 500 = 0 then $1::uuid end, jsonb_build_object('place', 'p' || n % 400, 'cost', n % 300)
     from generate_series(1, 8000) n`,
    [p.id('acme', 'sales_manager')],
  )
  await client.query('reset role')
  await client.query('vacuum analyze clients, deals, timeline_entries, custom_choices')
  await client.query(`set role ${APP_ROLE}; set plan_cache_mode = force_custom_plan`)
  const compiler = new Kysely<any>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const planOf = (conditions: Conditions) =>
    asAdmin(async (context) => {
      const offered = await offeredOn(context, Client)
      const { actor, now } = context
      const { sql, parameters } = compiler
        .selectFrom('clients')
        .select('id')
        .where('deleted_at', 'is', null)
        .where(conditionPredicate(conditions, { of: Client, actor, offered, now }))
        .orderBy('created_at', 'desc')
        .limit(51)
        .compile()
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, parameters as unknown[])
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
  const owner = rule('owner', 'is', p.id('acme', 'sales_manager'))
  const place = rule('custom.place', 'is', 'p7')
  for (const [conditions, index] of [
    [owner, /clients_owner/],
    [place, /clients_custom_t/],
    [{ all: [place, rule('custom.cost', 'at_least', 10)] }, /clients_custom_[tn]/],
    [{ any: [owner, place] }, /BitmapOr[\s\S]*clients_(owner|custom_t)/],
    [{ all: [rule('stage', 'is', 'client'), { any: [place, rule('custom.cost', 'is', 7)] }] }, /BitmapOr/],
    [rule('fact.open_deals', 'at_least', 1), /clients_pkey|deals_client/],
    [rule('fact.last_activity', 'within_days', 3), /clients_pkey|timeline_entries_/],
  ] as const) {
    const plan = await planOf(conditions as Conditions)
    assert.match(plan, index, plan)
    assert.doesNotMatch(plan, /Seq Scan on clients/, plan)
  }
})
