import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { tickets } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'

let p: TestPlatform
let agent: Call
let manager: Call
let client: Call
before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
  manager = p.as('acme', 'manager')
  client = p.as('acme', 'client')
})
after(() => p.close())

const opened = async () => (await client(tickets.create, { title: 'Касса', description: 'стоит' })).id
const say = (by: Call, id: string, text: string, internal = false) => by(tickets.comment, { id, text, internal })

test('the first message of others after the mark is the first unread one, on whatever device', async () => {
  const id = await opened()
  assert.deepEqual(await agent(conversation.mark, { id }), { seen: null, first: null, unread: 0, is_new: true })
  const one = await say(client, id, 'раз')
  await say(agent, id, 'отвечаю')
  const two = await say(client, id, 'два')
  assert.deepEqual(await agent(conversation.mark, { id }), { seen: null, first: one.id, unread: 2, is_new: true })
  await agent(conversation.see, { id, seen: one.id })
  assert.deepEqual(await agent(conversation.mark, { id }), { seen: one.id, first: two.id, unread: 1, is_new: false })
  assert.equal((await manager(conversation.mark, { id })).seen, null)
})

test('a mark goes forwards only, unless it is taken back', async () => {
  const id = await opened()
  const [one, two] = [await say(client, id, '1'), await say(client, id, '2')]
  await agent(conversation.see, { id, seen: two.id })
  assert.equal((await agent(conversation.see, { id, seen: one.id })).seen, two.id)
  assert.equal((await agent(conversation.see, { id, seen: null })).seen, two.id)
  assert.equal((await agent(conversation.see, { id, seen: one.id, back: true })).seen, one.id)
  assert.equal((await agent(conversation.see, { id, seen: null, back: true })).seen, null)
})

test('two windows that read at once leave one mark at the later message', async () => {
  const id = await opened()
  const written = []
  for (let count = 0; count < 6; count += 1) written.push(await say(client, id, `${count}`))
  await Promise.all(written.toReversed().map(({ id: seen }) => agent(conversation.see, { id, seen })))
  assert.equal((await agent(conversation.mark, { id })).seen, written.at(-1)!.id)
})

test('notes are unread for those only who may read them, and cannot be marked by others', async () => {
  const id = await opened()
  const note = await say(manager, id, 'секрет', true)
  assert.equal((await agent(conversation.mark, { id })).first, note.id)
  assert.deepEqual(await client(conversation.mark, { id }), { seen: null, first: null, unread: 0, is_new: true })
  await assert.rejects(client(conversation.see, { id, seen: note.id }), { status: 422 })
  assert.deepEqual((await client(conversation.find, { id, q: 'секрет' })).ids, [])
  assert.deepEqual((await agent(conversation.find, { id, q: 'СЕКР' })).ids, [note.id])
})

test('nobody marks tickets they cannot read, nor messages of other tickets', async () => {
  const id = await opened()
  const other = await say(client, await opened(), 'там')
  await assert.rejects(p.as('globex', 'agent')(conversation.see, { id, seen: null }), { status: 404 })
  await assert.rejects(agent(conversation.see, { id, seen: other.id }), { status: 422 })
  await assert.rejects(agent(conversation.see, { id, seen: randomUUID() }), { status: 422 })
  assert.deepEqual((await p.as('globex', 'agent')(conversation.unread, { ids: [id] })).ids, [])
})

test('a list is told which of its tickets hold something unread', async () => {
  const [fresh, read, answered, done] = [await opened(), await opened(), await opened(), await opened()]
  const unread = async () => (await agent(conversation.unread, { ids: [fresh, read, answered, done] })).ids.toSorted()
  for (const id of [read, answered]) await agent(conversation.see, { id, seen: null })
  await agent(tickets.move, { id: done, status: 'resolved' })
  await say(agent, answered, 'мой ответ')
  assert.deepEqual(await unread(), [fresh])
  await say(client, answered, 'ещё вопрос')
  assert.deepEqual(await unread(), [fresh, answered].toSorted())
})

test('the end of a conversation comes first, page by page backwards', async () => {
  const id = await opened()
  const all = []
  for (let count = 0; count < 7; count += 1) all.push((await say(count % 2 ? agent : client, id, `${count}`)).id)
  const pages: string[][] = []
  for (let before: string | null | undefined; before !== null;) {
    const page: { items: { id: string }[]; previous: string | null } = await agent(tickets.comments, {
      id,
      limit: 3,
      ...(before ? { before } : { newest: true }),
    })
    pages.unshift(page.items.map((one) => one.id))
    before = page.previous
  }
  assert.deepEqual(
    pages.map(({ length }) => length),
    [1, 3, 3],
  )
  assert.deepEqual(pages.flat(), all)
  await agent(tickets.move, { id, status: 'in_progress' })
  await agent(tickets.move, { id, status: 'waiting' })
  const last = await agent(tickets.timeline, { id, newest: true, changes: true, limit: 1 })
  assert.deepEqual(last.items[0]!.changes, { status: ['in_progress', 'waiting'] })
  const before = await agent(tickets.timeline, { id, newest: true, changes: true, limit: 1, cursor: last.next! })
  assert.deepEqual(before.items[0]!.changes, { status: ['new', 'in_progress'] })
})

test('a ticket that was put away comes back as it was', async () => {
  const admin = p.as('acme', 'admin')
  const id = await opened()
  await assert.rejects(admin(tickets.restore, { id }), { code: 'ticket.not_removed', status: 409 })
  await admin(tickets.remove, { id })
  await assert.rejects(agent(tickets.restore, { id }), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(tickets.restore, { id }), { status: 404 })
  const back = await admin(tickets.restore, { id })
  assert.equal((await agent(tickets.get, { id })).title, back.title)
})
