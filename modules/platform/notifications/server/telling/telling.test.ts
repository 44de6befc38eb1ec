// Who is told of what, once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, type Person, testPlatform, type TestPlatform } from '#app/testing.ts'
import { sql } from 'kysely'
import { systemOf } from '#kernel/server/access/actor.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { notifications, noticePreferences } from '../../contract.ts'
import { users } from '#modules/platform/identity/contract.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
  await p.start('relay', 'worker')
})
after(() => p.close())

const lines = async (person: Person, tenant: 'acme' | 'globex' = 'acme') =>
  (await p.as(tenant, person)(notifications.list, {})).items
const about = async (person: Person, record: string) => (await lines(person)).filter((one) => one.record === record)
const open = (person: Person, more: object = {}) =>
  p.as('acme', person)(tickets.create, { title: 'Printer <b>smokes</b>', description: 'A lot of smoke', ...more })
/** Everything that happened up to now has been told. */
async function toldAll(): Promise<void> {
  const last = await p.running.platform.database.platform('read', (db) =>
    db
      .selectFrom('event_log')
      .select(({ fn }) => fn.max('position').as('last'))
      .where('name', 'like', 'ticket.%')
      .executeTakeFirst(),
  )
  await eventually(async () => {
    const rows = await p.running.platform.database.platform('read', (db) =>
      db.selectFrom('event_consumers').select(['name', 'position']).where('name', 'like', 'notices.ticket%').execute(),
    )
    const behind = await Promise.all(
      rows.map(async ({ name, position }) => {
        const next = await p.running.platform.database.platform('read', (db) =>
          db
            .selectFrom('event_log')
            .select('position')
            .where('name', '=', (name as string).slice('notices.'.length))
            .where('position', '>', position)
            .where('position', '<=', last!['last'])
            .executeTakeFirst(),
        )
        return next !== undefined
      }),
    )
    assert.deepEqual(behind.filter(Boolean), [])
  })
}

test('whoever gets a ticket is told, and whoever gives it is not', async () => {
  const { id, number } = await open('client')
  await p.as('acme', 'manager')(tickets.assign, { id, assignee: p.id('acme', 'agent') })
  await eventually(async () => assert.equal((await about('agent', id)).length, 1))
  const [line] = await about('agent', id)
  assert.equal(line!.title, `#${number} Printer <b>smokes</b> is yours now`)
  assert.equal(line!.link, `/tickets/${id}`)
  assert.deepEqual([line!.unread, line!.count, line!.actor], [true, 1, p.id('acme', 'manager')])
  await p.as('acme', 'agent')(tickets.assign, { id, assignee: null })
  await p.as('acme', 'agent')(tickets.assign, { id, assignee: 'me' })
  await toldAll()
  assert.equal((await about('agent', id))[0]!.count, 1)
  assert.deepEqual(await about('manager', id), [])
})

test('replies are one line that counts, and reading it begins anew', async () => {
  const { id } = await open('client')
  await p.as('acme', 'agent')(tickets.assign, { id, assignee: 'me' })
  for (const text of ['One', 'Two', 'Three']) await p.as('acme', 'client')(tickets.comment, { id, text })
  await eventually(async () => assert.equal((await about('agent', id))[0]?.count, 3))
  const before = await p.as('acme', 'agent')(notifications.unread, {})
  assert.equal((await about('agent', id))[0]!.body, 'Three')
  await p.as('acme', 'agent')(notifications.read, { record: id })
  assert.deepEqual(await p.as('acme', 'agent')(notifications.unread, {}), { unread: before.unread - 1 })
  await p.as('acme', 'client')(tickets.comment, { id, text: 'Four' })
  await eventually(async () => assert.equal((await about('agent', id))[0]!.unread, true))
  assert.equal((await about('agent', id))[0]!.count, 1)
})

test('a customer is told of answers in their own place, never of notes', async () => {
  const { id } = await open('client')
  await p.as('acme', 'agent')(tickets.comment, { id, text: 'A secret', internal: true })
  await p.as('acme', 'agent')(tickets.comment, { id, text: 'Unplug it', status: 'resolved' })
  await eventually(async () => assert.equal((await about('client', id))[0]?.count, 2))
  const [line] = await about('client', id)
  assert.equal(line!.link, `/portal/tickets/${id}`)
  assert.ok(!JSON.stringify(await lines('client')).includes('secret'))
})

