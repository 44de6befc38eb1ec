// The plans of what people do all day, below row-level security, as the generic plans that production uses.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { type Person, type TenantSlug, type TestPlatform } from '#app/testing.ts'
import {
  explaining,
  type FilledPlatform,
  filledPlatform,
  indexes,
  ordersOf,
  type Plan,
  scans,
  sorts,
} from '#app/testing/plans.ts'
import { Ticket, tickets } from '../contract.ts'
import { countAll } from '#kernel/server/views/count.ts'
import { parseFilters } from '#kernel/server/views/viewed.ts'
import { closeBatch } from './auto-close.ts'
import { viewedTickets } from './listing.ts'
import module from './module.ts'
import type { TicketContext } from './tables.ts'

const TICKETS = 4_000
let filled: FilledPlatform
let p: TestPlatform
before(async () => {
  filled = await filledPlatform('tickets, ticket_comments, ticket_tags, ticket_attachments, event_log', fill)
  ;({ p } = filled)
})
after(() => filled.close())

/** A desk as it becomes: most tickets are closed, few wait, each customer has some. */
async function fill(client: pg.Client, on: TestPlatform, slug: TenantSlug): Promise<void> {
  await client.query(
    `insert into users (name, email, role, language)
     select 'customer ' || n, 'customer' || n || '@example.test', 'client', 'ru' from generate_series(1, 200) n`,
  )
  await client.query(
    `insert into tickets (created_at, number, title, description, priority, status, requester, assignee, tags, channel, resolved_at, closed_at, last_reply_at, last_reply_by, preview)
     select now() - n * interval '1 minute', n, 'Обращение ' || n, 'слово' || n % 500 || ' текст ' || md5(n::text),
       (array['critical', 'high', 'medium', 'low'])[n % 4 + 1], (array['new', 'in_progress', 'waiting', 'resolved', 'closed'])[least(n % 40, 4) + 1],
       (array(select id from users where role = 'client'))[n % 200 + 1], $1, array['tag' || n % 100], 'web', now() - n * interval '1 minute', null,
       now() - n * interval '1 minute', 'staff', ''
     from generate_series(1, ${TICKETS}) n`,
    [on.id(slug, 'manager')],
  )
  await client.query(
    `insert into ticket_comments (ticket, author, text, internal, channel) select id, requester, 'ответ про реплика' || number % 700, false, 'web' from tickets where number > 0`,
  )
  await client.query(
    `insert into event_log (name, about_id, payload) select 'ticket.created', id, '{}' from tickets where number > 0`,
  )
}

const { statementsOf, record, planOf } = explaining(module, () => filled)

const agentPage = (sort: string) => p.as('acme', 'agent')(tickets.list, { sort, limit: 1 })

async function listPlan(input: object, person: Person = 'agent'): Promise<Plan[]> {
  const statements = await statementsOf(tickets.list, input, person)
  return planOf(statements.at(-1)!)
}

test('every order and every filter of the list walks an index in its order', async () => {
  const sorted = ordersOf(Ticket)
  assert.equal(sorted.length, 12)
  const asked = [
    ...sorted.map((sort) => ({ sort })),
    { status: 'open' },
    { status: 'open', sort: '-last_reply_at' },
    { status: 'open', sort: 'priority' },
    { status: 'open', sort: '-status' },
    { sort: 'priority', cursor: (await agentPage('priority')).next! },
    { status: 'waiting' },
    { status: 'open', priority: 'high' },
    { status: 'new', priority: 'high' },
    { assignee: 'me' },
    { requester: 'me' },
    { team: p.id('acme', 'agent') },
    { category: p.id('acme', 'agent') },
    { priority: 'high' },
    { channel: 'email' },
    { department: p.id('acme', 'agent') },
    { escalation_level: '2' },
    { type: 'bug' },
  ]
  for (const input of asked) {
    const plan = await listPlan(input)
    assert.deepEqual([scans(plan), sorts(plan).length], [[], 0], JSON.stringify({ input, plan }))
    assert.ok(indexes(plan)[0]?.startsWith('tickets_'), JSON.stringify({ input, plan }))
  }
})

test('open tickets come from the index of open tickets, a customer’s from theirs', async () => {
  assert.deepEqual(indexes(await listPlan({ status: 'open' })), ['tickets_open_created'])
  assert.deepEqual(indexes(await listPlan({}, 'client')), ['tickets_requester'])
})

test('search and tags use their indexes', async () => {
  const searched = await listPlan({ q: 'касса' })
  assert.deepEqual(scans(searched), [])
  for (const index of ['tickets_search', 'ticket_comments_search'])
    assert.ok(indexes(searched).includes(index), JSON.stringify(searched))
  const tagged = await listPlan({ tags: 'tag7' })
  assert.deepEqual(scans(tagged), [])
  assert.ok(indexes(tagged).includes('ticket_tags_pkey'), JSON.stringify(tagged))
})

test('counts are read from an index alone', async () => {
  const [statement] = await statementsOf(tickets.counts, {}, 'agent')
  const plan = await planOf(statement!)
  assert.ok(
    plan.some((node) => node['Node Type'] === 'Index Only Scan'),
    JSON.stringify(plan),
  )
  assert.deepEqual(indexes(plan), ['tickets_unclosed'])
})

test('what closes by itself is found without looking at the rest', async () => {
  const [statement] = await record(p.actor('acme', 'agent'), (context) => closeBatch(context as TicketContext))
  assert.deepEqual(indexes(await planOf(statement!)), ['tickets_resolved'])
})

test('what views count is found by an index, and no further than to what is said', async () => {
  const sets = [
    { status: 'open' },
    { status: 'open', assignee: 'me' },
    { status: 'open', assignee: 'me', snoozed: false },
    { status: 'open', snoozed: false },
    { snoozed: true },
    { status: 'open', assignee: 'none' },
    { status: 'waiting' },
    { assignee: 'me' },
    { team: p.id('acme', 'agent') },
    { status: 'open', priority: ['critical', 'high'] },
    { category: p.id('acme', 'agent'), created_at_from: '2026-01-01T00:00:00Z' },
    { tags: 'tag7' },
    { q: 'касса' },
    {},
  ]
  for (const filters of sets) {
    const statements = await record(p.actor('acme', 'agent'), (context) =>
      countAll(context, viewedTickets, [parseFilters(viewedTickets, filters, '')]),
    )
    const plan = await planOf(statements.at(-1)!)
    assert.deepEqual([scans(plan), sorts(plan).length], [[], 0], JSON.stringify({ filters, plan }))
    assert.ok(
      plan.some((node) => node['Node Type'] === 'Limit'),
      JSON.stringify({ filters, plan }),
    )
    assert.ok(indexes(plan).includes('event_log_order'), JSON.stringify({ filters, plan }))
  }
})
