// What belongs to a component that is off: nowhere offered, nothing of it lost.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Call } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { fileChanged, fileStore } from '#modules/platform/files/contract.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { inboundMails } from '#modules/platform/mail/contract.ts'
import { takeInWaiting } from '#modules/platform/mail/server/intake/read.ts'
import { noticePreferences } from '#modules/platform/notifications/contract.ts'
import { search } from '#modules/platform/search/contract.ts'
import { views } from '#modules/platform/views/contract.ts'
import { bulk } from '#modules/platform/bulk/contract.ts'
import { incomingHooks, webhooks } from '#modules/platform/webhooks/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { closingJobs } from '#modules/support/tickets/server/auto-close.ts'
import { components } from '../contract.ts'

let desk: TestPlatform
let admin: Call
let agent: Call
before(async () => {
  desk = await testPlatform()
  await desk.start('relay', 'worker')
  admin = desk.as('acme', 'admin')
  agent = desk.as('acme', 'agent')
  // Macros need tickets and would stand in the way.
  await admin(components.update, { component: 'macros', is_on: false })
})
after(() => desk.close())

const database = () => desk.running.platform.database
const tenant = () => desk.tenantId('acme')
const ticketsOn = (is_on: boolean) => admin(components.update, { component: 'tickets', is_on })
async function off<T>(work: () => Promise<T>): Promise<T> {
  await ticketsOn(false)
  await eventually(() => assert.ok(!desk.running.platform.components.isOn(tenant(), 'tickets')))
  try {
    return await work()
  } finally {
    await ticketsOn(true)
    await eventually(() => assert.ok(desk.running.platform.components.isOn(tenant(), 'tickets')))
  }
}
const heldNow = () =>
  database().tenant(tenant(), 'read', async (db) => {
    const { rows } = await sql<{ name: string }>`select name from held_work where component = 'tickets'`.execute(db)
    return rows.map(({ name }) => name)
  })

describe('work that comes while a component is off', () => {
  test('an event waits, and what it says is done once it is on again, once', async () => {
    const { id } = await agent(tickets.create, { title: 'Held event', requester: desk.id('acme', 'client') })
    const file = await desk.running.platform.within(desk.actor('acme', 'agent'), {}, ({ call }) =>
      call(fileStore.store, { name: 'a.txt', bytes: Buffer.from('held') }),
    )
    await agent(tickets.comment, { id, text: 'See the file', attachments: [file.id] })
    const name = async () => (await agent(tickets.attachments, { id })).items[0]!.name
    await off(async () => {
      await desk.running.platform.within(systemOf(tenant()), {}, async ({ emit }) =>
        emit(fileChanged, { file: { ...file, name: 'renamed.txt' } }),
      )
      await eventually(async () => assert.ok((await heldNow()).includes('tickets.files')))
    })
    await eventually(async () => assert.equal(await name(), 'renamed.txt'))
    await eventually(async () => assert.deepEqual(await heldNow(), []))
  })

  test('a job waits and is done once it is on again', async () => {
    const { id } = await agent(tickets.create, {
      title: 'Held job',
      requester: desk.id('acme', 'client'),
      status: 'resolved',
    })
    const long = new Date(Date.now() - 30 * 86_400_000).toISOString()
    await database().tenant(tenant(), 'write', (db) =>
      sql`update tickets set resolved_at = ${long}, last_reply_at = ${long} where id = ${id}`.execute(db),
    )
    const status = async () => (await agent(tickets.get, { id })).status
    await off(async () => {
      await closingJobs[0]!.handle(desk.running.platform, '', {} as never)
      await eventually(async () => assert.ok((await heldNow()).includes('tickets.close_quiet')))
    })
    await eventually(async () => assert.equal(await status(), 'closed'))
    await eventually(async () => assert.deepEqual(await heldNow(), []))
  })

  test('a mail that comes meanwhile waits and becomes a ticket afterwards', async () => {
    const raw =
      'From: anna@c.test\r\nTo: support@acme.test\r\nMessage-ID: <off@x.test>\r\nSubject: While off\r\n\r\nText'
    const mail = async () =>
      (await admin(inboundMails.list, { limit: 200 })).items.find(({ recipient }) => recipient === 'support@acme.test')
    await off(async () => {
      await database().tenant(tenant(), 'write', (db) =>
        sql`
          with kept as (
            insert into inbound_mails (recipient, envelope_from, from_name, from_address, subject, state, size, attachment_count, remote_address)
            values ('support@acme.test', 'anna@c.test', '', '', '', 'received', ${raw.length}, 0, '') returning id
          )
          insert into inbound_contents (mail, raw) select id, ${Buffer.from(raw)}::bytea from kept`.execute(db),
      )
      assert.equal(await takeInWaiting(desk.running.platform, tenant()), false)
      const { state, reason } = (await mail())!
      assert.deepEqual([state, reason], ['suspended', 'desk_off'])
    })
    await eventually(async () => assert.equal((await mail())!.state, 'handled'))
    const { items } = await agent(tickets.list, { limit: 200 })
    assert.equal(items.filter(({ title }) => title === 'While off').length, 1)
  })
})

