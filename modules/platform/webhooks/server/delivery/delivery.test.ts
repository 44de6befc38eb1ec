import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Webhook as Verifier } from 'standardwebhooks'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { deliveries, webhooks } from '../../contract.ts'
import { receiver, type Receiver } from '../testing.ts'

let p: TestPlatform
let there: Receiver
let other: Receiver
const receivers: Receiver[] = []
before(async () => {
  receivers.push((there = await receiver()), (other = await receiver()))
  p = await testPlatform({ OUTGOING_ALLOWLIST: receivers.map(({ place }) => place).join() })
  await p.start('relay', 'worker')
})
after(async () => {
  await p.close()
  for (const one of receivers) await one.close()
})
beforeEach(async () => {
  const { items } = await admin(webhooks.list, {})
  for (const { id } of items) await admin(webhooks.remove, { id: id! })
  for (const one of receivers) Object.assign(one, { received: [], answer: { status: 200 } })
})

const admin: ReturnType<TestPlatform['as']> = (action, input) => p.as('acme', 'admin')(action, input)
const agent: ReturnType<TestPlatform['as']> = (action, input) => p.as('acme', 'agent')(action, input)
const hook = (more: object = {}) => admin(webhooks.create, { url: there.url, events: ['ticket.created'], ...more })
const ticket = (title = 'Printer') => agent(tickets.create, { title })
const typesAt = (place: Receiver) => place.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)
const deliveriesOf = async (webhook: string) => (await admin(deliveries.list, { webhook })).items

test('an event arrives signed, as Standard Webhooks have it, and stands in the log', async () => {
  const { id, secret, state } = await hook()
  assert.match(secret, /^whsec_/)
  assert.equal(state, 'new')
  const made = await ticket('Касса не печатает')
  await eventually(() => assert.equal(there.received.length, 1))
  const [{ headers, body }] = there.received as [Receiver['received'][0]]
  const message = new Verifier(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>
  assert.equal(message['type'], 'ticket.created')
  assert.equal((message['data'] as { ticket: { id: string } }).ticket.id, made.id)
  assert.ok(Math.abs(Date.parse(message['timestamp'] as string) - Date.now()) < 60_000)
  assert.deepEqual(Object.keys(message), ['type', 'timestamp', 'data'])
  assert.equal(headers['content-type'], 'application/json; charset=utf-8')
  await eventually(async () => {
    const [delivery] = await deliveriesOf(id)
    assert.equal(delivery?.state, 'sent')
    assert.equal(delivery.message, headers['webhook-id'])
    const whole = await admin(deliveries.get, { id: delivery.id! })
    assert.equal(whole.payload, body)
    assert.equal(whole.tries.length, 1)
    assert.equal((await admin(webhooks.get, { id })).state, 'healthy')
  })
})

test('only the chosen events, only this tenant; internal notes only where they were asked for', async () => {
  await hook({ events: ['ticket.commented'] })
  await hook({ url: other.url, events: ['ticket.commented'], include_internal: true })
  await p.as('globex', 'agent')(tickets.create, { title: 'elsewhere' })
  const { id } = await ticket()
  await agent(tickets.comment, { id, text: 'the customer must not know', internal: true })
  await agent(tickets.comment, { id, text: 'we are on it' })
  await eventually(() => assert.equal(other.received.length, 2))
  await eventually(() => assert.deepEqual(typesAt(there), ['ticket.commented']))
  assert.ok(!there.received[0]!.body.includes('must not know'))
  assert.ok(other.received.some(({ body }) => body.includes('must not know')))
})

test('a failed delivery is tried again with the same id and a new signature, and waits as long as it is asked to', async () => {
  there.answer = { status: 503, headers: { 'retry-after': '2' }, body: 'later' }
  const { id, secret } = await hook()
  await ticket()
  await eventually(async () => {
    const [delivery] = await deliveriesOf(id)
    assert.equal(delivery?.state, 'waiting')
    assert.equal(delivery.last_status, 503)
    assert.equal(delivery.last_refusal, 'webhook_refusal.server')
    assert.equal((await admin(webhooks.get, { id })).state, 'failing')
  })
  const [delivery] = await deliveriesOf(id)
  const { tries } = await admin(deliveries.get, { id: delivery!.id! })
  assert.equal(tries[0]!.answer, 'later')
  there.answer = { status: 204 }
  await eventually(() => assert.equal(there.received.length, 2))
  const [first, second] = there.received as [Receiver['received'][0], Receiver['received'][0]]
  assert.equal(second.headers['webhook-id'], first.headers['webhook-id'])
  assert.equal(second.body, first.body)
  assert.ok(second.at - first.at >= 2_000, String(second.at - first.at))
  new Verifier(secret).verify(second.body, second.headers as Record<string, string>)
  await eventually(async () => assert.equal((await admin(webhooks.get, { id })).state, 'healthy'))
})

test('a receiver that never answers keeps nobody waiting', async () => {
  there.answer = null
  const dead = await hook()
  await hook({ url: other.url })
  for (let count = 0; count < 10; count++) await ticket()
  await eventually(() => assert.equal(other.received.length, 10), 5_000)
  assert.ok(there.received.length <= 2, 'a dead receiver holds two lanes and no more')
  there.answer = { status: 200 }
  await admin(webhooks.remove, { id: dead.id })
})

test('410 pauses at once; what waited is sent when somebody resumes it, or skipped', async () => {
  there.answer = { status: 410 }
  const { id } = await hook()
  await ticket()
  await eventually(async () => {
    const { state, paused_because, is_active } = await admin(webhooks.get, { id })
    assert.deepEqual([state, paused_because, is_active], ['paused', 'gone', false])
  })
  await ticket()
  await eventually(async () => assert.equal((await deliveriesOf(id)).length, 2))
  assert.equal(there.received.length, 1)
  there.answer = { status: 200 }
  await admin(webhooks.resume, { id, waiting: 'skip' })
  await ticket('after')
  await eventually(() => assert.equal(there.received.length, 2))
  assert.ok(there.received[1]!.body.includes('after'))
  const states = (await deliveriesOf(id)).map(({ state }) => state)
  await eventually(async () =>
    assert.deepEqual((await deliveriesOf(id)).map(({ state }) => state).sort(), ['sent', 'skipped', 'skipped']),
  )
  assert.ok(states.includes('skipped'))
  const { count } = await admin(webhooks.resend, { id, since: new Date(Date.now() - 60_000).toISOString() })
  assert.equal(count, 2)
  await eventually(() => assert.equal(there.received.length, 4))
})

test('a paused webhook sends nothing and forgets nothing', async () => {
  const { id } = await hook()
  await admin(webhooks.update, { id, is_active: false })
  await ticket()
  await eventually(async () => assert.equal((await deliveriesOf(id))[0]?.state, 'waiting'))
  assert.equal(there.received.length, 0)
  const [delivery] = await deliveriesOf(id)
  await assert.rejects(admin(deliveries.resend, { id: delivery!.id! }), { code: 'webhook.paused', status: 409 })
  await admin(webhooks.update, { id, is_active: true })
  await eventually(() => assert.equal(there.received.length, 1))
})

test('one is sent again by hand, with the same id', async () => {
  const { id } = await hook()
  await ticket()
  await eventually(async () => assert.equal((await deliveriesOf(id))[0]?.state, 'sent'))
  const [delivery] = await deliveriesOf(id)
  await admin(deliveries.resend, { id: delivery!.id! })
  await eventually(() => assert.equal(there.received.length, 2))
  assert.equal(there.received[1]!.headers['webhook-id'], there.received[0]!.headers['webhook-id'])
})

test('after a rotation both secrets sign for a day', async () => {
  const { id, secret } = await hook()
  const { secret: newer, previous_until } = await admin(webhooks.rotate, { id })
  assert.ok(Date.parse(previous_until!) > Date.now() + 86_000_000)
  await ticket()
  await eventually(() => assert.equal(there.received.length, 1))
  const { body, headers } = there.received[0]!
  for (const one of [secret, newer]) new Verifier(one).verify(body, headers as Record<string, string>)
  assert.equal(String(headers['webhook-signature']).split(' ').length, 2)
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db
      .updateTable('webhook_secrets')
      .set({ previous_until: new Date(0).toISOString() })
      .execute(),
  )
  await ticket()
  await eventually(() => assert.equal(there.received.length, 2))
  assert.throws(() => new Verifier(secret).verify(there.received[1]!.body, there.received[1]!.headers as never))
})

