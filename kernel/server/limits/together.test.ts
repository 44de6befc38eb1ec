// Several processes on one database let through what one would.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { type Person, testPlatform } from '#app/testing.ts'
import { incomingHooks } from '#modules/platform/webhooks/contract.ts'
import type { Platform } from '../context.ts'
import { redisMissing, startRedis } from '../testing/redis-server.ts'
import { sweepCounts } from './sweep.ts'

const PER_MINUTE = 100
const BURST = 20
/** Of a thousand requests; on a slow machine more seconds pass, and each second has something to tell. */
const RARE = 200

type Asked = { postgres: number; redis: number }

/** Two processes, and how often they asked for their counts; each test has a person of its own. */
async function twoProcesses(env: Record<string, string> = {}) {
  const desk = await testPlatform({
    RATE_LIMIT_ENABLED: 'true',
    RATE_LIMIT_REQUESTS_PER_MINUTE: String(PER_MINUTE),
    RATE_LIMIT_BURST: String(BURST),
    ...env,
  })
  const first = await desk.edge()
  const second = await desk.beside()
  const asked: Asked = { postgres: 0, redis: 0 }
  for (const { platform } of [desk.running, second.running]) listen(platform, asked)
  await until(() => env['REDIS_URL'] === undefined || second.running.platform.redis.available())
  return {
    apps: [first, second.app] as const,
    asked,
    platform: desk.running.platform,
    async asking(person: Person) {
      const headers = await desk.signIn(first, 'acme', person)
      Object.assign(asked, { postgres: 0, redis: 0 })
      return async (app: FastifyInstance) =>
        Number((await app.inject({ url: '/api/auth/me', headers })).statusCode === 200)
    },
    hook: () => desk.as('acme', 'admin')(incomingHooks.create, { name: 'Monitoring', action: 'tickets.create' }),
    async close() {
      await second.stop()
      await desk.close()
    },
  }
}

const { query } = pg.Pool.prototype
let counts = { postgres: 0 }
let gone = false
pg.Pool.prototype.query = function (this: unknown, ...given: [{ name?: string }]) {
  if (!given[0].name?.startsWith('limits')) return Reflect.apply(query, this, given)
  counts.postgres++
  return gone ? Promise.reject(new Error('gone')) : Reflect.apply(query, this, given)
} as never
after(() => void (pg.Pool.prototype.query = query))

function listen({ redis }: Platform, asked: Asked): void {
  counts = asked
  const { command } = redis
  redis.command = (...given) => {
    if (given[0][0] === 'EVAL') asked.redis++
    return command(...given)
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 200 && !holds(); n++) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.ok(holds())
}

/** What one process would let through meanwhile. */
const asOne = (begun: number, perMinute = PER_MINUTE, burst = BURST) =>
  perMinute + burst + ((performance.now() - begun) / 60_000) * perMinute

function within(allowed: number, wanted: number): void {
  assert.ok(Math.abs(allowed - wanted) <= 0.05 * wanted, `${allowed} let through instead of ${Math.round(wanted)}`)
}

