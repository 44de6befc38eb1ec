import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Person, testPlatform, type TenantSlug, type TestPlatform } from '#app/testing.ts'
import { Problem } from '#kernel/contract/index.ts'
import { teams, users } from '#modules/platform/identity/contract.ts'
import { macros } from '../contract.ts'

let p: TestPlatform
let team: string
before(async () => {
  p = await testPlatform()
  const admin = p.as('acme', 'admin')
  team = (await admin(teams.create, { name: 'Billing', lead: p.id('acme', 'agent') })).id
  await admin(users.update, { id: p.id('acme', 'agent'), teams: [team] })
})
after(() => p.close())

const thanks = { name: 'Thanks', text: 'Hello {{requester_first_name}}, this is {{agent_name}}.' }
const seenBy = async (person: Person, tenant: TenantSlug = 'acme') =>
  (await p.as(tenant, person)(macros.list, {})).items.map(({ id }) => id)
const refused = (pointer: string, code: string) => (error: unknown) => {
  assert.ok(error instanceof Problem)
  assert.deepEqual(
    error.refusals.map((one) => [one.pointer, one.code]),
    [[pointer, code]],
  )
  return true
}

test('a personal macro is its owner’s alone; customers have none', async () => {
  const { id, owner } = await p.as('acme', 'agent')(macros.create, thanks)
  assert.equal(owner, p.id('acme', 'agent'))
  assert.ok((await seenBy('agent')).includes(id))
  for (const person of ['manager', 'admin'] as const) {
    assert.ok(!(await seenBy(person)).includes(id))
    await assert.rejects(p.as('acme', person)(macros.update, { id, name: 'x' }), { status: 404 })
  }
  await assert.rejects(p.as('acme', 'client')(macros.list, {}), { status: 403 })
})

test('a shared one is everybody’s to use and theirs to change who may share; other tenants know nothing of it', async () => {
  const agent = p.as('acme', 'agent')
  await assert.rejects(agent(macros.create, { ...thanks, visibility: 'shared' }), { status: 403 })
  const { id } = await p.as('acme', 'manager')(macros.create, { ...thanks, visibility: 'shared', status: 'waiting' })
  assert.ok((await seenBy('agent')).includes(id))
  assert.ok(!(await seenBy('admin', 'globex')).includes(id))
  await assert.rejects(p.as('globex', 'admin')(macros.get, { id }), { status: 404 })
  await assert.rejects(agent(macros.update, { id, name: 'Mine' }), { status: 403 })
  await assert.rejects(agent(macros.remove, { id }), { status: 403 })
  assert.equal((await p.as('acme', 'admin')(macros.update, { id, name: 'Renamed' })).name, 'Renamed')
  await p.as('acme', 'manager')(macros.remove, { id })
  assert.ok(!(await seenBy('agent')).includes(id))
})

test('who leads a team shares with it, and only its people use it', async () => {
  const agent = p.as('acme', 'agent')
  await assert.rejects(agent(macros.create, { ...thanks, visibility: 'team' }), refused('/team', 'required'))
  const { id } = await agent(macros.create, { ...thanks, visibility: 'team', team })
  assert.ok(!(await seenBy('manager')).includes(id))
  const member = p.by({ ...p.actor('acme', 'manager'), teams: [team] })
  assert.ok((await member(macros.list, {})).items.some((one) => one.id === id))
  assert.equal((await agent(macros.update, { id, visibility: 'personal' })).team, null)
})

test('what nothing fills and records that are not there are refused by their place', async () => {
  const agent = p.as('acme', 'agent')
  await assert.rejects(agent(macros.create, { ...thanks, text: '{{colour}}' }), refused('/text', 'unknown_place'))
  await assert.rejects(
    agent(macros.create, { ...thanks, changes: { team: p.id('acme', 'agent') } }),
    refused('/changes/team', 'unknown_reference'),
  )
  const changes = { priority: 'high' as const, assignee: 'me' as const, team: null, add_tags: ['касса'] }
  const { id } = await agent(macros.create, { ...thanks, changes })
  assert.deepEqual((await agent(macros.get, { id })).changes, changes)
})
