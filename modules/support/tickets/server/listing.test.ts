import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { tickets } from '../contract.ts'

let p: TestPlatform
let agent: Call
const titles = new Map<string, string>()
before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
})
after(() => p.close())

async function open(title: string, more: object = {}) {
  const ticket = await agent(tickets.create, { title, requester: p.id('acme', 'client'), ...more })
  titles.set(ticket.id, title)
  return ticket
}
const found = async (input: object) =>
  (await agent(tickets.list, input)).items.map(({ id }) => titles.get(id!)!).toSorted()

test('words are found in any form, as a beginning, in every language of the desk, in title, text and replies', async () => {
  const scanner = await open('Сканер', { description: 'Не читает штрих-коды' })
  await agent(tickets.comment, { id: scanner.id, text: 'Заменили кабели на складе №4' })
  await open('Не печатают «кассы» — срочно')
  await open('Printing stops', { description: 'The printers were connected yesterday to foo@bar.uz' })
  await open("To'lov o‘tmadi")
  await open('الفاتورة لا تُطبَع')
  await open('Счёт не открывается', { description: '1С:Бухгалтерия 8.3' })
  const table: [q: string, wanted: string[]][] = [
    ['касса', ['Не печатают «кассы» — срочно']],
    ['КАССОЙ', ['Не печатают «кассы» — срочно']],
    ['печата', ['Не печатают «кассы» — срочно']],
    ['касса не печатает', ['Не печатают «кассы» — срочно']],
    ['касса сканер', []],
    ['print', ['Printing stops']],
    ['printer connects', ['Printing stops']],
    ['bar.uz', ['Printing stops']],
    ['штрихкод', []],
    ['штрих-код', ['Сканер']],
    ['кабель', ['Сканер']],
    ['склад', ['Сканер']],
    ['toʻlov', ["To'lov o‘tmadi"]],
    ['тариф', []],
    ['الفاتورة لا تطبع', ['الفاتورة لا تُطبَع']],
    ['счет', ['Счёт не открывается']],
    ['1с бух', ['Счёт не открывается']],
    ['& | ! :* ( <-> \\ \' "', []],
  ]
  for (const [q, wanted] of table) assert.deepEqual(await found({ q }), wanted, q)
})

test('a number finds its ticket exactly', async () => {
  const { number } = await open('by number')
  assert.deepEqual(await found({ q: `#${number}` }), ['by number'])
  assert.deepEqual(await found({ q: `№ ${number}` }), ['by number'])
  assert.deepEqual(await found({ q: `${number}` }), ['by number'])
  assert.deepEqual(await found({ q: '#999999999' }), [])
})

test('lists are filtered by status and its group, priority, people and tags', async () => {
  const mine = await open('mine', { tags: ['filter'], priority: 'critical', assignee: p.id('acme', 'agent') })
  const waits = await open('waits', { tags: ['filter', 'other'] })
  const done = await open('done', { tags: ['filter'], priority: 'critical' })
  await agent(tickets.move, { id: waits.id, status: 'waiting' })
  await agent(tickets.move, { id: done.id, status: 'resolved' })
  const table: [object, string[]][] = [
    [{}, ['done', 'mine', 'waits']],
    [{ status: 'open' }, ['mine', 'waits']],
    [{ status: ['new', 'in_progress', 'waiting'] }, ['mine', 'waits']],
    [{ status: ['open', 'resolved'] }, ['done', 'mine', 'waits']],
    [{ status: 'waiting' }, ['waits']],
    [{ status: 'open', priority: 'critical' }, ['mine']],
    [{ assignee: 'me' }, ['mine']],
    [{ assignee: ['me', 'none'] }, ['done', 'mine', 'waits']],
    [{ assignee: 'none' }, ['done', 'waits']],
    [{ tags: ['Other', 'nothing'] }, ['waits']],
    [{ requester: p.id('acme', 'manager') }, []],
    [{ created_at_from: mine.created_at, created_at_to: done.created_at }, ['mine', 'waits']],
  ]
  for (const [input, wanted] of table)
    assert.deepEqual(await found({ tags: 'filter', ...input }), wanted, JSON.stringify(input))
  assert.equal((await agent(tickets.list, { tags: 'filter', total: true, limit: 1 })).total, 3)
})

test('a list carries no long texts, and only the fields that were asked', async () => {
  const [ticket] = (await agent(tickets.list, { limit: 1 })).items
  assert.ok(!('description' in ticket!))
  const [short] = (await agent(tickets.list, { limit: 1, fields: ['number'] })).items
  assert.deepEqual(Object.keys(short!).toSorted(), ['created_at', 'id', 'number'])
})

test('pages neither repeat nor miss a ticket while new ones arrive, in every order', async () => {
  for (const order of ['created_at', 'updated_at', 'last_reply_at', 'number', 'status', 'priority'] as const) {
    for (const sort of [order, `-${order}`] as const) {
      const there = new Set((await agent(tickets.list, { limit: 200 })).items.map(({ id }) => id))
      const seen: (string | undefined)[] = []
      let cursor: string | undefined
      do {
        const page = await agent(tickets.list, { sort, limit: 4, ...(cursor && { cursor }) })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.next ?? undefined
        if (seen.length < 12) await open(`arrives ${seen.length}`)
      } while (cursor)
      assert.equal(new Set(seen).size, seen.length, `${sort} repeats`)
      assert.deepEqual(
        [...there].filter((id) => !seen.includes(id)),
        [],
        `${sort} misses`,
      )
    }
  }
})

test('status and priority are sorted in the order that people mean', async () => {
  const marked = { tags: ['ranks'] }
  const opened = []
  for (const priority of ['low', 'critical', 'medium', 'high'] as const)
    opened.push(await open(priority, { ...marked, priority }))
  const [low, critical, medium] = opened
  await agent(tickets.move, { id: critical!.id, status: 'resolved' })
  await agent(tickets.move, { id: medium!.id, status: 'in_progress' })
  await agent(tickets.move, { id: low!.id, status: 'waiting' })
  const sorted = async (sort: string) =>
    (await agent(tickets.list, { ...marked, sort, limit: 200 })).items.map(({ id }) => titles.get(id!)!)
  assert.deepEqual(await sorted('priority'), ['critical', 'high', 'medium', 'low'])
  assert.deepEqual(await sorted('-priority'), ['low', 'medium', 'high', 'critical'])
  assert.deepEqual(await sorted('status'), ['high', 'medium', 'low', 'critical'])
  assert.deepEqual(await sorted('-status'), ['critical', 'low', 'medium', 'high'])
})

test('a cursor of another order is refused', async () => {
  const { next } = await agent(tickets.list, { limit: 1 })
  await assert.rejects(agent(tickets.list, { sort: 'number', cursor: next! }), { code: 'cursor', status: 400 })
})

test('counts say how many wait for whom', async () => {
  const globex = p.as('globex', 'agent')
  const requester = p.id('globex', 'client')
  const opened = async (status: 'new' | 'waiting' | 'resolved', assignee: string | null = null) =>
    globex(tickets.create, { title: 'x', requester, status, assignee })
  await opened('new')
  await opened('new', p.id('globex', 'agent'))
  await opened('waiting', p.id('globex', 'manager'))
  const { id } = await opened('resolved')
  await opened('resolved')
  await globex(tickets.move, { id, status: 'closed' })
  const wanted = { open: 3, unassigned: 1, mine: 1, new: 2, waiting: 1, resolved: 1 }
  assert.deepEqual(await globex(tickets.counts, {}), wanted)
  assert.deepEqual(await p.as('globex', 'client')(tickets.counts, {}), { ...wanted, mine: 0 })
})
