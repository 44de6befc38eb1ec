import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { actorOf } from '#modules/platform/identity/server/sessions.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { tickets } from '../contract.ts'

let p: TestPlatform
let agent: Call
let owner: Call
/** Another customer of the same organisation. */
let neighbour: Call
let stranger: Call
let ticket: { id: string; number: number }
let secret: { ticket: string; comment: string }

before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
  owner = p.as('acme', 'client')
  stranger = p.as('globex', 'admin')
  const person = await p.as('acme', 'admin')(users.create, {
    name: 'Neighbour',
    email: 'neighbour@acme.test',
    role: 'client',
  })
  neighbour = p.by(actorOf(p.running.platform, p.tenantId('acme'), { ...person, language: 'en' }))
  ticket = await owner(tickets.create, { title: 'Сканер молчит', description: 'гвоздика', tags: ['сканер'] })
  await agent(tickets.comment, { id: ticket.id, text: 'Проверьте провод' })
  const note = await agent(tickets.comment, {
    id: ticket.id,
    text: 'Подозрение на контрафакт',
    internal: true,
    attachments: [await file('note.txt')],
  })
  secret = { ticket: note.attachments[0]!.id, comment: note.id }
})
after(() => p.close())

async function file(name: string): Promise<string> {
  const row = await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db
      .insertInto('files')
      .values({ name, type: 'text/plain', size: 5, sha256: '0'.repeat(64), uploaded_by: p.id('acme', 'agent') })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return (row as { id: string }).id
}

const gone = { code: 'ticket.not_found', status: 404 }
const found = async (call: Call, input: object) => (await call(tickets.list, input)).items.map(({ id }) => id)

test('whoever may not see a ticket finds none, by any door', async () => {
  const { id } = ticket
  for (const call of [neighbour, stranger]) {
    await assert.rejects(call(tickets.get, { id }), gone)
    await assert.rejects(call(tickets.comments, { id }), gone)
    await assert.rejects(call(tickets.timeline, { id }), gone)
    await assert.rejects(call(tickets.attachments, { id }), gone)
    await assert.rejects(call(tickets.attachment, { id, attachment: secret.ticket }), gone)
    await assert.rejects(call(tickets.comment, { id, text: 'x' }), gone)
    for (const input of [
      {},
      { q: 'гвоздика' },
      { q: 'провод' },
      { q: `#${ticket.number}` },
      { tags: 'сканер' },
      { requester: p.id('acme', 'client') },
    ])
      assert.deepEqual(await found(call, input), [], JSON.stringify(input))
    assert.equal((await call(tickets.counts, {})).open, 0)
  }
  await assert.rejects(stranger(tickets.update, { id, title: 'x' }), gone)
  await assert.rejects(stranger(tickets.move, { id, status: 'resolved' }), gone)
  await assert.rejects(stranger(tickets.assign, { id, assignee: 'me' }), gone)
  await assert.rejects(stranger(tickets.tag, { id, tags: [] }), gone)
  await assert.rejects(stranger(tickets.remove, { id }), gone)
})

test('a customer sees their own ticket and changes nothing but the conversation', async () => {
  const { id } = ticket
  assert.deepEqual(await found(owner, {}), [id])
  assert.equal((await owner(tickets.counts, {})).open, 1)
  const refused = { code: 'forbidden', status: 403 }
  await assert.rejects(owner(tickets.update, { id, title: 'x' }), refused)
  await assert.rejects(owner(tickets.move, { id, status: 'resolved' }), refused)
  await assert.rejects(owner(tickets.assign, { id, assignee: null }), refused)
  await assert.rejects(owner(tickets.tag, { id, tags: [] }), refused)
  await assert.rejects(owner(tickets.remove, { id }), refused)
})

test('a customer is told of no note: not in comments, timeline, search, counts or attachments', async () => {
  const { id } = ticket
  const comments = (await owner(tickets.comments, { id })).items
  assert.deepEqual(
    comments.map(({ text }) => text),
    ['Проверьте провод'],
  )
  const timeline = (await owner(tickets.timeline, { id })).items
  assert.deepEqual(
    timeline.map(({ name }) => name),
    ['ticket.created', 'ticket.commented'],
  )
  assert.ok(timeline.every(({ comment }) => comment !== secret.comment))
  assert.deepEqual(await found(owner, { q: 'контрафакт' }), [])
  assert.deepEqual(await found(owner, { q: 'провод' }), [id])
  assert.equal((await owner(tickets.get, { id })).comment_count, 1)
  assert.deepEqual((await owner(tickets.attachments, { id })).items, [])
  const read = owner(tickets.attachment, { id, attachment: secret.ticket })
  await assert.rejects(read, { code: 'attachment.not_found', status: 404 })
})

test('staff see the note everywhere, analysts too, who write none', async () => {
  const { id } = ticket
  const analyst = p.as('acme', 'analyst')
  for (const call of [agent, analyst]) {
    assert.equal((await call(tickets.comments, { id })).items.length, 2)
    assert.equal((await call(tickets.timeline, { id })).items.length, 3)
    assert.deepEqual(await found(call, { q: 'контрафакт' }), [id])
    assert.deepEqual(
      (await call(tickets.attachments, { id })).items.map(({ name }) => name),
      ['note.txt'],
    )
  }
  await assert.rejects(analyst(tickets.comment, { id, text: 'x' }), { status: 403 })
})

test('nobody reads anything without signing in', async () => {
  const app = await p.edge()
  for (const url of [
    '/api/tickets',
    `/api/tickets/${ticket.id}`,
    '/api/tickets/counts',
    `/api/tickets/${ticket.id}/comments`,
  ])
    assert.equal((await app.inject({ url })).statusCode, 401, url)
})
