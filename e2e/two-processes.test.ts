// Several processes on one database behave as one: real processes, killed and started while others go on.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import WebSocket from 'ws'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { redisMissing, startRedis } from '#kernel/server/testing/redis-server.ts'
import { type Call, callWith, signIn } from './caller.ts'
import { mailProgram } from './mailbox.ts'
import { type Platform, startPlatform } from './platform.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-two-'))
const running = new Set<Platform>()
let keeper: Platform
let other: Platform

async function startOne(roles: string, env: Record<string, string> = {}): Promise<Platform> {
  const one = await startPlatform({
    dataDir,
    fresh: true,
    env: { ROLES: roles, DEMO: 'true', LOG_LEVEL: 'error', ...env },
  })
  running.add(one)
  return one
}
async function endOne(one: Platform, how: 'stop' | 'kill' = 'stop'): Promise<void> {
  running.delete(one)
  await one[how]()
}
before(async () => {
  // Both at once on a folder that is empty yet: one makes the database and the demo, the other joins.
  ;[keeper, other] = await Promise.all([startOne('web'), startOne('web')])
  if (!other.output().includes('Joining the database')) [keeper, other] = [other, keeper]
})
after(async () => {
  for (const one of [...running].toReversed()) await one.stop()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 })
})

const call = (to: Platform, token: string, ...asked: Parameters<Call>) => callWith(to.url, token)(...asked)
const signedIn = async (to: Platform, username: string) => (await signIn(to.url, username)).token

type Said = { type: string; name?: string; payload?: { ticket: { id: string } }; people?: unknown[]; at: number }

/** A line as a browser has it. */
async function open(to: Platform, token: string, channels: string[]) {
  const socket = new WebSocket(`${to.url.replace('http', 'ws')}/api/realtime`)
  const heard: Said[] = []
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)))
  socket.on('error', () => {}) // Closed right after.
  socket.on('message', (text: Buffer) =>
    heard.push({ ...(JSON.parse(text.toString()) as Said), at: performance.now() }),
  )
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token, channels })))
  await until('welcome', () => heard.some(({ type }) => type === 'welcome'))
  const tickets = () =>
    heard.filter(({ name }) => name === 'ticket.created').map(({ payload, at }) => ({ id: payload!.ticket.id, at }))
  return {
    heard,
    closed,
    tickets,
    say: (message: object) => socket.send(JSON.stringify(message)),
    close: () => socket.close(),
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(10)) if (await holds()) return
  assert.fail(`in vain: ${what}`)
}
async function ask<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

test('two first starts on one folder are one platform', async () => {
  assert.match(other.output(), new RegExp(`Joining the database that process ${keeper.pid} keeps`))
  assert.equal((await ask(`select from tenants where slug = 'acme'`)).length, 1)
  const token = await signedIn(keeper, 'agent@acme.test')
  await call(other, token, 'GET', '/auth/me')
})

test('a change through one process is told at once by the other', async (t) => {
  const token = await signedIn(keeper, 'agent@acme.test')
  const line = await open(other, token, ['ticket'])
  const took: number[] = []
  for (let n = 0; n < 10; n++) {
    const { id } = await call(keeper, token, 'POST', '/tickets', { title: `Told ${n}` })
    const committed = performance.now()
    await until('the ticket is told', () => line.tickets().some((ticket) => ticket.id === id))
    took.push(Math.max(0, line.tickets().find((ticket) => ticket.id === id)!.at - committed))
    await sleep(150)
  }
  line.close()
  const median = took.toSorted((a, b) => a - b)[5]!
  t.diagnostic(
    `from the answer of one process to the line of the other: median ${median.toFixed(1)} ms, most ${Math.max(...took).toFixed(1)} ms`,
  )
  assert.ok(median < 90, 'looking every 100 ms would take longer: the bell was not heard')
})

test('who looks and who types is seen through every process, also by one that comes later', async () => {
  const token = await signedIn(keeper, 'agent@acme.test')
  const manager = await signedIn(keeper, 'manager@acme.test')
  const { id } = await call(keeper, token, 'POST', '/tickets', { title: 'Attended' })
  const channel = `ticket:${id}`
  const [here, there] = [await open(keeper, token, [channel]), await open(other, manager, [channel])]
  const seen = (line: typeof here) => line.heard.findLast(({ type }) => type === 'presence')?.people?.length ?? 0
  here.say({ type: 'presence', channel, state: 'viewing' })
  await until('the other process shows it', () => seen(there) === 1, 2_000)

  const late = await startOne('web')
  const newcomer = await open(late, manager, [channel])
  await until('a process that came later shows it', () => seen(newcomer) === 1, 3_000)

  here.close()
  await until('who leaves is gone everywhere', () => seen(there) === 0 && seen(newcomer) === 0, 2_000)
  for (const line of [there, newcomer]) line.close()
  await endOne(late)
})

