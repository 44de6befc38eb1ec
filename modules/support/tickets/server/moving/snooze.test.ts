// Tickets that are put off: out of the ready views, back at their moment or when the customer writes, once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { bulk } from '#modules/platform/bulk/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { sendings } from '../../contract/composing/sending.ts'
import { snoozing } from '../../contract/moving/snooze.ts'
import { tickets } from '../../contract.ts'
import { wakeDue } from './snooze.ts'

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

const open = async (more: object = {}) =>
  (await agent(tickets.create, { title: 'x', requester: p.id('acme', 'client'), ...more })).id
const off = async (id: string) => {
  const { snoozed, snoozed_until } = await agent(tickets.get, { id })
  return [snoozed, snoozed_until && Date.parse(snoozed_until)]
}
const inMinutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString()
const told = async (id: string, by = agent) =>
  (await by(tickets.timeline, { id })).items.map(({ name }) => name).filter((name) => /snoozed|woken/.test(name))
const listed = async (filters: object) => (await agent(tickets.list, filters)).items.map(({ id }) => id)
const wake = (ticket: string) =>
  p.running.platform.within(systemOf(p.tenantId('acme')), {}, (context) =>
    wakeDue(context, { ticket, by: p.id('acme', 'agent') }),
  )
/** As the clock would do. */
const moment = (id: string, until: string) =>
  p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('tickets').set({ snoozed_until: until }).where('id', '=', id).execute(),
  )

test('what is put off leaves the views without it, and is found by itself', async () => {
  const id = await open()
  const until = inMinutes(60)
  const ticket = await agent(snoozing.snooze, { id, until })
  assert.deepEqual([ticket.snoozed, Date.parse(ticket.snoozed_until!)], [true, Date.parse(until)])
  assert.equal((await listed({ status: 'open', snoozed: false })).includes(id), false)
  assert.deepEqual(await listed({ snoozed: true }), [id])
  assert.equal((await listed({ status: 'open' })).includes(id), true)
  // Again the same says nothing new.
  await agent(snoozing.snooze, { id, until })
  assert.deepEqual(await told(id), ['ticket.snoozed'])
  // Customers are not told.
  assert.deepEqual(await told(id, client), [])
  await agent(snoozing.wake, { id })
  assert.deepEqual(await off(id), [false, null])
  assert.deepEqual(await told(id), ['ticket.snoozed', 'ticket.woken'])
})

test('its moment brings it back once, and tells the assignee', async () => {
  const id = await open({ assignee: p.id('acme', 'manager') })
  await agent(snoozing.snooze, { id, until: inMinutes(60) })
  await wake(id)
  assert.equal((await off(id))[0], true, 'not before its moment')
  await moment(id, inMinutes(-1))
  await wake(id)
  await wake(id)
  assert.deepEqual(await off(id), [false, null])
  assert.deepEqual(await told(id), ['ticket.snoozed', 'ticket.woken'])
  await eventually(async () => {
    const { items } = await p.as('acme', 'manager')(notifications.list, {})
    assert.equal(items.filter(({ kind }) => kind === 'ticket_woken').length, 1)
  })
})

test('a job brings it back by itself', async () => {
  const id = await open()
  await agent(snoozing.snooze, { id, until: new Date(Date.now() + 1_500).toISOString() })
  await eventually(async () => assert.deepEqual(await off(id), [false, null]))
})

test('the customer brings it back by writing, a colleague or a note does not', async () => {
  const id = await open()
  await agent(snoozing.snooze, { id, until: null })
  assert.deepEqual(await off(id), [true, null])
  await wake(id)
  await agent(tickets.comment, { id, text: 'note', internal: true })
  await agent(tickets.comment, { id, text: 'still looking' })
  assert.deepEqual(await off(id), [true, null])
  await client(tickets.comment, { id, text: 'any news?' })
  assert.deepEqual(await off(id), [false, null])
})

test('what is done is not put off, and what is put off is done without waiting', async () => {
  const id = await open()
  await agent(snoozing.snooze, { id, until: inMinutes(60) })
  await agent(tickets.move, { id, status: 'resolved' })
  assert.deepEqual(await off(id), [false, null])
  await assert.rejects(agent(snoozing.snooze, { id, until: null }), { code: 'ticket.is_done', status: 409 })
  const other = await open()
  for (const until of [inMinutes(-1), inMinutes(60 * 24 * 400)])
    await assert.rejects(agent(snoozing.snooze, { id: other, until }), { status: 422 })
  await assert.rejects(client(snoozing.snooze, { id: other, until: null }), { status: 403 })
})

test('a reply puts the ticket off together with itself, or not at all', async () => {
  const id = await open()
  const until = inMinutes(60)
  const beside = { snooze: { until }, priority: 'high' as const, add_tags: ['касса'], assignee: 'me' as const }
  await agent(sendings.send, { id, text: 'Ждём', seen: null, status: 'waiting', beside, send_at: inMinutes(-1) })
  const ticket = await agent(tickets.get, { id })
  assert.deepEqual(
    [ticket.status, ticket.priority, ticket.tags, ticket.assignee, ticket.snoozed],
    ['waiting', 'high', ['касса'], p.id('acme', 'agent'), true],
  )
  const seen = (await agent(tickets.comments, { id })).items.at(-1)!.id
  const refused = { id, text: 'Готово', seen, status: 'resolved' as const, beside: { snooze: { until } } }
  await assert.rejects(agent(sendings.send, { ...refused, send_at: inMinutes(-1) }), { code: 'ticket.is_done' })
  assert.equal((await agent(tickets.comments, { id })).items.length, 1)
})

test('many are put off at once, and undone together with their moments', async () => {
  const ids = [await open(), await open()]
  await agent(snoozing.snooze, { id: ids[0]!, until: inMinutes(30) })
  const before = await off(ids[0]!)
  const run = await agent(bulk.start, {
    entity: 'ticket',
    action: snoozing.snooze.name,
    input: { until: inMinutes(120) },
    selection: { ids },
  })
  assert.deepEqual([run.state, run.changed], ['done', 2])
  assert.equal((await off(ids[1]!))[0], true)
  await agent(bulk.undo, { id: run.id })
  assert.deepEqual([await off(ids[0]!), await off(ids[1]!)], [before, [false, null]])
})
