import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { mayMove, STATUSES, tickets, type Status } from '../contract.ts'

let p: TestPlatform
let agent: Call
before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
})
after(() => p.close())

const open = (more: object = {}) => agent(tickets.create, { title: 'x', requester: p.id('acme', 'client'), ...more })
const get = (id: string) => agent(tickets.get, { id })
const told = async (id: string) => (await agent(tickets.timeline, { id })).items

const ways: Record<Status, Status[]> = {
  new: [],
  in_progress: ['in_progress'],
  waiting: ['waiting'],
  resolved: ['resolved'],
  closed: ['resolved', 'closed'],
}

for (const from of STATUSES) {
  test(`from ${from} a ticket goes where the table says and nowhere else`, async () => {
    for (const to of STATUSES.filter((status) => status !== from)) {
      const { id } = await open()
      for (const status of ways[from]) await agent(tickets.move, { id, status })
      if (mayMove(from, to, true)) assert.equal((await agent(tickets.move, { id, status: to })).status, to)
      else await assert.rejects(agent(tickets.move, { id, status: to }), { code: 'ticket.cannot_move', status: 409 })
    }
  })
}

test('resolving and closing keep their moments, reopening takes them back', async () => {
  const { id } = await open()
  const resolved = await agent(tickets.move, { id, status: 'resolved' })
  assert.ok(resolved.resolved_at && !resolved.closed_at)
  const closed = await agent(tickets.move, { id, status: 'closed' })
  assert.equal(closed.resolved_at, resolved.resolved_at)
  assert.ok(closed.closed_at)
  const again = await agent(tickets.update, { id, status: 'in_progress' })
  assert.deepEqual([again.resolved_at, again.closed_at], [null, null])
})

test('a change is told with what was and what is, once; no change is no event and no version', async () => {
  const { id } = await open({ tags: ['vpn'] })
  const changed = await agent(tickets.update, { id, title: 'y', priority: 'high', tags: ['vpn'] })
  assert.equal(changed.version, 2)
  assert.equal((await agent(tickets.update, { id, title: 'y', priority: 'high' })).version, 2)
  assert.equal((await agent(tickets.move, { id, status: 'new' })).version, 2)
  const entries = await told(id)
  assert.deepEqual(
    entries.map(({ name, changes, actor }) => ({ name, changes, actor })),
    [
      { name: 'ticket.created', changes: {}, actor: p.id('acme', 'agent') },
      {
        name: 'ticket.changed',
        changes: { title: ['x', 'y'], priority: ['medium', 'high'] },
        actor: p.id('acme', 'agent'),
      },
    ],
  )
})

test('PUT replaces what people write and leaves status and requester unless they are given', async () => {
  const { id } = await open({ description: 'long', tags: ['vpn'], priority: 'high' })
  await agent(tickets.move, { id, status: 'waiting' })
  const put = await agent(tickets.replace, { id, title: 'z' })
  assert.deepEqual(
    [put.title, put.description, put.tags, put.priority, put.status, put.requester],
    ['z', '', [], 'medium', 'waiting', p.id('acme', 'client')],
  )
  await assert.rejects(agent(tickets.replace, { id, title: 'z', status: 'new' }), { code: 'ticket.cannot_move' })
})

test('assigning keeps the status; me is the caller; a team is handed over without losing the person', async () => {
  const { id } = await open()
  const mine = await agent(tickets.assign, { id, assignee: 'me' })
  assert.deepEqual([mine.assignee, mine.status], [p.id('acme', 'agent'), 'new'])
  assert.equal((await agent(tickets.assign, { id })).version, mine.version)
  assert.equal((await agent(tickets.assign, { id, assignee: null })).assignee, null)
  const client = p.id('acme', 'client')
  await assert.rejects(agent(tickets.assign, { id, assignee: client }), { status: 422 })
  await assert.rejects(agent(tickets.update, { id, assignee: p.id('globex', 'agent') }), { status: 422 })
})

