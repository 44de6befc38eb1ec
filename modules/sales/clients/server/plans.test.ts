// That clients are found by indexes, below row-level security and with the generic plans of production.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { type Person, type TestPlatform } from '#app/testing.ts'
import { explaining, type FilledPlatform, filledPlatform, indexes, ordersOf, scans, sorts } from '#app/testing/plans.ts'
import type { Action } from '#kernel/contract/index.ts'
import { countAll } from '#kernel/server/views/count.ts'
import { parseFilters } from '#kernel/server/views/viewed.ts'
import { Client, clients, contacts, identity, merging } from '../contract.ts'
import { viewedClients } from './listing.ts'
import module from './module.ts'

const CLIENTS = 4_000
let filled: FilledPlatform
let p: TestPlatform
before(async () => {
  filled = await filledPlatform(
    'clients, client_contacts, client_identities, client_names, client_tags, client_pairs, event_log',
    fill,
  )
  ;({ p } = filled)
})
after(() => filled.close())

/** Sales as they become: some thousand clients of ten owners, every second with a contact. */
async function fill(client: pg.Client): Promise<void> {
  await client.query(
    `insert into users (name, email, role, language)
     select 'seller ' || n, 'seller' || n || '@example.test', 'seller', 'ru' from generate_series(1, 10) n`,
  )
  for (const list of ['client_statuses', 'client_sources'])
    await client.query(
      `insert into ${list} (name, color, position, is_default) select 'one ' || n, 'gray', n, false from generate_series(1, 8) n`,
    )
  await client.query(
    `insert into clients (created_at, kind, name, email, phone, tax_number, address, status, source, owner, tags, language, consent, notes, stage)
     select now() - n * interval '1 minute', (array['person', 'organisation'])[n % 2 + 1], 'Клиент слово' || n % 700 || ' номер' || n,
       'client' || n || '@example.test', '+99890' || 1000000 + n, (300000000 + n)::text, '',
       (array(select id from client_statuses where name like 'one %'))[n % 8 + 1], (array(select id from client_sources where name like 'one %'))[n % 8 + 1],
       (array(select id from users where role = 'seller'))[n % 10 + 1], array['tag' || n % 100], 'ru', false, '',
       (array['lead', 'client'])[n % 2 + 1]
     from generate_series(1, ${CLIENTS}) n`,
  )
  await client.query(
    `insert into client_contacts (client, name, job, email, phone, is_main, note)
     select id, 'contact of ' || name, '', 'of' || email, phone, false, '' from clients where stage = 'lead'`,
  )
  await client.query(
    `insert into client_pairs (one, other, reason, state)
     select id, lead(id) over (order by id), 'name', case when random() < 0.5 then 'different' else 'likely' end
     from clients order by id limit 2000`,
  )
  await client.query(
    // Of a name that nobody acts on: only its place in the log matters.
    `insert into event_log (name, about_id, payload) select 'client.looked_at', id, '{}' from clients where email is not null`,
  )
}

const { statementsOf, record, planOf } = explaining(module, () => filled)

const listPlan = async (input: object, person: Person = 'admin') =>
  planOf((await statementsOf(clients.list, input, person)).at(-1)!)

test('every order and every filter of the list walks an index in its order', async () => {
  const sorted = ordersOf(Client)
  assert.equal(sorted.length, 6)
  const some = p.id('acme', 'seller')
  const asked = [
    ...sorted.map((sort) => ({ sort })),
    { owner: 'me' },
    { status: some },
    { source: some },
    { team: some },
    { stage: 'lead' },
    { kind: 'organisation' },
    { language: 'ru' },
    { stage: 'client', status: some, owner: 'me' },
  ]
  for (const input of asked) {
    const plan = await listPlan(input)
    assert.deepEqual([scans(plan), sorts(plan).length], [[], 0], JSON.stringify({ input, plan }))
    assert.ok(indexes(plan)[0]?.startsWith('clients_'), JSON.stringify({ input, plan }))
  }
})

test('whose clients, and of what status, is read from the index of that', async () => {
  assert.deepEqual(indexes(await listPlan({ owner: 'me' })), ['clients_owner'])
  assert.deepEqual(indexes(await listPlan({ status: p.id('acme', 'seller') })), ['clients_status'])
  // Few are nobody's: they are sorted when they are found. Where many are, the order of the list is walked instead.
  assert.deepEqual(indexes(await listPlan({ owner: 'none' })), ['clients_owner'])
  assert.deepEqual(scans(await listPlan({}, 'seller')), [])
})

test('search and tags use their indexes', async () => {
  const searched = await listPlan({ q: 'слово7' })
  assert.deepEqual(scans(searched), [])
  for (const index of ['clients_search', 'client_contacts_search'])
    assert.ok(indexes(searched).includes(index), JSON.stringify(searched))
  const tagged = await listPlan({ tags: 'tag7' })
  assert.deepEqual(scans(tagged), [])
  assert.ok(indexes(tagged).includes('client_tags_pkey'), JSON.stringify(tagged))
})

test('what views count is found by an index', async () => {
  for (const filters of [
    { owner: 'me' },
    { stage: 'lead' },
    { owner: 'none' },
    { tags: 'tag7' },
    { q: 'слово7' },
    {},
  ]) {
    const statements = await record(p.actor('acme', 'admin'), (context) =>
      countAll(context, viewedClients, [parseFilters(viewedClients, filters, '')]),
    )
    const plan = await planOf(statements.at(-1)!)
    assert.deepEqual([scans(plan), sorts(plan).length], [[], 0], JSON.stringify({ filters, plan }))
  }
})

test('who may be the same is asked of indexes while one types', async () => {
  const typed = {
    name: 'Клиент слово7',
    email: 'client7@example.test',
    phone: '+998901000007',
    tax_number: '300000007',
    of: p.id('acme', 'seller'),
  }
  const statements = await statementsOf(identity.duplicates, typed, 'seller')
  const used = new Set<string>()
  for (const statement of statements) {
    const plan = await planOf(statement)
    assert.deepEqual(scans(plan), [], JSON.stringify({ statement, plan }))
    for (const index of indexes(plan)) used.add(index)
  }
  for (const index of [
    'client_identities_pkey',
    'client_contacts_email',
    'client_contacts_phone',
    'client_names_key',
    'clients_search',
    'client_pairs_pkey',
    'client_pairs_other',
  ])
    assert.ok(used.has(index), `${index} of ${[...used].join(', ')}`)
})

test('who holds what of thousands of rows is asked of the unique index', async () => {
  const rows = Array.from({ length: 50 }, (_, n) => ({ email: `client${n}@example.test` }))
  const [statement] = await statementsOf(identity.identify, { rows })
  const plan = await planOf(statement!)
  assert.deepEqual([scans(plan), indexes(plan)[0]], [[], 'client_identities_pkey'], JSON.stringify(plan))
})

test('a client’s page asks indexes: contacts, history, names, merges', async () => {
  const id = p.id('acme', 'seller')
  const asked: [Action, object][] = [
    [clients.get, { id }],
    [clients.cards, { ids: [id] }],
    [clients.history, { client_id: id }],
    [contacts.list, { id }],
    [merging.pairs, {}],
    [merging.merges, { id }],
  ]
  for (const [action, input] of asked)
    for (const statement of await statementsOf(action, input)) {
      const plan = await planOf(statement)
      assert.deepEqual(scans(plan), [], JSON.stringify({ statement, plan }))
    }
})
