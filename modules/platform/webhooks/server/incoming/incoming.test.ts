import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { Webhook as Signer } from 'standardwebhooks'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { incomingCalls, incomingHooks } from '../../contract.ts'

let p: TestPlatform
let edge: FastifyInstance
before(async () => {
  p = await testPlatform()
  edge = await p.edge()
  await p.start('relay', 'worker')
})
after(() => p.close())

const admin: ReturnType<TestPlatform['as']> = (action, input) => p.as('acme', 'admin')(action, input)
const hook = (more: object = {}) =>
  admin(incomingHooks.create, {
    name: 'Monitoring',
    action: 'tickets.create',
    fields: { title: 'Alert: {{alert.name}}', priority: '{{alert.priority}}' },
    ...more,
  })
const call = (token: string, body: string, headers: Record<string, string>) =>
  edge.inject({
    method: 'POST',
    url: `/api/hooks/${token}`,
    payload: body,
    headers: { 'content-type': 'application/json', ...headers },
  })
function signedBy(secret: string, id: string, body: string, at = new Date()): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Signer(secret).sign(id, at, body),
  }
}
const alert = (name: string, priority = 'high') => JSON.stringify({ alert: { name, priority } })
const callsOf = async (id: string) => (await admin(incomingCalls.list, { hook: id })).items
const titles = async () => (await admin(tickets.list, { limit: 200 })).items.map(({ title }) => title)

test('a signed call becomes a ticket once, however often it is sent, also at the same moment', async () => {
  const { id, token, secret } = await hook()
  const body = alert('disk full')
  const answers = await Promise.all(Array.from({ length: 5 }, () => call(token, body, signedBy(secret, 'msg_1', body))))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200, 200, 200],
  )
  const told = answers.map((answer) => answer.json<{ id: string; duplicate: boolean }>())
  assert.equal(told.filter(({ duplicate }) => !duplicate).length, 1)
  assert.equal(new Set(told.map((one) => one.id)).size, 1)
  await eventually(async () => assert.equal((await callsOf(id))[0]?.state, 'handled'))
  assert.equal((await titles()).filter((title) => title === 'Alert: disk full').length, 1)
  const [logged] = await callsOf(id)
  const whole = await admin(incomingCalls.get, { id: logged!.id! })
  assert.equal(whole.body, body)
  const made = await admin(tickets.get, { id: whole.result! })
  assert.deepEqual([made.priority, made.requester], ['high', p.id('acme', 'admin')])
})

test('a call that is not genuine is refused and leaves nothing', async () => {
  const { id, token, secret } = await hook()
  const body = alert('x')
  const good = signedBy(secret, 'msg_2', body)
  const old = signedBy(secret, 'msg_2', body, new Date(Date.now() - 600_000))
  const soon = signedBy(secret, 'msg_2', body, new Date(Date.now() + 600_000))
  const refused = async (headers: Record<string, string>, code: string, text = body) => {
    const answer = await call(token, text, headers)
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [401, code])
  }
  await refused({}, 'hook.unsigned')
  await refused(good, 'hook.wrong_signature', `${body} `)
  await refused({ ...good, 'webhook-id': 'msg_3' }, 'hook.wrong_signature')
  await refused(
    { ...good, 'webhook-signature': good['webhook-signature']!.replace('v1,', 'v1a,') },
    'hook.wrong_signature',
  )
  await refused(old, 'hook.too_old')
  await refused(soon, 'hook.too_old')
  assert.equal((await call('nowhere', body, good)).statusCode, 404)
  assert.equal((await call(token, 'x'.repeat(300_000), good)).statusCode, 413)
  assert.deepEqual(await callsOf(id), [])
  await admin(incomingHooks.update, { id, is_active: false })
  assert.equal((await call(token, body, good)).statusCode, 404)
})

test('senders that know only a plain HMAC are understood, with the id of their own header', async () => {
  const { id, token, secret } = await hook({
    scheme: 'hmac',
    signature_header: 'X-Hub-Signature-256',
    id_header: 'X-Delivery',
    action: 'tickets.comment',
    fields: { id: '{{ticket}}', text: 'Deployed {{version}}' },
  })
  const ticket = await admin(tickets.create, { title: 'Release' })
  const body = JSON.stringify({ ticket: ticket.id, version: '1.2' })
  const hmac = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  for (let time = 0; time < 2; time++)
    assert.equal((await call(token, body, { 'x-hub-signature-256': hmac, 'x-delivery': 'a' })).statusCode, 200)
  assert.equal((await call(token, `${body} `, { 'x-hub-signature-256': hmac, 'x-delivery': 'b' })).statusCode, 401)
  await eventually(async () => assert.equal((await callsOf(id))[0]?.state, 'handled'))
  const { items } = await admin(tickets.comments, { id: ticket.id })
  assert.deepEqual(
    items.map(({ text }) => text),
    ['Deployed 1.2'],
  )
})

test('what cannot be obeyed stands in the log with its reason, and may be tried once more', async () => {
  const { id, token, secret } = await hook()
  const send = async (message: string, body: string) => {
    assert.equal((await call(token, body, signedBy(secret, message, body))).statusCode, 200)
    await eventually(async () => {
      const found = (await callsOf(id)).find((one) => one.message === message)
      assert.equal(found?.state, 'failed')
    })
    return (await callsOf(id)).find((one) => one.message === message)!
  }
  assert.equal((await send('bad', 'not json')).reason, 'hook.not_json')
  const wrong = await send('wrong', alert('x', 'urgent'))
  assert.deepEqual([wrong.reason, wrong.detail], ['invalid', '/priority: not_a_choice'])
  await admin(incomingHooks.update, { id, fields: { title: '{{alert.name}} again' } })
  await admin(incomingCalls.retry, { id: wrong.id! })
  await eventually(async () => assert.equal((await admin(incomingCalls.get, { id: wrong.id! })).state, 'handled'))
  assert.ok((await titles()).includes('x again'))
  await assert.rejects(admin(incomingCalls.retry, { id: wrong.id! }), { status: 409 })
})

test('only offered commands can be chosen', async () => {
  const { items } = await admin(incomingHooks.commands, {})
  assert.deepEqual(items.map(({ name }) => name).sort(), [
    'clients.create',
    'deals.create',
    'tickets.comment',
    'tickets.create',
  ])
  await assert.rejects(hook({ action: 'users.create' }), { status: 422 })
  await assert.rejects(hook({ scheme: 'hmac' }), { status: 422 })
})

test('a new secret ends the old one', async () => {
  const { id, token, secret } = await hook()
  const { secret: newer } = await admin(incomingHooks.rotate, { id })
  const body = alert('y')
  assert.equal((await call(token, body, signedBy(secret, 'm', body))).statusCode, 401)
  assert.equal((await call(token, body, signedBy(newer, 'm', body))).statusCode, 200)
})
