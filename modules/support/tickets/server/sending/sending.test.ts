// Replies that wait: taken back, put off, sent once, stopped by what came meanwhile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { sweepUnattached } from '#modules/platform/files/server/sweep.ts'
import { preferences, users } from '#modules/platform/identity/contract.ts'
import { outbox } from '#modules/platform/mail/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { sendings } from '../../contract/composing/sending.ts'
import { tickets } from '../../contract.ts'
import { leave } from './leave.ts'

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

const open = async () => (await client(tickets.create, { title: 'Касса', description: 'стоит' })).id
const texts = async (id: string) => (await agent(tickets.comments, { id })).items.map(({ text }) => text)
const waiting = async (id: string) => (await agent(sendings.list, { id })).items
const inAWhile = () => new Date(Date.now() + 3_600_000).toISOString()
const say = (id: string, text: string, more: object = {}) => agent(sendings.send, { id, text, seen: null, ...more })
/** As the clock would do: the hour has come. */
async function due(sending: string) {
  const tenant = p.tenantId('acme')
  await p.running.platform.database.tenant(tenant, 'write', (db) =>
    db.updateTable('ticket_sendings').set({ send_at: new Date().toISOString() }).where('id', '=', sending).execute(),
  )
  return leave(p.running.platform, tenant, { sending })
}

test('a reply waits as long as its author wants, and leaves by itself', async () => {
  const id = await open()
  await agent(preferences.choose, { key: 'tickets.undo_seconds', value: 5 })
  const row = await say(id, 'Перезагрузите', { status: 'waiting' })
  assert.equal(row.state, 'waiting')
  assert.equal(Date.parse(row.send_at) - Date.parse(row.created_at) <= 5_100, true)
  assert.deepEqual([await texts(id), (await agent(tickets.get, { id })).status], [[], 'new'])
  await eventually(async () => assert.deepEqual(await texts(id), ['Перезагрузите']))
  assert.deepEqual([await waiting(id), (await agent(tickets.get, { id })).status], [[], 'waiting'])
  const [comment] = (await agent(tickets.comments, { id })).items
  assert.deepEqual([comment!.author, comment!.channel], [p.id('acme', 'agent'), 'web'])
  assert.equal((await agent(outbox.list, {})).items.length, 1)
  await assert.rejects(agent(sendings.cancel, { id, sending: row.id }), { code: 'sending.sent', status: 409 })
})

test('with no seconds to take it back it is sent at once', async () => {
  const id = await open()
  await agent(preferences.choose, { key: 'tickets.undo_seconds', value: 0 })
  assert.equal((await say(id, 'Сразу')).state, 'sent')
  assert.deepEqual([await texts(id), await waiting(id)], [['Сразу'], []])
  await agent(preferences.choose, { key: 'tickets.undo_seconds', value: null })
  for (const value of [7, 'x']) {
    const refused = agent(preferences.choose, { key: 'tickets.undo_seconds', value })
    await assert.rejects(refused, { status: 422 })
  }
  await assert.rejects(agent(preferences.choose, { key: 'unknown', value: 1 }), { status: 404 })
  assert.deepEqual(await p.as('globex', 'agent')(preferences.mine, {}), {})
})

test('what was taken back never leaves, and what is put off leaves at its new hour', async () => {
  const id = await open()
  const back = await say(id, 'Ошибка', { send_at: inAWhile() })
  assert.equal((await agent(sendings.cancel, { id, sending: back.id })).state, 'cancelled')
  await due(back.id)
  await assert.rejects(agent(sendings.cancel, { id, sending: back.id }), { code: 'sending.cancelled' })
  const later = await say(id, 'Потом', { send_at: inAWhile() })
  await leave(p.running.platform, p.tenantId('acme'), { sending: later.id })
  assert.deepEqual(await texts(id), [])
  await agent(sendings.reschedule, { id, sending: later.id, send_at: new Date().toISOString() })
  await eventually(async () => assert.deepEqual(await texts(id), ['Потом']))
})

test('many who send one reply at the same time send it once, and a cancel wins or loses whole', async () => {
  const id = await open()
  const row = await say(id, 'Один раз', { send_at: inAWhile() })
  await Promise.allSettled([due(row.id), due(row.id), due(row.id)])
  assert.deepEqual(await texts(id), ['Один раз'])
  const other = await say(id, 'Спор', { send_at: inAWhile() })
  const [, cancelled] = await Promise.allSettled([due(other.id), agent(sendings.cancel, { id, sending: other.id })])
  assert.equal((await texts(id)).includes('Спор'), cancelled.status === 'rejected')
})

