// The live line: who hears what, and that nothing is missed or heard twice across a lost connection and a restart.
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { openPlatform, type Running } from '#kernel/server/platform.ts'
import { presenceBoard } from '#kernel/server/realtime/presence.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { authenticate } from '#modules/platform/identity/server/sessions.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { eventually, PASSWORD, type Person, type TenantSlug, testPlatform, type TestPlatform } from '#app/testing.ts'
import { serverModules } from '#app/server-modules.ts'
import { type Heard, type Line, openLine } from './testing/socket.ts'

let desk: TestPlatform
let app: FastifyInstance
let port: number
before(async () => {
  desk = await testPlatform()
  app = await desk.edge()
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
  await desk.start('web', 'relay')
})
after(() => desk.close())

const tokens = new Map<string, string>()
async function tokenOf(tenant: TenantSlug, person: Person): Promise<string> {
  const known = tokens.get(`${person}@${tenant}`)
  const { authorization } = known ? { authorization: known } : await desk.signIn(app, tenant, person)
  tokens.set(`${person}@${tenant}`, authorization)
  return authorization.replace('Bearer ', '')
}
async function line(
  t: TestContext,
  tenant: TenantSlug,
  person: Person,
  channels: string[] = ['ticket'],
  since?: number,
): Promise<Line> {
  const opened = await openLine(port, {
    token: await tokenOf(tenant, person),
    channels,
    ...(since === undefined ? {} : { since }),
  })
  t.after(() => opened.socket.terminate())
  return opened
}
const agent = () => desk.as('acme', 'agent')
const open = (title = 'x') => desk.as('acme', 'client')(tickets.create, { title })
const about = (id: string) => (event: Heard) => event.channels.includes(`ticket:${id}`)
const idsIn = (events: readonly Heard[]) =>
  events.map(({ payload }) => (payload as { ticket: { id: string } }).ticket.id)

test('a change reaches another window at once', async (t) => {
  const watcher = await line(t, 'acme', 'agent')
  const took: number[] = []
  for (let round = 0; round < 20; round++) {
    const begun = performance.now()
    const { id } = await open()
    const committed = performance.now()
    await watcher.next('event', about(id))
    took.push(performance.now() - committed)
    assert.ok(committed > begun)
  }
  t.diagnostic(`from the commit to the other window: median ${took.toSorted((a, b) => a - b)[10]!.toFixed(1)} ms`)
})

test('a line without a token, with a bad one, or that speaks before hello is closed', async () => {
  await assert.rejects(openLine(port, { token: 'x' }), /closed with 4401/)
  await assert.rejects(openLine(port, { token: (await tokenOf('acme', 'agent')).slice(0, -4) }), /closed with 4401/)
})

test('what is not understood ends the line, and the server goes on', async (t) => {
  for (const text of ['{', '[]', '{"type":"shout"}', `{"type":"subscribe","channels":["${'x'.repeat(200)}"]}`]) {
    const one = await line(t, 'acme', 'agent')
    one.socket.send(text)
    assert.equal(await one.closed, 4400, text)
  }
  const large = await line(t, 'acme', 'agent')
  large.socket.send('x'.repeat(100_000))
  assert.equal(await large.closed, 1009)
})

test('channels are granted by the permissions and the reach of a get', async (t) => {
  const mine = await open()
  const theirs = await agent()(tickets.create, { title: 'not the customer’s' })
  const foreign = await desk.as('globex', 'agent')(tickets.create, { title: 'foreign' })
  const customer = await line(t, 'acme', 'client', [
    'ticket',
    `ticket:${mine.id}`,
    `ticket:${theirs.id}`,
    'user',
    'nothing',
  ])
  assert.deepEqual(customer.welcome.channels, ['ticket', `ticket:${mine.id}`])
  assert.deepEqual(customer.welcome.refused, [`ticket:${theirs.id}`, 'user', 'nothing'])
  const staff = await line(t, 'acme', 'agent', [])
  staff.say({ type: 'subscribe', channels: [`ticket:${theirs.id}`, `ticket:${foreign.id}`] })
  assert.deepEqual(await staff.next('subscribed'), {
    type: 'subscribed',
    channels: [`ticket:${theirs.id}`],
    refused: [`ticket:${foreign.id}`],
  })
})

