// Web Push from the notice to the browser, through a push service that speaks its protocol.
import assert from 'node:assert/strict'
import { createECDH } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { noticeHistory, noticePreferences, notifications, pushDevices } from '../../contract.ts'
import { deliverPush, pauseAfter, topicOf } from './deliver.ts'
import { browser, openPush, pushService, vapidClaims } from './testing.ts'
import { derived } from './vapid.ts'

let p: TestPlatform
let service: Awaited<ReturnType<typeof pushService>>
/** Answers by path; what is not named is taken. */
const answers = new Map<string, { status: number; retryAfter?: number }[]>()
before(async () => {
  service = await pushService((path) => answers.get(path)?.shift() ?? { status: 201 })
  p = await testPlatform({ OUTGOING_ALLOWLIST: service.host })
  await p.start('worker')
})
after(async () => {
  await p.close()
  await service.close()
})

const at = (path: string) => service.arrived.filter((one) => one.path === path)
const subscribe = async (path: string) => {
  const { keys, read } = browser()
  await p.as('acme', 'agent')(pushDevices.subscribe, { endpoint: `http://${service.host}${path}`, keys })
  return read
}
const forget = (path: string) =>
  p.as('acme', 'agent')(pushDevices.forget, { endpoint: `http://${service.host}${path}` })
const say = (title: string) =>
  p.as('acme', 'manager')(notifications.send, { to: { users: [p.id('acme', 'agent')] }, title, body: 'Body' })
const historyOf = async (title: string) =>
  (await p.as('acme', 'admin')(noticeHistory.list, {})).items.find((one) => one.title === title)!

test('the example of RFC 8291 is read', () => {
  const vector = JSON.parse(
    readFileSync(new URL('fixtures/webpush-rfc8291-vector.json', import.meta.url), 'utf8'),
  ) as Record<string, string>
  const bytes = (name: string) => Buffer.from(vector[name]!, 'base64url')
  const sender = createECDH('prime256v1')
  sender.setPrivateKey(bytes('as_private'))
  // Both sides have one secret: the sender's key with the reader's, or the other way round.
  const reader = {
    secretWith: () => sender.computeSecret(bytes('ua_public')),
    publicKey: bytes('ua_public'),
    auth: bytes('auth_secret'),
  }
  assert.equal(openPush(bytes('body'), reader), vector['plaintext'])
})

test('a notice comes to the browser, readable to it alone, signed by us', async () => {
  const read = await subscribe('/one')
  await say('Tea <b>now</b>')
  await eventually(() => assert.equal(at('/one').length, 1))
  const { headers, body } = at('/one')[0]!
  const shown = read(body)
  assert.equal(shown['title'], 'Tea <b>now</b>')
  assert.deepEqual([shown['body'], shown['url'], shown['language']], ['Body', '/notifications', 'en'])
  assert.equal(headers['content-encoding'], 'aes128gcm')
  assert.equal(headers['ttl'], '86400')
  assert.equal(headers['urgency'], 'normal')
  assert.match(String(headers['topic']), /^[\w-]{32}$/)
  const { claims, key } = vapidClaims(headers.authorization!)
  assert.equal(claims['aud'], `http://${service.host}`)
  assert.match(String(claims['sub']), /^mailto:/)
  const lives = Number(claims['exp']) - Date.now() / 1_000
  assert.ok(lives > 0 && lives <= 24 * 3_600)
  assert.equal(key, (await p.as('acme', 'agent')(noticePreferences.get, {})).push_key)
  await eventually(async () => assert.equal((await historyOf('Tea <b>now</b>')).push, 'sent'))
  await forget('/one')
})

test('a browser that is gone is forgotten', async () => {
  await subscribe('/gone')
  answers.set('/gone', [{ status: 410 }])
  await say('To nobody')
  await eventually(async () => assert.equal((await historyOf('To nobody')).push_reason, 'no_device'))
  assert.deepEqual((await p.as('acme', 'agent')(pushDevices.list, {})).items, [])
  await say('Again')
  assert.deepEqual((await historyOf('Again')).push, 'skipped')
  assert.equal(at('/gone').length, 1)
})

test('a service that asks for patience is tried again, one that refuses is not', async () => {
  await subscribe('/busy')
  answers.set('/busy', [{ status: 429, retryAfter: 1 }])
  await say('Patience')
  await eventually(() => assert.equal(at('/busy').length, 2))
  await eventually(async () => assert.equal((await historyOf('Patience')).push, 'sent'))
  assert.equal(at('/busy')[0]!.headers['topic'], at('/busy')[1]!.headers['topic'])
  answers.set('/busy', [{ status: 403 }])
  await say('Refused')
  await eventually(async () => assert.equal((await historyOf('Refused')).push, 'failed'))
  assert.equal((await historyOf('Refused')).push_reason, 'status_403')
  await forget('/busy')
})

test('what is sent already is not sent again by a job that comes twice', async () => {
  await subscribe('/twice')
  await say('Once')
  await eventually(async () => assert.equal((await historyOf('Once')).push, 'sent'))
  const { id } = await historyOf('Once')
  await deliverPush(p.running.platform, p.tenantId('acme'), { notice: id! })
  assert.equal(at('/twice').length, 1)
  await forget('/twice')
})

test('a browser that asks several times at once is subscribed once', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, () => subscribe('/at-once')))
  assert.equal(made.length, 4)
  await forget('/at-once')
})

test('nobody subscribes an address inside of the house', async () => {
  const { keys } = browser()
  for (const endpoint of [
    'http://127.0.0.1:1/x',
    'http://169.254.169.254/',
    'https://10.0.0.1/x',
    'file:///etc/passwd',
  ])
    await assert.rejects(p.as('acme', 'agent')(pushDevices.subscribe, { endpoint, keys }), { status: 422 })
})

test('a session that ends takes its browser along', async () => {
  const app = await p.edge()
  const headers = await p.signIn(app, 'acme', 'agent')
  const { keys } = browser()
  const made = await app.inject({
    method: 'POST',
    url: '/api/notifications/push',
    headers,
    payload: { endpoint: `http://${service.host}/left`, keys },
  })
  assert.equal(made.statusCode, 201)
  const { sessionEnded } = await import('#modules/platform/identity/contract.ts')
  const { forgetWithSession } = await import('./devices.ts')
  const session = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db
      .selectFrom('push_subscriptions')
      .select('session_id')
      .where('endpoint', 'like', '%/left')
      .executeTakeFirstOrThrow(),
  )
  assert.equal(forgetWithSession.event, sessionEnded)
  const ended = { user_id: p.id('acme', 'agent'), session_id: session['session_id'] as string }
  await p.running.platform.within(systemOf(p.tenantId('acme')), {}, (context) =>
    forgetWithSession.handle(context, ended as never, { position: 1, actor_id: null, at: new Date().toISOString() }),
  )
  assert.deepEqual((await p.as('acme', 'agent')(pushDevices.list, {})).items, [])
})

test('keys follow from the secret, and pauses grow', () => {
  assert.deepEqual(derived('one'), derived('one'))
  assert.notEqual(derived('one').publicKey, derived('two').publicKey)
  assert.equal(Buffer.from(derived('one').publicKey, 'base64url').length, 65)
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(pauseAfter), [5, 20, 80, 320, 1_280, 3_600])
  assert.notEqual(topicOf({ record: 'a', cause: 'x' }), topicOf({ record: 'b', cause: 'x' }))
})
