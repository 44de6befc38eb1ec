import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { departments, teams } from '#modules/platform/identity/contract.ts'
import { tickets } from '../../contract.ts'
import { handingOn } from '../../contract/handing-on.ts'

let p: TestPlatform
let admin: Call
let agent: Call
let count = 0
before(async () => {
  p = await testPlatform()
  admin = p.as('acme', 'admin')
  agent = p.as('acme', 'agent')
})
after(() => p.close())

const open = (more: object = {}) => agent(tickets.create, { title: 'x', requester: p.id('acme', 'client'), ...more })
const told = async (id: string, by = agent) => (await by(tickets.timeline, { id })).items
const refused = (pointer: string, code: string) => (error: { refusals: { pointer: string; code: string }[] }) => {
  assert.deepEqual(
    error.refusals.map((one) => [one.pointer, one.code]),
    [[pointer, code]],
  )
  return true
}

/** A department with a team on each of the levels; the manager leads it. */
async function department(...levels: number[]) {
  const name = `Department ${(count += 1)}`
  const { id } = await admin(departments.create, { name, lead: p.id('acme', 'manager') })
  const made: string[] = []
  for (const level of levels)
    made.push((await admin(teams.create, { name: `${name} ${level}`, department: id, level })).id)
  return { id, teams: made }
}

test('a ticket goes to another team with its department; an assignee stays who works there', async () => {
  const net = await department(1)
  const bills = await department(1)
  const mine = p.id('acme', 'agent')
  await admin(teams.changeMembers, { id: bills.teams[0]!, add: [mine] })
  const { id, department: first } = await open({ team: net.teams[0], assignee: mine })
  assert.equal(first, net.id)
  const there = await agent(handingOn.transfer, { id, team: bills.teams[0]!, note: 'О деньгах' })
  assert.deepEqual([there.team, there.department, there.assignee], [bills.teams[0], bills.id, mine])
  const back = await agent(handingOn.transfer, { id, team: net.teams[0]! })
  assert.deepEqual([back.team, back.assignee], [net.teams[0], null])

  const { items } = await agent(tickets.comments, { id })
  assert.deepEqual(
    items.map(({ text, internal }) => [text, internal]),
    [['О деньгах', true]],
  )
  const moves = (await told(id)).filter(({ name }) => name === 'ticket.transferred')
  assert.deepEqual(
    moves.map(({ changes }) => changes),
    [
      { team: [net.teams[0], bills.teams[0]], department: [net.id, bills.id] },
      { team: [bills.teams[0], net.teams[0]], department: [bills.id, net.id], assignee: [mine, null] },
    ],
  )
})

test('to a department means to its lowest team; one without teams keeps its lead as assignee', async () => {
  const net = await department(3, 1, 2)
  const empty = await department()
  const { id } = await open()
  const there = await agent(handingOn.transfer, { id, department: net.id })
  assert.deepEqual([there.team, there.department], [net.teams[1], net.id])
  await agent(tickets.assign, { id, assignee: p.id('acme', 'manager') })
  const kept = await agent(handingOn.transfer, { id, department: empty.id })
  assert.deepEqual([kept.team, kept.department, kept.assignee], [null, empty.id, p.id('acme', 'manager')])
})

test('what cannot be transferred is refused in words', async () => {
  const net = await department(1)
  const { id } = await open({ team: net.teams[0] })
  await assert.rejects(agent(handingOn.transfer, { id }), refused('/team', 'team_or_department'))
  await assert.rejects(
    agent(handingOn.transfer, { id, team: net.teams[0]!, department: net.id }),
    refused('/team', 'team_or_department'),
  )
  await assert.rejects(agent(handingOn.transfer, { id, team: net.teams[0]! }), { code: 'ticket.already_there' })
  await assert.rejects(agent(handingOn.transfer, { id, team: net.id }), refused('/team', 'unknown_reference'))
  await assert.rejects(
    agent(handingOn.transfer, { id, department: net.teams[0]! }),
    refused('/department', 'unknown_reference'),
  )
  await agent(tickets.move, { id, status: 'resolved' })
  await agent(tickets.move, { id, status: 'closed' })
  await assert.rejects(agent(handingOn.escalate, { id, reason: 'x' }), { code: 'ticket.is_closed', status: 409 })
})

