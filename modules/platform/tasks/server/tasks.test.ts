// Tasks: whose they are, what they are about, and how they are told of.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { bulk } from '#modules/platform/bulk/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { tasks } from '../contract.ts'

let p: TestPlatform
let seller: Call
let head: Call
before(async () => {
  p = await testPlatform()
  seller = p.as('acme', 'seller')
  head = p.as('acme', 'sales_manager')
})
after(() => p.close())

const client = async (by: Call) => {
  const { id } = await by(clients.create, { name: 'Ann' })
  return { entity: 'client', record: id }
}
const refused = (pointer: string, code: string) => (error: { refusals: { pointer: string; code: string }[] }) => {
  assert.deepEqual(
    error.refusals.map((one) => [one.pointer, one.code]),
    [[pointer, code]],
  )
  return true
}
const seen = async (by: Call) => (await by(tasks.list, { limit: 200 })).items.map(({ id }) => id)

test('a task is seen by who is to do it, who wrote it, their team, whoever sees all, and nobody else', async () => {
  const { id } = await head(tasks.create, { title: 'Call back', assignee: p.id('acme', 'seller') })
  assert.ok((await seen(seller)).includes(id))
  assert.ok((await seen(head)).includes(id))
  assert.ok((await seen(p.as('acme', 'manager'))).includes(id))
  assert.ok(!(await seen(p.as('acme', 'agent'))).includes(id))
  await assert.rejects(p.as('acme', 'agent')(tasks.get, { id }), { status: 404 })
  await assert.rejects(p.as('acme', 'agent')(tasks.update, { id, title: 'x' }), { status: 404 })
  await assert.rejects(p.as('acme', 'client')(tasks.list, {}), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(tasks.get, { id }), { status: 404 })
  assert.equal((await seller(tasks.update, { id, state: 'done' })).done_by, p.id('acme', 'seller'))
  await assert.rejects(
    seller(tasks.create, { title: 'x', assignee: p.id('acme', 'client') }),
    refused('/assignee', 'not_staff'),
  )
})

test('whoever sees a record sees its tasks, and nobody else learns of the record', async () => {
  const about = await client(head)
  const { id } = await head(tasks.create, { title: 'Draw up a contract', ...about })
  await assert.rejects(seller(tasks.about, about), { status: 404 })
  await assert.rejects(seller(tasks.create, { title: 'x', ...about }), refused('/record', 'unknown_reference'))
  await head(clients.update, { id: about.record, owner: p.id('acme', 'seller') })
  assert.deepEqual(
    (await seller(tasks.about, about)).items.map((one) => one.id),
    [id],
  )
  assert.equal((await seller(tasks.get, { id })).title, 'Draw up a contract')
  await assert.rejects(seller(tasks.create, { title: 'x', entity: 'client' }), refused('/record', 'required'))
  await assert.rejects(
    seller(tasks.create, { title: 'x', entity: 'user', record: p.id('acme', 'seller') }),
    refused('/entity', 'no_tasks'),
  )
})

test('of many records the task due first is told at once, of those alone that are in sight', async () => {
  const [mine, hers, idle] = await Promise.all([client(seller), client(head), client(seller)])
  const ids = [mine, hers, idle].map(({ record }) => record)
  await seller(tasks.create, { title: 'Whenever', ...mine })
  await seller(tasks.create, { title: 'Later', ...mine, due_on: '2030-02-01' })
  const { id: sooner } = await seller(tasks.create, { title: 'Sooner', ...mine, due_on: '2030-01-01' })
  await head(tasks.create, { title: 'Hers', ...hers })
  const next = async (by: typeof head) =>
    (await by(tasks.next, { entity: 'client', ids })).items.map(({ title }) => title).sort()
  assert.deepEqual([await next(seller), await next(head)], [['Sooner'], ['Hers', 'Sooner']])
  await seller(tasks.update, { id: sooner, state: 'done' })
  assert.deepEqual(await next(seller), ['Later'])
  await assert.rejects(head(tasks.next, { entity: 'user', ids }), refused('/entity', 'no_tasks'))
  assert.deepEqual((await p.as('globex', 'admin')(tasks.next, { entity: 'client', ids })).items, [])
  assert.deepEqual((await p.as('acme', 'agent')(tasks.next, { entity: 'client', ids })).items, [])
})

