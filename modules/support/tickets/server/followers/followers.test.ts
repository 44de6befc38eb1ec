import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { followers } from '../../contract/composing/follower.ts'
import { tickets } from '../../contract.ts'

let p: TestPlatform
let agent: Call
let client: Call
before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
  client = p.as('acme', 'client')
  await p.start('relay', 'worker')
})
after(() => p.close())

const open = async () => (await client(tickets.create, { title: 'Касса' })).id
const kinds = async (call: Call) => (await call(notifications.list, {})).items.map(({ kind }) => kind)
const who = ({ items }: { items: { person: string }[] }) => items.map(({ person }) => person)

test('whoever follows hears of replies and moves, and no longer after they stop', async () => {
  const id = await open()
  const manager = p.as('acme', 'manager')
  assert.deepEqual(who(await manager(followers.follow, { id })), [p.id('acme', 'manager')])
  await manager(followers.follow, { id })
  assert.equal((await manager(followers.list, { id })).items.length, 1)
  await agent(tickets.comment, { id, text: 'Смотрим', status: 'in_progress' })
  // A ticket has one line in the bell, which counts what happened to it.
  const line = async () => (await manager(notifications.list, {})).items.find(({ record }) => record === id)
  await eventually(async () => assert.equal((await line())?.count, 2))
  assert.deepEqual(who(await manager(followers.unfollow, { id, person: 'me' })), [])
  await agent(tickets.comment, { id, text: 'Готово' })
  // What comes after it in the log is told after it.
  await agent(tickets.assign, { id, assignee: p.id('acme', 'manager') })
  await eventually(async () => assert.equal((await line())?.kind, 'ticket_assigned'))
  assert.equal((await line())?.count, 3)
})

test('a mention lets a colleague follow', async () => {
  const id = await open()
  const { name } = await p.as('acme', 'manager')(users.get, { id: p.id('acme', 'manager') })
  await agent(tickets.comment, { id, text: `@${name} взгляните`, internal: true })
  assert.deepEqual(who(await agent(followers.list, { id })), [p.id('acme', 'manager')])
})

test('a customer follows for themselves only, sees no other followers and hears of no notes', async () => {
  const id = await open()
  await agent(followers.follow, { id })
  assert.deepEqual(who(await client(followers.list, { id })), [])
  assert.deepEqual(who(await client(followers.follow, { id })), [p.id('acme', 'client')])
  await assert.rejects(client(followers.follow, { id, person: p.id('acme', 'agent') }), { status: 403 })
  await assert.rejects(client(followers.unfollow, { id, person: p.id('acme', 'agent') }), { status: 403 })
  await agent(tickets.comment, { id, text: 'секрет', internal: true })
  await agent(tickets.comment, { id, text: 'видно' })
  await eventually(async () => assert.ok((await kinds(client)).length > 0))
  const { items } = await client(notifications.list, {})
  assert.ok(items.every(({ body }) => !body.includes('секрет')))
})

test('nobody follows what they do not see', async () => {
  const id = await open()
  await assert.rejects(p.as('globex', 'admin')(followers.follow, { id }), { status: 404 })
  const foreign = { id, person: p.id('globex', 'agent') }
  await assert.rejects(agent(followers.follow, foreign), { status: 422 })
})