test('the test button says in words what is wrong', async () => {
  const { id } = await hook()
  const good = await admin(webhooks.test, { id })
  assert.deepEqual([good.state, good.last_status, good.is_test], ['sent', 200, true])
  there.answer = { status: 302, headers: { location: 'http://169.254.169.254/' } }
  assert.equal((await admin(webhooks.test, { id })).last_refusal, 'webhook_refusal.redirect')
  const lost = await hook({ url: 'http://nobody.invalid/' })
  assert.match((await admin(webhooks.test, { id: lost.id })).last_refusal!, /^outgoing\.name_/)
  assert.equal((await admin(webhooks.get, { id })).state, 'new')
})

test('a webhook says why nothing arrives, with what the words name', async () => {
  const { id } = await hook({ url: 'http://nobody.invalid/' })
  await ticket()
  await eventually(async () => {
    const { items } = await admin(webhooks.standing, {})
    const one = items.find((item) => item.id === id)
    assert.match(one?.last_refusal ?? '', /^outgoing\.name_/)
    assert.equal(one!.last_params['host'], 'nobody.invalid')
  })
})

test('an address that is never called and an event that nobody tells of are refused when written', async () => {
  const refused = async (more: object, pointer: string, code: string) =>
    assert.rejects(hook(more), (error: { refusals: { pointer: string; code: string }[] }) => {
      assert.deepEqual([error.refusals[0]?.pointer, error.refusals[0]?.code], [pointer, code])
      return true
    })
  await refused({ url: 'http://127.0.0.1:8080/' }, '/url', 'outgoing.address_refused')
  await refused({ url: 'https://a:b@example.com/' }, '/url', 'outgoing.credentials_refused')
  await refused({ events: ['webhook.changed'] }, '/events/0', 'unknown_event')
})

test('it reads with the rights of its owner: without them it is paused', async () => {
  const second = await admin(users.create, { name: 'Second', email: 'second@acme.test', role: 'admin' })
  const { id } = await hook()
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('webhooks').set({ owner: second.id }).where('id', '=', id).execute(),
  )
  await admin(users.update, { id: second.id, is_active: false })
  await ticket()
  await eventually(async () => assert.equal((await admin(webhooks.get, { id })).paused_because, 'owner'))
  assert.equal(there.received.length, 0)
})

test('the catalogue names the events and what in them is personal', async () => {
  const { items } = await admin(webhooks.events, {})
  const names = items.map(({ name }) => name)
  assert.ok(names.includes('ticket.created') && names.includes('user.changed') && !names.includes('session.ended'))
  for (const name of names) assert.ok(p.running.platform.texts.has(`event.${name}`), `event.${name} has no text`)
  const { personal } = items.find(({ name }) => name === 'user.changed')!
  assert.deepEqual(personal.toSorted(), ['user.availability_note', 'user.email', 'user.name', 'user.phone'])
  await assert.rejects(agent(webhooks.list, {}), { status: 403 })
})
