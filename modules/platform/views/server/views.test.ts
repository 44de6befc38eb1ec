import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type Person, type TenantSlug, type TestPlatform } from '#app/testing.ts'
import { Problem } from '#kernel/contract/index.ts'
import { teams, users } from '#modules/platform/identity/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { views } from '../contract.ts'

let p: TestPlatform
let team: string
before(async () => {
  p = await testPlatform()
  await p.start('relay')
  const admin = p.as('acme', 'admin')
  team = (await admin(teams.create, { name: 'Billing', lead: p.id('acme', 'agent') })).id
  await admin(users.update, { id: p.id('acme', 'agent'), teams: [team] })
})
after(() => p.close())

const mine = { entity: 'ticket', name: 'Urgent', filters: { status: 'open', priority: ['critical', 'high'] } } as const
const seenBy = async (person: Person, tenant: TenantSlug = 'acme') =>
  (await p.as(tenant, person)(views.shelf, { entity: 'ticket' })).items.map(({ id }) => id)
const refused =
  (...wanted: [pointer: string, code: string][]) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem)
    assert.deepEqual(
      error.refusals.map(({ pointer, code }) => [pointer, code]),
      wanted,
    )
    return true
  }
/** An agent whose token knows the team. */
const member = () => p.by({ ...p.actor('acme', 'agent'), teams: [team] })

test('what somebody keeps for themselves, nobody else sees, the administrator neither', async () => {
  const { id } = await p.as('acme', 'agent')(views.create, mine)
  assert.ok((await seenBy('agent')).includes(id))
  for (const person of ['manager', 'admin'] as const) {
    assert.ok(!(await seenBy(person)).includes(id))
    await assert.rejects(p.as('acme', person)(views.get, { id }), { status: 404 })
    await assert.rejects(p.as('acme', person)(views.update, { id, name: 'x' }), { status: 404 })
    await assert.rejects(p.as('acme', person)(views.copy, { id }), { status: 404 })
  }
  await assert.rejects(p.as('globex', 'admin')(views.get, { id }), { status: 404 })
})

test('customers have none', async () => {
  await assert.rejects(p.as('acme', 'client')(views.shelf, { entity: 'ticket' }), { status: 403 })
})

test('managers share with everybody, others may not; what is shared is copied, not changed', async () => {
  const shared = { ...mine, visibility: 'shared' } as const
  await assert.rejects(p.as('acme', 'agent')(views.create, shared), { status: 403 })
  const view = await p.as('acme', 'manager')(views.create, shared)
  assert.equal(view.everyone, true)
  assert.ok((await seenBy('analyst')).includes(view.id))
  assert.ok(!(await seenBy('admin', 'globex')).includes(view.id))
  const agent = p.as('acme', 'agent')
  await assert.rejects(agent(views.update, { id: view.id, name: 'Mine now' }), { status: 403 })
  await assert.rejects(agent(views.remove, { id: view.id }), { status: 403 })
  const copy = await agent(views.copy, { id: view.id, name: 'My urgent' })
  assert.deepEqual(
    [copy.visibility, copy.owner, copy.name, copy.filters],
    ['personal', p.id('acme', 'agent'), 'My urgent', mine.filters],
  )
  await p.as('acme', 'admin')(views.update, { id: view.id, name: 'Renamed by another administrator' })
})

test('who leads a team shares with it; who does not, may not', async () => {
  const draft = { ...mine, visibility: 'team', team } as const
  await assert.rejects(p.as('acme', 'analyst')(views.create, draft), { status: 403 })
  await assert.rejects(
    p.as('acme', 'agent')(views.create, { ...mine, visibility: 'team' }),
    refused(['/team', 'required']),
  )
  await assert.rejects(
    p.as('acme', 'agent')(views.create, { ...draft, team: p.id('acme', 'agent') }),
    refused(['/team', 'unknown_reference']),
  )
  const view = await p.as('acme', 'agent')(views.create, draft)
  assert.ok((await member()(views.shelf, { entity: 'ticket' })).items.some(({ id }) => id === view.id))
  assert.ok(!(await seenBy('analyst')).includes(view.id))
  const personal = await p.as('acme', 'agent')(views.update, { id: view.id, visibility: 'personal' })
  assert.equal(personal.team, null)
})

