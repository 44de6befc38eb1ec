// Whom a reply goes to: nobody is dropped or comes back silently.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { outbox } from '#modules/platform/mail/contract.ts'
import { freePort, mailProgram } from '../../../../../e2e/mailbox.ts'
import { tickets } from '../../contract.ts'

let p: TestPlatform
let program: ReturnType<typeof mailProgram>
let agent: Call
before(async () => {
  const port = await freePort()
  p = await testPlatform({ SMTP_IN_PORT: String(port), SMTP_IN_HOST: '127.0.0.1' })
  program = mailProgram(port)
  agent = p.as('acme', 'agent')
  await p.start('relay', 'worker')
})
after(() => p.close())

const mailed = { from: 'Buyer <buyer@shop.test>', to: 'support@acme.test' }
async function begun(subject: string, cc: string): Promise<string> {
  await program.send({ ...mailed, cc, subject, text: 'Where is it?' })
  let id = ''
  await eventually(async () => {
    id = (await agent(tickets.list, {})).items.find(({ title }) => title === subject)?.id ?? ''
    assert.ok(id)
  })
  return id
}
const named = async (id: string) => (await agent(tickets.participants, { id })).items.map(({ address }) => address)
/** Addresses of the mail that a reply left as, in order. */
async function wentTo(id: string, text: string, more: object = {}): Promise<string[]> {
  const written = await agent(tickets.comment, { id, text, ...more })
  assert.deepEqual(written.recipients?.map(({ state }) => state).includes('pending'), false)
  const row = await p.as('acme', 'admin')(outbox.get, { id: written.mail! })
  assert.deepEqual(
    written.recipients?.map(({ address }) => address),
    row.recipients.map(({ address }) => address),
  )
  return row.recipients.map(({ address }) => address)
}

test('a reply goes to everybody; for one reply others may be chosen, and the conversation stays as it was', async () => {
  const id = await begun('Order 1', 'boss@shop.test, driver@shop.test')
  const all = ['buyer@shop.test', 'boss@shop.test', 'driver@shop.test']
  assert.deepEqual(await wentTo(id, 'To all'), all)
  assert.deepEqual(await wentTo(id, 'To one', { cc: [] }), ['buyer@shop.test'])
  const cc = [{ address: 'LAWYER@shop.test' }, { address: 'lawyer@shop.test' }, { address: 'buyer@shop.test' }]
  assert.deepEqual(await wentTo(id, 'And the lawyer', { cc }), ['buyer@shop.test', 'lawyer@shop.test'])
  assert.deepEqual(await named(id), all.slice(1))
  assert.deepEqual(await wentTo(id, 'To all again'), all)
  await assert.rejects(agent(tickets.comment, { id, text: 'x', cc: [{ address: 'no address' }] }), { status: 422 })
})

test('whoever was taken out stays out although a later mail names them, until somebody wants them back', async () => {
  const id = await begun('Order 2', 'boss@shop.test, ex@shop.test')
  const { items } = await agent(tickets.participants, { id })
  const ex = items.find(({ address }) => address === 'ex@shop.test')!
  await agent(tickets.removeParticipant, { id, participant: ex.id })
  const number = (await agent(tickets.get, { id })).number
  await program.send({
    ...mailed,
    cc: 'ex@shop.test, new@shop.test',
    subject: `Re: Order 2 [#${number}]`,
    text: 'And?',
  })
  await eventually(async () => assert.equal((await agent(tickets.comments, { id })).items.length, 1))
  assert.deepEqual(await named(id), ['boss@shop.test', 'new@shop.test'])
  assert.deepEqual(await wentTo(id, 'Soon'), ['buyer@shop.test', 'boss@shop.test', 'new@shop.test'])
  const again = async () => (await agent(tickets.participants, { id })).named_again.map(({ address }) => address)
  assert.deepEqual(await again(), ['ex@shop.test'])
  await agent(tickets.removeParticipant, { id, participant: ex.id })
  assert.deepEqual([await again(), (await named(id)).includes('ex@shop.test')], [[], false])
  await assert.rejects(agent(tickets.removeParticipant, { id, participant: ex.id }), { status: 404 })
  await agent(tickets.addParticipant, { id, address: 'ex@shop.test' })
  assert.deepEqual([await again(), (await named(id)).includes('ex@shop.test')], [[], true])
})

test('only staff of the tenant choose recipients, and customers are not told how a mail fares', async () => {
  const client = p.as('acme', 'client')
  const { id } = await client(tickets.create, { title: 'Order 3' })
  const person = { id, address: 'x@shop.test' }
  await assert.rejects(client(tickets.addParticipant, person), { status: 403 })
  await assert.rejects(client(tickets.comment, { id, text: 'x', cc: [] }), { status: 403 })
  await assert.rejects(p.as('acme', 'analyst')(tickets.addParticipant, person), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(tickets.addParticipant, person), { status: 404 })
  await agent(tickets.addParticipant, person)
  await agent(tickets.comment, { id, text: 'Hello' })
  const [seen] = (await client(tickets.comments, { id })).items
  assert.deepEqual([seen!.recipients, seen!.delivery], [undefined, null])
  const told = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db
      .selectFrom('event_log')
      .select('payload')
      .where('about_id', '=', id)
      .where('name', '=', 'ticket.commented')
      .execute(),
  )
  assert.ok(!JSON.stringify(told).includes('x@shop.test'))
})

test('of two who add one address at the same time both find it there once', async () => {
  const { id } = await agent(tickets.create, { title: 'Order 4', requester: p.id('acme', 'client') })
  await Promise.all([1, 2, 3].map(() => agent(tickets.addParticipant, { id, name: 'Twin', address: 'twin@shop.test' })))
  assert.deepEqual(await named(id), ['twin@shop.test'])
})