describe('through PostgreSQL', () => {
  let two: Awaited<ReturnType<typeof twoProcesses>>
  before(async () => void (two = await twoProcesses()))
  after(() => two.close())

  test('requests that alternate, and how rarely the database is asked', async () => {
    const { apps, asked, platform } = two
    const ask = await two.asking('agent')
    const begun = performance.now()
    let allowed = 0
    for (let n = 0; n < 300; n++) allowed += await ask(apps[n % 2]!)
    within(allowed, asOne(begun))
    for (let n = 0; n < 700; n++) await ask(apps[n % 2]!)
    assert.ok(asked.postgres >= 10 && asked.postgres <= RARE, `${asked.postgres} statements`)
    const rows = async () => (await platform.database.pool.query<{ key: string }>('select key from shared_counts')).rows
    assert.ok((await rows()).every(({ key }) => /^[\w-]{43}$/.test(key)))
    await sweepCounts(platform)
    assert.ok((await rows()).length > 0)
    await platform.database.pool.query('update shared_counts set until = 0')
    await sweepCounts(platform)
    assert.equal((await rows()).length, 0)
  })

  test('requests at once', async () => {
    const { apps, asked } = two
    const ask = await two.asking('admin')
    const begun = performance.now()
    const answers = await Promise.all(Array.from({ length: 300 }, (_, n) => ask(apps[n % 2]!)))
    within(
      answers.reduce((sum, one) => sum + one, 0),
      asOne(begun),
    )
    assert.ok(asked.postgres <= 60, `${asked.postgres} statements`)
  })

  test('a process that was silent knows soon what the other let through', async () => {
    const ask = await two.asking('manager')
    const begun = performance.now()
    let allowed = 0
    for (const app of two.apps) for (let n = 0; n < 150; n++) allowed += await ask(app)
    within(allowed, asOne(begun))
  })

  test('wrong passwords, exactly', () => guesses(two.apps))

  test('calls of other systems: a thousand a minute at each address, whatever is written behind it', async () => {
    const { token } = await two.hook()
    const begun = performance.now()
    const call = (of: string, n: number) =>
      two.apps[n % 2]!.inject({ method: 'POST', url: `/api/hooks/${of}${n % 3 ? '' : `?n=${n}`}`, payload: {} })
    let allowed = 0
    let refused: Awaited<ReturnType<typeof call>> | undefined
    for (let n = 0; n < 1_400; n++) {
      const answer = await call(token, n)
      if (answer.statusCode === 429) refused = answer
      else allowed++
    }
    within(allowed, asOne(begun, 1_000, 100))
    assert.deepEqual([refused?.statusCode, refused?.json<{ code: string }>().code], [429, 'rate_limited'])
    assert.equal(refused?.headers['ratelimit-policy'], '"calls";q=1000;w=60')
    assert.equal((await call((await two.hook()).token, 1)).statusCode, 401)
  })

  test('while the counts are away each process counts by itself, and refuses nobody else', async () => {
    const ask = await two.asking('analyst')
    gone = true
    const begun = performance.now()
    let allowed = 0
    for (let n = 0; n < 200; n++) allowed += await ask(two.apps[0])
    gone = false
    within(allowed, asOne(begun))
  })
})

describe('through Redis', { skip: redisMissing() }, () => {
  let redis: Awaited<ReturnType<typeof startRedis>>
  let two: Awaited<ReturnType<typeof twoProcesses>>
  before(async () => {
    redis = await startRedis()
    two = await twoProcesses({ REDIS_URL: redis.url })
  })
  after(async () => {
    await two.close()
    await redis.stop()
  })

  test('requests that alternate, and how rarely it is asked', async () => {
    const { apps, asked } = two
    const ask = await two.asking('agent')
    const begun = performance.now()
    let allowed = 0
    for (let n = 0; n < 300; n++) allowed += await ask(apps[n % 2]!)
    within(allowed, asOne(begun))
    for (let n = 0; n < 700; n++) await ask(apps[n % 2]!)
    assert.ok(asked.redis >= 10 && asked.redis <= RARE, `${asked.redis} commands`)
    assert.ok(asked.postgres <= 4, `${asked.postgres} statements`)
  })

  test('wrong passwords, exactly', () => guesses(two.apps))

  test('killed in the middle, it is missed by nobody', async () => {
    const { apps, asked } = two
    const ask = await two.asking('admin')
    const begun = performance.now()
    let allowed = 0
    for (let n = 0; n < 60; n++) allowed += await ask(apps[n % 2]!)
    assert.equal(allowed, 60)
    await redis.kill()
    for (let n = 0; n < 240; n++) allowed += await ask(apps[n % 2]!)
    within(allowed, asOne(begun))
    assert.ok(asked.postgres > 0)
    await guesses(apps, '192.0.2.8')
  })
})

/** Five guesses, here and there, then both wait. */
async function guesses(apps: readonly FastifyInstance[], remoteAddress = '192.0.2.7'): Promise<void> {
  const payload = { username: 'client@acme.test', password: 'wrong' }
  const statuses: number[] = []
  for (let n = 0; n < 10; n++) {
    const answer = await apps[n % 2]!.inject({ method: 'POST', url: '/api/auth/login', payload, remoteAddress })
    statuses.push(answer.statusCode)
  }
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429, 429, 429, 429])
}