test('escalation climbs the department, then asks its lead, and ends at the top', async () => {
  const net = await department(1, 2)
  const { id } = await open({ team: net.teams[0], assignee: p.id('acme', 'agent') })
  const second = await agent(handingOn.escalate, { id, reason: 'Нужен инженер' })
  assert.deepEqual([second.escalation_level, second.team, second.assignee], [2, net.teams[1], null])
  const third = await agent(handingOn.escalate, { id, reason: 'И руководитель' })
  assert.deepEqual([third.escalation_level, third.team, third.assignee], [3, net.teams[1], p.id('acme', 'manager')])
  await assert.rejects(agent(handingOn.escalate, { id, reason: 'x' }), { code: 'ticket.top_level', status: 409 })
  await assert.rejects(agent(handingOn.escalate, { id, reason: ' ' }), { status: 422 })
  const marked = await agent(tickets.list, { escalation_level: ['2', '3'] })
  assert.ok(marked.items.some((one) => one.id === id))
  assert.deepEqual((await agent(tickets.list, { escalation_level: 'none' })).items, [])
  const down = await agent(handingOn.transfer, { id, team: net.teams[0]! })
  assert.equal(down.escalation_level, 1)
})

test('customers hear nothing of it, strangers find nothing, and who may not assign may not hand on', async () => {
  const net = await department(1, 2)
  const { id } = await open({ team: net.teams[0] })
  await agent(handingOn.escalate, { id, reason: 'Тайна' })
  const client = p.as('acme', 'client')
  const seen = await told(id, client)
  assert.doesNotMatch(JSON.stringify([seen, (await client(tickets.comments, { id })).items]), /Тайна|escalated/)
  await assert.rejects(client(handingOn.escalate, { id, reason: 'x' }), { status: 403 })
  await assert.rejects(p.as('acme', 'analyst')(handingOn.transfer, { id, team: net.teams[0]! }), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(handingOn.escalate, { id, reason: 'x' }), { status: 404 })
  const own = await p.as('globex', 'agent')(tickets.create, { title: 'x' })
  await assert.rejects(
    p.as('globex', 'agent')(handingOn.transfer, { id: own.id, team: net.teams[0]! }),
    refused('/team', 'unknown_reference'),
  )
})

test('two who escalate at the same time raise it twice, never past the top', async () => {
  const net = await department(1, 2)
  const { id } = await open({ team: net.teams[0] })
  const all = await Promise.allSettled(
    (['agent', 'manager', 'admin'] as const).map((who) => p.as('acme', who)(handingOn.escalate, { id, reason: who })),
  )
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 2)
  assert.equal((await agent(tickets.get, { id })).escalation_level, 3)
  const steps = (await told(id)).flatMap(({ changes }) =>
    changes['escalation_level'] ? [changes['escalation_level']] : [],
  )
  assert.deepEqual(steps, [
    [1, 2],
    [2, 3],
  ])
})

test('members of a team are added and taken out; customers cannot be; a department with teams stays', async () => {
  const net = await department(1)
  const [id] = net.teams as [string]
  const person = p.id('acme', 'analyst')
  const names = (items: { id: string }[]) => items.map((one) => one.id)
  assert.deepEqual(names((await admin(teams.changeMembers, { id, add: [person] })).items), [person])
  assert.deepEqual(names((await agent(teams.members, { id })).items), [person])
  assert.deepEqual(names((await admin(teams.changeMembers, { id, remove: [person] })).items), [])
  await assert.rejects(
    admin(teams.changeMembers, { id, add: [p.id('acme', 'client')] }),
    refused('/add/0', 'not_a_colleague'),
  )
  await assert.rejects(
    admin(teams.changeMembers, { id, add: [p.id('globex', 'agent')] }),
    refused('/add/0', 'unknown_reference'),
  )
  await assert.rejects(agent(teams.changeMembers, { id, add: [person] }), { status: 403 })
  await assert.rejects(admin(departments.remove, { id: net.id }), { code: 'department.has_teams' })
  await admin(teams.remove, { id })
  await admin(departments.remove, { id: net.id })
})