test('a customer hears of their own tickets, never of notes or others’ tickets; a foreign tenant hears nothing', async (t) => {
  const mine = await open()
  const [customer, staff, foreign] = [
    await line(t, 'acme', 'client'),
    await line(t, 'acme', 'agent'),
    await line(t, 'globex', 'admin', ['ticket', 'user', 'comment', 'inbound_mail']),
  ]
  const other = await agent()(tickets.create, { title: 'other' })
  await agent()(tickets.comment, { id: mine.id, text: 'секрет', internal: true })
  await agent()(tickets.comment, { id: mine.id, text: 'answer' })
  await staff.next('event', (one) => about(mine.id)(one) && JSON.stringify(one).includes('answer'))
  await customer.next('event', (one) => JSON.stringify(one).includes('answer'))
  assert.ok(staff.heard.some((one) => JSON.stringify(one).includes('секрет')))
  assert.ok(staff.heard.some(about(other.id)))
  assert.ok(!JSON.stringify(customer.all).includes('секрет'))
  // What the tests before left in the log may come as late as now.
  const ofBoth = (heard: Parameters<typeof idsIn>[0]) =>
    new Set(idsIn(heard).filter((id) => [mine.id, other.id].includes(id)))
  assert.deepEqual(ofBoth(customer.heard), new Set([mine.id]))
  assert.deepEqual(ofBoth(foreign.heard), new Set())
})

test('only what was subscribed is heard, and no more once it is left', async (t) => {
  const [one, two] = [await open(), await open()]
  const watcher = await line(t, 'acme', 'agent', [`ticket:${one.id}`])
  await agent()(tickets.move, { id: two.id, status: 'in_progress' })
  await agent()(tickets.move, { id: one.id, status: 'in_progress' })
  await watcher.next('event', about(one.id))
  assert.deepEqual(new Set(idsIn(watcher.heard)), new Set([one.id]))
  watcher.say({ type: 'unsubscribe', channels: [`ticket:${one.id}`] })
  watcher.say({ type: 'ping' })
  await watcher.next('pong')
  const before = watcher.heard.length
  await agent()(tickets.move, { id: one.id, status: 'waiting' })
  await sleep(300)
  assert.equal(watcher.heard.length, before)
})

/** Writes tickets without a pause until told to stop; answers their ids in order. */
function writing(): { stop: () => Promise<string[]> } {
  let going = true
  const writer = async (): Promise<string[]> => {
    const made: string[] = []
    while (going) made.push((await open()).id)
    return made
  }
  const all = [writer(), writer(), writer()]
  return {
    async stop() {
      going = false
      return (await Promise.all(all)).flat()
    },
  }
}
/** Every id once, in a log order that does not go back. */
function assertWhole(heard: readonly Heard[], wanted: readonly string[]): void {
  const ids = idsIn(heard)
  assert.equal(new Set(ids).size, ids.length, 'nothing twice')
  assert.deepEqual(ids.toSorted(), wanted.toSorted(), 'nothing missed')
  const places = heard.map(({ seq }) => seq)
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
}

test('a line that is lost again and again while others write misses nothing and repeats nothing', async (t) => {
  const first = await line(t, 'acme', 'agent')
  let since = first.welcome.seq
  const heard: Heard[] = []
  first.socket.terminate()
  await first.closed
  const writers = writing()
  for (let round = 0; round < 6; round++) {
    const again = await line(t, 'acme', 'agent', ['ticket'], since)
    assert.equal(again.welcome.resumed, true)
    await sleep(60)
    again.socket.terminate()
    await again.closed
    heard.push(...again.heard)
    since = again.heard.at(-1)?.seq ?? since
  }
  const made = await writers.stop()
  const last = await line(t, 'acme', 'agent', ['ticket'], since)
  await eventually(() => assert.equal(heard.length + last.heard.length, made.length))
  await sleep(200)
  assertWhole([...heard, ...last.heard], made)
})