test('a session that ends in one process closes its lines in the other within a second', async () => {
  const token = await signedIn(other, 'agent@acme.test')
  const line = await open(other, token, ['ticket'])
  await call(other, token, 'GET', '/auth/me')
  // A transaction that stays open holds back the event log, and must not hold back this.
  const blocker = new pg.Client({ connectionString: runningPostgres(dataDir) })
  await blocker.connect()
  await blocker.query('begin; select pg_current_xact_id()')
  await call(keeper, token, 'POST', '/auth/logout', {})
  const ended = performance.now()
  assert.equal(await Promise.race([line.closed, sleep(5_000)]), 4401)
  const took = performance.now() - ended
  const answer = await fetch(`${other.url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } })
  await blocker.query('rollback')
  await blocker.end()
  assert.ok(took < 1_000, `took ${took} ms`)
  assert.equal(answer.status, 401)
})

test('web, relay and worker may be processes of their own, and a killed one is replaced with everything done once', async (t) => {
  const counts = async () =>
    (
      await ask<{ title: string; count: number }>(
        `select title, count(*)::int as count from tickets where title like 'Mail %' group by title`,
      )
    ).map(({ title, count }) => [title, count] as const)
  const worker = await startOne('worker')
  const mail = mailProgram(worker.smtpPort)
  const send = async (number: number) =>
    mail.send({
      from: `anna${number}@shop.test`,
      to: 'support@acme.test',
      subject: `Mail ${number}`,
      messageId: `<two-${number}@shop.test>`,
      text: 'Help',
    })
  const told = () =>
    ask(
      `select name from event_consumers where position >= (select max(position) from event_log where name = 'ticket.created')`,
    )
  await send(0)
  // The worker makes the ticket, but nobody tells of it: that is the relay's.
  await until('the mail became a ticket', async () => (await counts()).length === 1)
  await sleep(1_000)
  assert.deepEqual(await told(), [])

  let leader = await startOne('relay')
  await until('it was told', async () => (await told()).length > 0)
  const follower = await startOne('relay')
  const MAILS = 30
  const sending = (async () => {
    for (let number = 1; number < MAILS; number++) await send(number)
  })()
  await sleep(200)
  await endOne(leader, 'kill')
  const killed = performance.now()
  await sending
  await until('every mail became a ticket', async () => (await counts()).length === MAILS, 60_000)
  t.diagnostic(`all handled ${(performance.now() - killed).toFixed(0)} ms after the leading relay was killed`)
  leader = follower
  await sleep(1_000)
  for (const [title, count] of await counts()) assert.equal(count, 1, `${title} became ${count} tickets`)
  const [behind] = await ask<{ failures: number }>(`select sum(failures)::int as failures from event_consumers`)
  assert.equal(behind?.failures, 0)

  const second = await startOne('worker')
  await endOne(worker, 'kill')
  const again = mailProgram(second.smtpPort)
  await again.send({ from: 'b@shop.test', to: 'support@acme.test', subject: 'Mail after', text: 'x' })
  await until(
    'the other worker goes on',
    async () => (await counts()).some(([title]) => title === 'Mail after'),
    60_000,
  )
  for (const one of [second, leader]) await endOne(one)
})

test('Redis may go and come back: everything is told once, and in good time', { skip: redisMissing() }, async (t) => {
  const redis = await startRedis()
  t.after(() => redis.stop())
  const env = { REDIS_URL: redis.url, CACHE_KEY_PREFIX: `two-${process.pid}:` }
  const [one, two] = await Promise.all([startOne('web', env), startOne('web', env)])
  const token = await signedIn(one, 'agent@acme.test')
  const line = await open(two, token, ['ticket'])
  const written = new Map<string, { at: number; stage: string }>()
  let stage = 'with Redis'
  let writing = true
  const writer = (async () => {
    while (writing) {
      const { id } = await call(one, token, 'POST', '/tickets', { title: 'By Redis' })
      written.set(id as string, { at: performance.now(), stage })
      await sleep(40)
    }
  })()
  await sleep(1_500)
  stage = 'when it dies'
  await redis.kill()
  await sleep(1_000)
  stage = 'without it'
  await sleep(1_500)
  stage = 'when it is back'
  await redis.restart()
  await sleep(4_000)
  writing = false
  await writer
  await until('all is told', () => line.tickets().length >= written.size, 5_000)
  await sleep(300)
  const told = line.tickets()
  assert.deepEqual(told.map(({ id }) => id).toSorted(), [...written.keys()].toSorted(), 'each once')
  for (const name of new Set([...written.values()].map((each) => each.stage))) {
    const took = told
      .filter(({ id }) => written.get(id)!.stage === name)
      .map(({ id, at }) => Math.max(0, at - written.get(id)!.at))
      .toSorted((a, b) => a - b)
    t.diagnostic(
      `${name}: ${took.length} told, median ${took[took.length >> 1]!.toFixed(1)} ms, most ${took.at(-1)!.toFixed(1)} ms`,
    )
    assert.ok(took.at(-1)! < 2_500, `${name}: ${took.at(-1)} ms`)
  }
  line.close()
  await Promise.all([endOne(one), endOne(two)])
})

test('when the process that keeps the database is killed, another takes it over and goes on', async (t) => {
  const token = await signedIn(other, 'agent@acme.test')
  await call(other, token, 'POST', '/tickets', { title: 'Before' })
  await endOne(keeper, 'kill')
  const killed = performance.now()
  await until(
    'the other process goes on',
    () =>
      call(other, token, 'POST', '/tickets', { title: 'After' }).then(
        () => true,
        () => false,
      ),
    30_000,
  )
  t.diagnostic(`writing again after ${(performance.now() - killed).toFixed(0)} ms`)
  assert.deepEqual(
    (await ask<{ title: string }>(`select title from tickets where title in ('Before', 'After') order by title`)).map(
      ({ title }) => title,
    ),
    ['After', 'Before'],
  )
  keeper = await startOne('web')
  assert.match(keeper.output(), /Joining the database that process/)
})