test('what others wrote since stands in the way, at once and when the hour has come', async () => {
  const id = await open()
  const seen = await client(tickets.comment, { id, text: 'Уже работает' })
  await assert.rejects(say(id, 'x'), { code: 'ticket.stale', status: 409 })
  await assert.rejects(agent(tickets.comment, { id, text: 'x', seen: null }), { code: 'ticket.stale' })
  await agent(tickets.comment, { id, text: 'без проверки' })
  const row = await say(id, 'Отложено', { send_at: inAWhile(), seen: seen.id, status: 'resolved' })
  await client(tickets.comment, { id, text: 'Снова стоит' })
  await due(row.id)
  const [stopped] = await waiting(id)
  assert.deepEqual([stopped?.state, stopped?.reason], ['stopped', 'ticket_stale'])
  assert.ok(!(await texts(id)).includes('Отложено'))
  await eventually(async () => {
    const { items } = await agent(notifications.list, {})
    assert.ok(items.some(({ kind }) => kind === 'ticket_sending_stopped'))
  })
  assert.equal((await agent(sendings.cancel, { id, sending: row.id })).text, 'Отложено')
})

test('a move that is not allowed any more stops the reply whole: no message, no mail', async () => {
  const id = await open()
  const row = await say(id, 'Решено', { send_at: inAWhile(), status: 'resolved' })
  for (const status of ['resolved', 'closed'] as const) await agent(tickets.move, { id, status })
  const mails = (await agent(outbox.list, {})).items.length
  await due(row.id)
  assert.equal((await waiting(id))[0]?.state, 'stopped')
  assert.deepEqual([await texts(id), (await agent(outbox.list, {})).items.length], [[], mails])
})

test('files wait with their reply, out of the reach of the sweep, and only one’s own', async () => {
  const stored = (person: 'agent' | 'client') =>
    p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
      db
        .insertInto('files')
        .values({
          name: 'a.txt',
          type: 'text/plain',
          size: 5,
          sha256: '0'.repeat(64),
          uploaded_by: p.id('acme', person),
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    ) as Promise<{ id: string }>
  const id = await open()
  const [mine, theirs] = [await stored('agent'), await stored('client')]
  const foreign = say(id, 'x', { attachments: [theirs.id], send_at: inAWhile() })
  await assert.rejects(foreign, { status: 422 })
  const row = await say(id, 'С файлом', { attachments: [mine.id], send_at: inAWhile() })
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('files').set({ created_at: '2020-01-01T00:00:00Z' }).where('id', '=', mine.id).execute(),
  )
  assert.equal(await sweepUnattached(p.running.platform, p.tenantId('acme')), 0)
  await due(row.id)
  const [comment] = (await agent(tickets.comments, { id })).items
  assert.deepEqual(
    comment!.attachments.map(({ file }) => file),
    [mine.id],
  )
})

test('only its author or whoever may delete tickets takes a reply back; customers and other tenants know nothing of it', async () => {
  const id = await open()
  const row = await say(id, 'Тайна', { send_at: inAWhile() })
  const asked = { id, sending: row.id }
  await assert.rejects(client(sendings.list, { id }), { status: 403 })
  await assert.rejects(client(sendings.send, { id, text: 'x', seen: null }), { status: 403 })
  await assert.rejects(client(sendings.cancel, asked), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(sendings.cancel, asked), { status: 404 })
  await assert.rejects(p.as('globex', 'admin')(sendings.list, { id }), { status: 404 })
  const colleague = await p.as('acme', 'admin')(users.create, { name: 'Bob', email: 'bob@acme.test', role: 'agent' })
  const bob = p.by({ ...p.actor('acme', 'agent'), user_id: colleague.id } as never)
  await assert.rejects(bob(sendings.cancel, asked), { status: 403 })
  const { items } = await client(tickets.timeline, { id })
  assert.ok(items.every(({ name }) => name !== 'ticket.sending_changed'))
  assert.equal((await p.as('acme', 'manager')(sendings.cancel, asked)).state, 'cancelled')
})