test('an executor is changed by those who may assign, through any door', async () => {
  const { id } = await open()
  const { 'tickets.assign': _taken, ...grants } = p.actor('acme', 'agent').grants
  const writer = p.by({ ...p.actor('acme', 'agent'), grants })
  const assignee = p.id('acme', 'manager')
  await assert.rejects(writer(tickets.update, { id, assignee }), { code: 'forbidden', status: 403 })
  await assert.rejects(writer(tickets.create, { title: 'x', assignee }), { code: 'forbidden', status: 403 })
  assert.equal((await writer(tickets.update, { id, title: 'y' })).title, 'y')
})

test('tags are replaced, added and removed; the mirror follows', async () => {
  const { id } = await open({ tags: ['касса', 'vpn'] })
  const tag = async (tags: string[], mode?: 'add' | 'remove') =>
    (await agent(tickets.tag, { id, tags, ...(mode && { mode }) })).tags
  assert.deepEqual(await tag(['Срочно', 'vpn'], 'add'), ['касса', 'vpn', 'срочно'])
  assert.deepEqual(await tag(['vpn', 'none'], 'remove'), ['касса', 'срочно'])
  assert.deepEqual(await tag(['печать']), ['печать'])
  const mirror = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db.selectFrom('ticket_tags').select('tag').where('ticket', '=', id).execute(),
  )
  assert.deepEqual(mirror, [{ tag: 'печать' }])
  const many = Array.from({ length: 20 }, (_, index) => `t${index}`)
  await assert.rejects(agent(tickets.tag, { id, tags: many, mode: 'add' }), { status: 422 })
})

test('a version that is no longer there is refused, whatever would change', async () => {
  const { id, version } = await open()
  const first = p.as('acme', 'agent', { expected_version: version })
  const second = p.as('acme', 'manager', { expected_version: version })
  const both = await Promise.allSettled([
    first(tickets.move, { id, status: 'resolved' }),
    second(tickets.move, { id, status: 'waiting' }),
  ])
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as { status: number }] : []))
  assert.deepEqual(
    refused.map(({ status }) => status),
    [412],
  )
  await assert.rejects(second(tickets.remove, { id }), { code: 'stale', status: 412 })
  const app = await p.edge()
  const headers = { ...(await p.signIn(app, 'acme', 'agent')), 'if-match': `"${version}"` }
  const late = await app.inject({ method: 'PATCH', url: `/api/tickets/${id}`, headers, payload: { title: 'late' } })
  assert.equal(late.statusCode, 412)
})

test('two who change one ticket at the same time follow one another', async () => {
  const { id } = await open()
  const moves = (['waiting', 'in_progress', 'waiting', 'in_progress', 'resolved'] as const).map((status, index) =>
    p.as('acme', index % 2 ? 'agent' : 'manager')(tickets.move, { id, status }),
  )
  await Promise.allSettled(moves)
  const steps = (await told(id)).flatMap(({ changes }) =>
    changes['status'] ? [changes['status'] as [Status, Status]] : [],
  )
  let status: Status = 'new'
  for (const [from, to] of steps) {
    assert.equal(from, status)
    assert.ok(mayMove(from, to, true))
    status = to
  }
  assert.equal((await get(id)).status, status)
})

test('a deleted ticket is gone from every door, and its data stays', async () => {
  const { id } = await open()
  const manager = p.as('acme', 'manager')
  await assert.rejects(agent(tickets.remove, { id }), { status: 403 })
  await manager(tickets.remove, { id })
  await assert.rejects(get(id), { code: 'ticket.not_found', status: 404 })
  await assert.rejects(manager(tickets.comment, { id, text: 'x' }), { status: 404 })
  await assert.rejects(manager(tickets.timeline, { id }), { status: 404 })
  await assert.rejects(manager(tickets.remove, { id }), { status: 404 })
  const row = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db.selectFrom('tickets').select('deleted_at').where('id', '=', id).executeTakeFirst(),
  )
  assert.ok(row?.deleted_at)
})