async function anotherProcess(t: TestContext): Promise<{ running: Running; port: number; stop: () => Promise<void> }> {
  const { config, log } = desk.running.platform
  const running = await openPlatform({ config, log, url: desk.url, modules: serverModules })
  const edge = await running.edge(authenticate)
  await edge.listen({ port: 0, host: '127.0.0.1' })
  await running.start(['relay'])
  let stopped: Promise<void> | null = null
  const stop = () => (stopped ??= edge.close().then(() => running.stop()))
  t.after(stop)
  return { running, port: (edge.server.address() as AddressInfo).port, stop }
}

test('a line goes on at a server that was started anew, while others write', async (t) => {
  const token = await tokenOf('acme', 'agent')
  const old = await anotherProcess(t)
  const before = await openLine(old.port, { token, channels: ['ticket'] })
  const writers = writing()
  await eventually(() => assert.ok(before.heard.length > 3))
  const closing = before.closed
  await old.stop()
  assert.equal(await closing, 1012)
  await sleep(100)
  const anew = await anotherProcess(t)
  const since = before.heard.at(-1)!.seq
  const resumed = await openLine(anew.port, { token, channels: ['ticket'], since })
  assert.equal(resumed.welcome.resumed, true)
  await sleep(100)
  const made = await writers.stop()
  await eventually(() => assert.equal(before.heard.length + resumed.heard.length, made.length))
  assertWhole([...before.heard, ...resumed.heard], made)
  resumed.socket.terminate()
})

test('who was away for too long is told to fetch anew', async (t) => {
  const { database } = desk.running.platform
  const watcher = await line(t, 'acme', 'agent')
  const since = watcher.welcome.seq
  await watcher.close()
  const { id } = await open()
  await database.tenant(desk.tenantId('acme'), 'write', async (db) => {
    const event = await db
      .selectFrom('event_log')
      .select(['name', 'payload'])
      .where('about_id', '=', id)
      .executeTakeFirstOrThrow()
    const copies = Array.from({ length: 1_100 }, () => ({
      name: event['name'],
      about_id: id,
      payload: JSON.stringify(event['payload']),
    }))
    await db.insertInto('event_log').values(copies).execute()
  })
  await eventually(() => assert.ok(desk.running.hub.seq() >= since + 1_100))
  const again = await line(t, 'acme', 'agent', ['ticket'], since)
  assert.equal(again.welcome.resumed, false)
  assert.deepEqual(again.heard, [])
  const next = await open()
  await again.next('event', about(next.id))
})

test('staff see who looks and who types, customers do not, and who leaves is gone', async (t) => {
  const { id } = await open()
  const channel = `ticket:${id}`
  const [watcher, typist, customer] = [
    await line(t, 'acme', 'agent', [channel]),
    await line(t, 'acme', 'manager', [channel]),
    await line(t, 'acme', 'client', [channel]),
  ]
  const foreign = await line(t, 'globex', 'agent', ['ticket'])
  typist.say({ type: 'presence', channel, state: 'viewing' })
  const user_id = desk.id('acme', 'manager')
  await watcher.next('presence', ({ people }) =>
    people.some((one) => one.user_id === user_id && one.state === 'viewing'),
  )
  typist.say({ type: 'presence', channel, state: 'typing' })
  await watcher.next('presence', ({ people }) => people.some((one) => one.state === 'typing'))
  typist.socket.terminate()
  await eventually(() =>
    assert.deepEqual(
      watcher.all.findLast(({ type }) => type === 'presence'),
      { type: 'presence', channel, people: [] },
    ),
  )
  for (const one of [customer, foreign]) assert.ok(one.all.every(({ type }) => type !== 'presence'))
})

