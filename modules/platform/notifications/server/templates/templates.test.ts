// An organisation's own texts, in one language and channel, and its channels.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { serverModules } from '#app/server-modules.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import {
  noticeChannels,
  noticeDefaults,
  noticeHistory,
  noticePreferences,
  notifications,
  noticeTemplates,
} from '../../contract.ts'
import { noticeSubscriptions } from '../telling/subscriptions.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

const place = { kind: 'message', channel: 'in_app', language: 'en' } as const
const say = (title: string) =>
  p.as('acme', 'manager')(notifications.send, { to: { users: [p.id('acme', 'agent')] }, title, body: 'Body' })
const newest = async () => (await p.as('acme', 'agent')(notifications.list, {})).items[0]!
const admin = () => p.as('acme', 'admin')

test('every kind has its texts in every channel it may take, with known places only', async () => {
  const { items } = await admin()(noticeTemplates.list, {})
  assert.ok(items.length >= 4 * 8, String(items.length))
  for (const one of items) {
    const places = [...`${one.subject} ${one.title} ${one.body}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!)
    assert.deepEqual(
      places.filter((name) => !one.variables.includes(name)),
      [],
      `${one.kind} ${one.language}`,
    )
    assert.ok(one.title.length > 0 && !one.title.startsWith('notify.'), one.title)
  }
})

test('an own text counts in its language and channel until it is taken back', async () => {
  await admin()(noticeTemplates.update, { ...place, title: '{{organisation}}: {{title}}', body: '{{body}}' })
  await say('Tea')
  assert.equal((await newest()).title, 'acme: Tea')
  const own = (await admin()(noticeTemplates.list, { kind: 'message' })).items.filter((one) => one.own)
  assert.deepEqual(
    own.map(({ channel, language }) => [channel, language]),
    [['in_app', 'en']],
  )
  const back = await admin()(noticeTemplates.reset, place)
  assert.deepEqual([back.own, back.title], [false, '{{title}}'])
  await say('Coffee')
  assert.equal((await newest()).title, 'Coffee')
})

test('a place that nothing fills is refused by its name', async () => {
  const refused = admin()(noticeTemplates.update, { ...place, title: '{{title}} {{password}}' })
  await assert.rejects(refused, (error: { status: number; refusals: { pointer: string; params: object }[] }) => {
    assert.equal(error.status, 422)
    assert.deepEqual(error.refusals[0]!.pointer, '/title')
    assert.deepEqual(error.refusals[0]!.params, { place: 'password', known: 'title, body, actor, organisation' })
    return true
  })
  await assert.rejects(admin()(noticeTemplates.update, { ...place, kind: 'nothing', title: 'x' }), { status: 404 })
})

test('a preview shows markup as text', async () => {
  const shown = await admin()(noticeTemplates.preview, {
    ...place,
    channel: 'email',
    subject: 'S',
    title: '<img src=x onerror=alert(1)>',
    body: '{{body}}',
  })
  assert.ok(shown.html!.includes('&lt;img src=x onerror=alert(1)&gt;'))
  assert.ok(!shown.html!.includes('<img'))
})

test('only administrators change texts and defaults', async () => {
  for (const person of ['manager', 'agent', 'client'] as const) {
    const call = p.as('acme', person)
    await assert.rejects(call(noticeTemplates.update, { ...place, title: 'x' }), { status: 403 })
    await assert.rejects(call(noticeDefaults.update, { choices: [] }), { status: 403 })
    await assert.rejects(call(noticeChannels.update, { channel: 'email', on: false }), { status: 403 })
  }
})

test('the organisation’s default holds until a person chooses', async () => {
  await admin()(noticeDefaults.update, { choices: [{ kind: 'message', channel: 'email', on: false }] })
  await say('By default')
  const historyOf = async (title: string) =>
    (await admin()(noticeHistory.list, {})).items.find((one) => one.title === title)!
  assert.equal((await historyOf('By default')).email_reason, 'off')
  await p.as('acme', 'agent')(noticePreferences.update, { choices: [{ kind: 'message', channel: 'email', on: true }] })
  await say('By choice')
  assert.equal((await historyOf('By choice')).email, 'queued')
  await admin()(noticeChannels.update, { channel: 'email', on: false })
  await say('By channel')
  assert.equal((await historyOf('By channel')).email_reason, 'channel_off')
  const { items } = await admin()(noticeChannels.list, {})
  assert.deepEqual(
    items.map(({ channel, state, on }) => [channel, state, on]),
    [
      ['in_app', 'ready', true],
      ['email', 'kept', false],
      ['push', 'ready', true],
      ['telegram', 'not_configured', false],
    ],
  )
  await eventually(async () => assert.equal((await p.as('acme', 'agent')(noticeHistory.list, {})).items.length, 5))
  assert.deepEqual((await p.as('acme', 'analyst')(noticeHistory.list, {})).items, [])
})

test('security is told to administrators in their language, whatever they switched off', async () => {
  await admin()(noticeChannels.update, { channel: 'in_app', on: false })
  const alert = {
    rule: 'probing',
    severity: 'high',
    person: p.id('acme', 'agent'),
    address: '203.0.113.7',
    count: 3,
    entry: null,
    is_open: true,
    acknowledged_by: null,
    acknowledged_at: null,
  }
  const system = systemOf(p.tenantId('acme'))
  const subscription = noticeSubscriptions(serverModules).find(({ event }) => event.name === 'audit_alert.raised')!
  await p.running.platform.within(system, {}, (context) =>
    subscription.handle(context, { alert: { ...alert, id: context.id() } } as never, {
      position: 1,
      actor_id: null,
      at: '',
    }),
  )
  const [line] = (await admin()(notifications.list, {})).items
  assert.equal(line!.title, 'A person tries what they may not')
  assert.equal(line!.body, 'Weight: High. 203.0.113.7')
  assert.deepEqual(
    (await p.as('acme', 'agent')(notifications.list, {})).items.filter((one) => one.kind === 'audit_alert'),
    [],
  )
})
