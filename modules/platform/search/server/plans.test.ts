// Below row-level security the indexes must be used whatever is asked, as the generic plans that production uses.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RawBuilder } from 'kysely'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { type Plan, planOf } from '#app/testing/plans.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import { findStatement, type HitRow, namedNobody, wordsFor } from '#kernel/server/search/finding.ts'
import { readQuery } from '#kernel/server/search/query/query-language.ts'
import { understand } from '#kernel/server/search/understanding.ts'
import { sourcesOf } from '#kernel/server/search/kinds.ts'
import { refreshVocabulary } from '#kernel/server/search/vocabulary.ts'

const TICKETS = 6_000
let p: TestPlatform
let client: pg.Client

before(async () => {
  p = await testPlatform()
  client = new pg.Client({ connectionString: p.url })
  await client.connect()
  for (const slug of ['acme', 'globex'] as const) {
    await client.query(`begin; set local role ${APP_ROLE}; set local app.tenant_id = '${p.tenantId(slug)}'`)
    await client.query(
      `insert into users (created_at, name, email, role, language)
       select now() - interval '1 day', 'customer ' || n, 'customer' || n || '@example.test', 'client', 'ru' from generate_series(1, 3000) n`,
    )
    await client.query(
      `insert into tickets (created_at, number, title, description, priority, status, requester, tags, channel, last_reply_at, last_reply_by, preview)
       select now() - n * interval '1 minute', n, 'Обращение про редкость' || n % 500, 'касса слово' || md5(n::text), 'low', 'closed', $1, '{}', 'web',
         now() - n * interval '1 minute', 'staff', '' from generate_series(1, ${TICKETS}) n`,
      [p.id(slug, 'client')],
    )
    await client.query(
      `insert into ticket_comments (ticket, author, text, internal, channel, created_at)
       select id, requester, 'ответ про реплика' || number % 700, false, 'web', created_at from tickets where number > 0`,
    )
    await client.query('commit')
  }
  const { platform } = p.running
  await refreshVocabulary(platform, p.tenantId('acme'), sourcesOf(platform.search.kinds))
  await client.query('vacuum analyze tickets, ticket_comments, users, search_vocabulary, search_pieces')
  await client.query(
    `set role ${APP_ROLE}; set app.tenant_id = '${p.tenantId('acme')}'; set plan_cache_mode = force_generic_plan; set jit = off`,
  )
})
after(async () => {
  await client.end()
  await p.close()
})

const planOfHits = (statement: RawBuilder<HitRow>): Promise<Plan[]> =>
  p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) => planOf(client, statement.compile(db).sql))

async function planFor(q: string, person: 'agent' | 'client', walked: readonly string[] = []): Promise<Plan[]> {
  const { database, search } = p.running.platform
  const understood = await database.tenant(p.tenantId('acme'), 'read', (db) =>
    understand(db, { words: new Map(), state: null, until: 0 }, readQuery(q, () => false).any),
  )
  const statement = findStatement(
    search.kinds.filter(({ name }) => name === 'ticket' || name === 'user').map((kind) => ({ kind, where: [] })),
    {
      actor: p.actor('acme', person),
      words: wordsFor(understood.any),
      named: namedNobody,
      walked: new Set(walked),
      limit: 20,
      offset: 0,
    },
  )
  return planOfHits(statement!)
}

const scans = (plan: readonly Plan[]) =>
  plan.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'])
const indexes = (plan: readonly Plan[]) => plan.flatMap((node) => node['Index Name'] ?? [])

test('a word, a beginning, a slip, another layout, a phrase, a word without, and two of them use the full-text index', async () => {
  for (const q of [
    'редкость7',
    'ред',
    'редкотсь',
    'htlrjcnm7',
    '"про редкость7"',
    'редкость7 -касса',
    'редкость7 or реплика3',
  ]) {
    const plan = await planFor(q, 'agent')
    assert.deepEqual(scans(plan), [], q)
    for (const index of ['tickets_search', 'ticket_comments_search', 'users_search'])
      assert.ok(indexes(plan).includes(index), `${q}: ${indexes(plan).join(', ')}`)
  }
})

test('a customer’s search reads no table whole', async () => {
  const plan = await planFor('редкость7', 'client')
  assert.deepEqual(scans(plan), [])
})

test('common words are looked for among the freshest, in the order of an index and without sorting them', async () => {
  const plan = await planFor('касса', 'agent', ['tickets', 'ticket_comments'])
  assert.deepEqual(scans(plan), [])
  assert.ok(indexes(plan).includes('tickets_created'), indexes(plan).join(', '))
  assert.ok(indexes(plan).includes('ticket_comments_pkey'), indexes(plan).join(', '))
})

test('what a query means is looked up by the keys of the vocabulary', async () => {
  // The vocabulary of this test is small enough to be read whole: what is asked is whether the keys can be used.
  await client.query('set enable_seqscan = off')
  for (const [statement, condition] of [
    ['select sum(records) from search_vocabulary v where v.word >= $1 and v.word < $2', /word >= .*word < /],
    ['select word from search_pieces p where p.piece = $1', /piece = /],
  ] as const) {
    const plan = await planOf(client, statement)
    assert.ok(
      plan.some((node) => condition.test(node['Index Cond'] ?? '')),
      JSON.stringify(plan),
    )
  }
})