test('who is not heard of for half a minute looks and types no more', () => {
  const board = presenceBoard()
  board.note('a', 'one', 'anna', 'typing', 0)
  board.note('a', 'two', 'boris', 'viewing', 20_000)
  assert.equal(board.attendants('a', 29_000).length, 2)
  assert.deepEqual(board.attendants('a', 30_001), [{ user_id: 'boris', state: 'viewing' }])
  assert.deepEqual(board.sweep(30_001), ['a'])
  assert.deepEqual(board.sweep(30_001), [])
  assert.deepEqual(board.channelsOf('one'), [])
})

test('a line ends with its session, and with the person’s right to sign in', async (t) => {
  const sign = async (username: string) =>
    (await app.inject({ method: 'POST', url: '/api/auth/login', payload: { username, password: PASSWORD } })).json<{
      access_token: string
      refresh_token: string
    }>()
  const { access_token, refresh_token } = await sign('analyst@acme.test')
  const kept = await line(t, 'acme', 'agent')
  const ended = await openLine(port, { token: access_token, channels: ['ticket'] })
  await app.inject({ method: 'POST', url: '/api/auth/logout', payload: { refresh_token } })
  assert.equal(await ended.closed, 4401)

  const manager = await openLine(port, {
    token: (await sign('manager@globex.test')).access_token,
    channels: ['ticket'],
  })
  await desk.as('globex', 'admin')(users.update, { id: desk.id('globex', 'manager'), is_active: false })
  assert.equal(await manager.closed, 4401)
  assert.equal(kept.socket.readyState, kept.socket.OPEN)
})

test('rights that are taken away end what is heard', async (t) => {
  const { access_token } = (
    await app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { username: 'analyst@globex.test', password: PASSWORD },
    })
  ).json<{ access_token: string }>()
  const watcher = await openLine(port, { token: access_token, channels: ['ticket'] })
  t.after(() => watcher.socket.terminate())
  const theirs = () => desk.as('globex', 'agent')(tickets.create, { title: 'x' })
  const first = await theirs()
  await watcher.next('event', about(first.id))
  await desk.as('globex', 'admin')(users.update, { id: desk.id('globex', 'analyst'), role: 'client' })
  await sleep(300)
  const second = await theirs()
  await sleep(300)
  assert.ok(!watcher.heard.some(about(second.id)), 'a customer hears of a ticket that is not theirs')
})

test('a client that does not read is cut off instead of being remembered for', async (t) => {
  const { id } = await open()
  const deaf = await line(t, 'acme', 'agent')
  const attentive = await line(t, 'acme', 'manager')
  deaf.socket.pause()
  const { hub, platform } = desk.running
  const told = await platform.database.tenant(desk.tenantId('acme'), 'read', (db) =>
    db.selectFrom('event_log').selectAll().where('about_id', '=', id).executeTakeFirstOrThrow(),
  )
  const payload = { ...(told['payload'] as object), text: 'я'.repeat(500_000) }
  for (let more = 1; more <= 40 && hub.size() > 1; more++) {
    hub.tell({ ...told, position: (told['position'] as number) + more, payload } as never)
    await sleep(20)
  }
  await eventually(() => assert.equal(desk.running.hub.size(), 1))
  assert.equal(attentive.socket.readyState, attentive.socket.OPEN)
})

test('a page of another site cannot open a line', async () => {
  const { WebSocket } = await import('ws')
  const foreign = new WebSocket(`ws://127.0.0.1:${port}/api/realtime`, { origin: 'https://evil.example' })
  const status = await new Promise((resolve) => {
    foreign.on('unexpected-response', (_request, answer) => resolve(answer.statusCode))
    foreign.on('error', () => resolve('refused'))
    foreign.on('open', () => resolve('opened'))
  })
  assert.notEqual(status, 'opened')
  foreign.terminate()
})