describe('nobody is offered what is off', () => {
  test('fields, events, commands, notices, views, runs and search leave it out, for this organisation only', async () => {
    const offered = async (as: Call) => ({
      kinds: (await as(fields.kinds, {})).items.map(({ entity }) => entity),
      points: (await as(fields.kinds, {})).references,
      events: (await as(webhooks.events, {})).items.map(({ name }) => name),
      commands: (await as(incomingHooks.commands, {})).items.map(({ name }) => name),
      notices: (await as(noticePreferences.get, {})).kinds.map(({ kind }) => kind),
      views: (await as(views.list, { limit: 200 })).items.map(({ entity }) => entity),
      found: (await as(search.find, { q: 'Anywhere' })).items.map(({ entity }) => entity),
    })
    const about = /^ticket/
    const named = (all: Awaited<ReturnType<typeof offered>>) =>
      Object.fromEntries(Object.entries(all).map(([part, names]) => [part, names.some((name) => about.test(name))]))
    await agent(tickets.create, { title: 'Anywhere', requester: desk.id('acme', 'client') })
    await admin(views.create, { entity: 'ticket', name: 'Mine', filters: {} })
    const everywhere = Object.fromEntries(Object.keys(await offered(admin)).map((part) => [part, true]))
    assert.deepEqual(named(await offered(admin)), everywhere)
    await off(async () => {
      const nowhere = Object.fromEntries(Object.keys(everywhere).map((part) => [part, false]))
      assert.deepEqual(named(await offered(admin)), nowhere)
      const start = { entity: 'ticket', action: 'tickets.remove', input: {}, selection: { filter: {}, except: [] } }
      await assert.rejects(admin(bulk.start, start as never), { status: 403 })
      const globex = named(await offered(desk.as('globex', 'admin')))
      assert.deepEqual([globex['kinds'], globex['events'], globex['notices']], [true, true, true])
    })
    assert.deepEqual(named(await offered(admin)), everywhere)
  })
})

test('who switched and set up is remembered, and the way back leads to what was chosen', async () => {
  const set = (days: number) => admin(components.configure, { component: 'tickets', close_after_days: days })
  const first = await set(20)
  const second = await set(21)
  const { items } = await admin(components.history, { component: 'tickets' })
  assert.deepEqual(
    items.slice(0, 2).map(({ version, settings, actor }) => [version, settings['close_after_days'], actor]),
    [
      [second.version, 21, desk.id('acme', 'admin')],
      [first.version, 20, desk.id('acme', 'admin')],
    ],
  )
  const back = (to: number, version: number) =>
    desk.as('acme', 'admin', { expected_version: version })(components.goBack, { component: 'tickets', to })
  const third = await back(first.version, second.version)
  assert.deepEqual(third.settings, { close_after_days: 20 })
  await assert.rejects(back(first.version, second.version), { status: 412 })
  await assert.rejects(back(999, third.version), { status: 404 })
  assert.deepEqual((await back(0, third.version)).settings, { close_after_days: 7 })
  await assert.rejects(desk.as('acme', 'manager')(components.history, { component: 'tickets' }), { status: 403 })
})