test('a filter that the list does not understand is refused by its name', async () => {
  const agent = p.as('acme', 'agent')
  const make = (filters: object) => agent(views.create, { ...mine, filters: filters as never })
  await assert.rejects(make({ status: 'gone' }), refused(['/filters/status', 'wrong']))
  await assert.rejects(make({ colour: 'red' }), refused(['/filters/colour', 'unknown_field']))
  await assert.rejects(make({ limit: 3 }), refused(['/filters/limit', 'unknown_field']))
  await assert.rejects(make({ created_at_from: 'soon' }), refused(['/filters/created_at_from', 'format.datetime']))
  await assert.rejects(
    agent(views.create, { ...mine, spans: { title: 7 } }),
    refused(['/spans/title', 'unknown_field']),
  )
  assert.deepEqual((await agent(views.create, { ...mine, spans: { created_at: 7 } })).spans, { created_at: 7 })
  await assert.rejects(agent(views.create, { ...mine, sort: 'title' }), refused(['/sort', 'not_a_choice']))
  await assert.rejects(agent(views.create, { ...mine, entity: 'category' }), refused(['/entity', 'no_views']))
  const view = await agent(views.create, mine)
  await assert.rejects(
    agent(views.update, { id: view.id, filters: { priority: 'huge' } }),
    refused(['/filters/priority', 'wrong']),
  )
})

test('pins, hiding and order are one person’s own', async () => {
  const { id } = await p.as('acme', 'manager')(views.create, { ...mine, visibility: 'shared' })
  const [agent, manager] = [p.as('acme', 'agent'), p.as('acme', 'manager')]
  const hidden = { key: id, pinned: false, hidden: true, position: 3 }
  await agent(views.arrange, { entity: 'ticket', places: [hidden, { ...hidden, key: 'mine', position: 1 }] })
  await agent(views.arrange, { entity: 'ticket', places: [{ ...hidden, key: 'mine', hidden: false, position: 0 }] })
  const { places } = await agent(views.shelf, { entity: 'ticket' })
  assert.deepEqual(places, [{ ...hidden, key: 'mine', hidden: false, position: 0 }, hidden])
  assert.deepEqual((await manager(views.shelf, { entity: 'ticket' })).places, [])
})

test('a deletion is taken back by whoever might delete', async () => {
  const agent = p.as('acme', 'agent')
  const { id } = await agent(views.create, mine)
  await agent(views.remove, { id })
  await assert.rejects(agent(views.get, { id }), { status: 404 })
  await assert.rejects(p.as('acme', 'manager')(views.restore, { id }), { status: 404 })
  await agent(views.restore, { id })
  assert.equal((await agent(views.get, { id })).name, mine.name)
})

test('counts are those of the list, `me` being whoever asks, and say which events they hold', async () => {
  const [agent, manager] = [p.as('acme', 'agent'), p.as('acme', 'manager')]
  for (const priority of ['high', 'high', 'low'] as const)
    await agent(tickets.create, { title: 'Printer', priority, tags: priority === 'low' ? ['paper'] : [] })
  const { id } = await agent(tickets.create, { title: 'Scanner' })
  await agent(tickets.assign, { id, assignee: 'me' })
  const sets = [
    { key: 'high', filters: { priority: 'high' } },
    { key: 'mine', filters: { status: 'open', assignee: 'me' } },
    { key: 'free', filters: { status: 'open', assignee: 'none' } },
    { key: 'paper', filters: { tags: 'paper' } },
    { key: 'later', filters: { created_at_from: '2100-01-01T00:00:00Z' } },
    { key: 'all', filters: {} },
  ]
  const figures = async (call: typeof agent) =>
    Object.fromEntries(
      (await call(views.counts, { entity: 'ticket', sets })).items.map(({ key, count }) => [key, count]),
    )
  assert.deepEqual(await figures(agent), { high: 2, mine: 1, free: 3, paper: 1, later: 0, all: 4 })
  assert.equal((await figures(manager))['mine'], 0)
  assert.equal((await figures(p.as('globex', 'agent')))['all'], 0)
  for (const { filters } of sets) {
    const { total } = await agent(tickets.list, { ...(filters as object), total: true })
    const { items } = await agent(views.counts, { entity: 'ticket', sets: [{ key: 'x', filters }] })
    assert.equal(items[0]!.count, total)
  }
  const { place, items } = await agent(views.counts, { entity: 'ticket', sets })
  for (const { seen } of items) assert.ok(seen.every((position) => position > place))
  await assert.rejects(
    agent(views.counts, { entity: 'ticket', sets: [sets[0]!, { key: 'x', filters: { status: 'gone' } }] }),
    refused(['/sets/1/filters/status', 'wrong']),
  )
})

test('a figure holds an event that is committed but not told yet, and says so', async () => {
  const silent = await p.beside()
  try {
    const actor = p.actor('acme', 'agent')
    const sets = [{ key: 'all', filters: {} }]
    const ask = async () =>
      (await silent.running.runner.run(actor, views.counts, { entity: 'ticket', sets })) as {
        place: number
        items: { count: number; seen: number[] }[]
      }
    const first = await ask()
    await p.as('acme', 'agent')(tickets.create, { title: 'Untold' })
    const second = await ask()
    // Nobody told this process of the log, so its place stays where it began.
    assert.equal(second.place, 0)
    assert.equal(second.items[0]!.count, first.items[0]!.count + 1)
    assert.equal(second.items[0]!.seen.length, first.items[0]!.seen.length + 1)
  } finally {
    await silent.stop()
  }
})