test('a note that names somebody tells them, and only those who may read it', async () => {
  const { id } = await open('client')
  const agent = p.as('acme', 'agent')
  await agent(tickets.comment, { id, text: 'Ask @manager of acme and @client of acme, please', internal: true })
  await eventually(async () => assert.equal((await about('manager', id)).length, 1))
  assert.match((await about('manager', id))[0]!.title, /^agent of acme mentions you/)
  await toldAll()
  assert.deepEqual(await about('client', id), [])
})

test('new tickets are told to those who chose it', async () => {
  await p.as('acme', 'manager')(noticePreferences.update, {
    choices: [{ kind: 'ticket_opened', channel: 'in_app', on: true }],
  })
  const { id } = await open('client')
  await eventually(async () => assert.equal((await about('manager', id))[0]?.kind, 'ticket_opened'))
  assert.deepEqual(await about('agent', id), [])
})

test('what was switched off, or muted, is not told', async () => {
  const manager = p.as('acme', 'manager')
  await manager(noticePreferences.update, { choices: [{ kind: 'ticket_mentioned', channel: 'in_app', on: false }] })
  const { id } = await open('client')
  await p.as('acme', 'agent')(tickets.comment, { id, text: '@manager of acme', internal: true })
  await toldAll()
  assert.equal((await about('manager', id)).filter(({ kind }) => kind === 'ticket_mentioned').length, 0)
  await manager(noticePreferences.update, { choices: [{ kind: 'ticket_mentioned', channel: 'in_app', on: null }] })
  const other = await open('client')
  await eventually(async () => assert.equal((await about('manager', other.id)).length, 1))
  await manager(noticePreferences.mute, { record: other.id })
  await p.as('acme', 'agent')(tickets.comment, { id: other.id, text: '@manager of acme', internal: true })
  await toldAll()
  assert.deepEqual(
    (await about('manager', other.id)).filter(({ kind }) => kind === 'ticket_mentioned'),
    [],
  )
})

test('only the person themself reads and changes their lines, whatever others may do', async () => {
  const { id } = await open('client')
  await p.as('acme', 'manager')(tickets.assign, { id, assignee: p.id('acme', 'agent') })
  await eventually(async () => assert.equal((await about('agent', id)).length, 1))
  const [line] = await about('agent', id)
  const admin = p.as('acme', 'admin')
  await assert.rejects(admin(notifications.get, { id: line!.id! }), { status: 404 })
  await assert.rejects(admin(notifications.update, { id: line!.id!, unread: false }), { status: 404 })
  await assert.rejects(admin(notifications.remove, { id: line!.id! }), { status: 404 })
  assert.deepEqual(await about('admin', id), [])
  assert.deepEqual(await lines('agent', 'globex'), [])
})

test('a message of one’s own leads nowhere but here', async () => {
  for (const link of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)'])
    await assert.rejects(
      p.as('acme', 'manager')(notifications.send, { to: { role: 'analyst' }, title: 'Tea', link }),
      { status: 422 },
      link,
    )
})

test('a message goes to a role once, to very many in pieces', async () => {
  await p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ db }) =>
    sql`insert into users (name, email, role, language)
      select 'Crowd', n || '@crowd.test', 'analyst', 'ru' from generate_series(1, 450) as n`.execute(db),
  )
  const sent = await p.as('acme', 'manager')(notifications.send, { to: { role: 'analyst' }, title: 'Tea at five' })
  assert.ok(sent.recipients > 450, String(sent.recipients))
  const told = async () => {
    const rows = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
      db
        .selectFrom('notifications')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('title', '=', 'Tea at five')
        .executeTakeFirstOrThrow(),
    )
    return rows.n
  }
  await eventually(async () => assert.equal(await told(), sent.recipients))
  assert.equal((await lines('analyst'))[0]!.title, 'Tea at five')
  await assert.rejects(p.as('acme', 'agent')(notifications.send, { to: { role: 'agent' }, title: 'x' }), {
    status: 403,
  })
})

test('people are found by their marks only as far as their names go', async () => {
  const { items } = await p.running.platform.within(systemOf(p.tenantId('globex')), {}, ({ call }) =>
    call(users.addressees, { roles: ['agent', 'manager'] }),
  )
  assert.deepEqual(items.map(({ role }) => role).toSorted(), ['agent', 'manager'])
})