test('the record’s timeline tells what was made and done, and leaves the rest to the block', async () => {
  const about = await client(seller)
  const { id } = await seller(tasks.create, { title: 'Call back', ...about, due_on: '2030-01-01' })
  await seller(tasks.update, { id, due_on: '2030-01-02' })
  await seller(tasks.update, { id, state: 'done' })
  const { items } = await seller(timeline.list, about)
  assert.deepEqual(
    items.map(({ name, entry }) => entry?.facts['move'] ?? name),
    ['done', 'created', 'client.created'],
  )
  const only = await seller(timeline.list, { ...about, kinds: ['task'] })
  assert.deepEqual([only.items.length, only.items[0]!.entry!.text], [2, 'Call back'])
  await assert.rejects(seller(timeline.remove, { id: items[0]!.entry!.id }), { status: 404 })
})

test('a ticket has tasks too, of which its customer hears nothing', async () => {
  const ticket = await p.as('acme', 'client')(tickets.create, { title: 'No signal' })
  const about = { entity: 'ticket', record: ticket.id }
  const agent = p.as('acme', 'agent')
  await agent(tasks.create, { title: 'Order a part', ...about })
  assert.equal((await agent(tasks.about, about)).items.length, 1)
  await assert.rejects(p.as('acme', 'client')(tasks.about, about), { status: 403 })
  for (const by of [agent, p.as('acme', 'client')]) {
    const { items } = await by(tickets.timeline, { id: ticket.id })
    assert.ok(!items.some(({ name }) => name === 'ticket.tasked'))
  }
})

test('a day and a moment take each other’s place; both at once, or minutes before nothing, are refused', async () => {
  const due_at = '2030-05-05T10:00:00.000Z'
  const made = await seller(tasks.create, {
    title: 'x',
    due_on: '2030-05-05',
    zone: 'Asia/Tashkent',
    remind_minutes: 60,
  })
  assert.equal(Date.parse(made.due!), Date.parse('2030-05-05T18:59:59Z'))
  const timed = await seller(tasks.update, { id: made.id, due_at })
  assert.deepEqual([timed.due_on, Date.parse(timed.reminds_at!)], [null, Date.parse('2030-05-05T09:00:00Z')])
  const none = await seller(tasks.update, { id: made.id, due_at: null })
  assert.deepEqual([none.due, none.remind_minutes, none.reminds_at], [null, null, null])
  await assert.rejects(
    seller(tasks.create, { title: 'x', due_on: '2030-05-05', due_at }),
    refused('/due_on', 'one_of_two'),
  )
  await assert.rejects(seller(tasks.create, { title: 'x', remind_minutes: 5 }), refused('/remind_minutes', 'needs_due'))
})

test('a change for another version is refused', async () => {
  const made = await seller(tasks.create, { title: 'x' })
  await seller(tasks.update, { id: made.id, title: 'y' })
  const late = p.as('acme', 'seller', { expected_version: made.version })
  await assert.rejects(late(tasks.update, { id: made.id, title: 'z' }), { status: 412 })
})

test('pages by due day end with those that have none, each once', async () => {
  const own = p.as('globex', 'seller')
  for (let index = 0; index < 7; index++)
    await own(tasks.create, { title: `x ${index}`, ...(index < 3 ? { due_on: `2030-01-0${index + 1}` } : {}) })
  for (const sort of ['due', '-due']) {
    const ids: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await own(tasks.list, { sort, limit: 2, ...(cursor ? { cursor } : {}) })
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.next
    } while (cursor)
    assert.deepEqual([ids.length, new Set(ids).size], [7, 7], sort)
  }
})

test('many are done at once, and that is taken back', async () => {
  const { id } = await head(tasks.create, { title: 'x' })
  const all = { entity: 'task', action: tasks.update.name, input: { state: 'done' }, selection: { ids: [id] } }
  const run = await head(bulk.start, all)
  assert.deepEqual([run.changed, (await head(tasks.get, { id })).state], [1, 'done'])
  await head(bulk.undo, { id: run.id })
  assert.equal((await head(tasks.get, { id })).state, 'open')
  await head(tasks.remove, { id })
  assert.equal((await head(tasks.restore, { id })).id, id)
  await assert.rejects(head(tasks.restore, { id }), { code: 'task.not_removed' })
})
