// Limits: what is let through, what is refused, and that nobody waits for somebody else's haste.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { PASSWORD, testPlatform, type TestPlatform } from '#app/testing.ts'
import { openBuckets } from './buckets.ts'
import { openSignInGuard } from './sign-in-guard.ts'
import { noStore } from './store.ts'

const alone = { store: noStore, nameOf: (key: string) => key }

test('a bucket holds a minute and the burst, and is refilled evenly', async () => {
  let at = 0
  const take = openBuckets({ ...alone, now: () => at })
  const limit = { perMinute: 100, burst: 20 }
  async function many(count: number): Promise<number> {
    let allowed = 0
    for (let n = 0; n < count; n++) if ((await take('a', limit)).allowed) allowed++
    return allowed
  }
  assert.equal((await take('a', limit)).remaining, 119)
  assert.equal(await many(200), 119)
  assert.deepEqual(await take('a', limit), { allowed: false, remaining: 0, fullIn: 72, retryIn: 1 })
  assert.equal((await take('b', limit)).allowed, true)
  at += 30_000
  assert.equal(await many(200), 50)
  at += 600_000
  assert.equal(await many(200), 120)
})

test('wrong guesses wait longer and longer, but never for good, and only where they were made', async () => {
  let at = 0
  const guard = openSignInGuard({ ...alone, now: () => at })
  const wrong = async (address = 'x') => {
    const wait = await guard.admit('Bob@acme.test', address)
    if (wait === 0) await guard.settle('bob@acme.test', address, 'wrong')
    return wait
  }
  for (let n = 0; n < 5; n++) assert.equal(await wrong(), 0)
  assert.equal(await wrong(), 60)
  assert.equal(await guard.admit('bob@acme.test', 'home'), 0)
  for (const seconds of [60, 120, 240, 480, 900, 900]) {
    assert.equal(await wrong(), seconds)
    at += seconds * 1_000
    assert.equal(await wrong(), 0)
  }
  at += 3_600_000
  for (let n = 0; n < 5; n++) assert.equal(await wrong(), 0)
})

test('a right sign-in, and one that could not be answered, count for nothing', async () => {
  const guard = openSignInGuard({ ...alone, now: () => 0 })
  for (const outcome of ['right', 'void'] as const)
    for (let n = 0; n < 20; n++) {
      assert.equal(await guard.admit('a', 'x'), 0)
      await guard.settle('a', 'x', outcome)
    }
})

describe('over HTTP', () => {
  let desk: TestPlatform
  let app: FastifyInstance
  before(async () => {
    desk = await testPlatform({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_REQUESTS_PER_MINUTE: '10',
      RATE_LIMIT_BURST: '2',
      TRUSTED_PROXIES: '10.0.0.0/8',
    })
    app = await desk.edge()
  })
  after(() => desk.close())
  const login = (username: string, password: string, remoteAddress: string, headers = {}) =>
    app.inject({ method: 'POST', url: '/api/auth/login', payload: { username, password }, remoteAddress, headers })

  test('an account is limited by itself, told so in headers and words, and others go on', async () => {
    const [agent, admin] = [await desk.signIn(app, 'acme', 'agent'), await desk.signIn(app, 'acme', 'admin')]
    const ask = (headers: object) => app.inject({ url: '/api/auth/me', headers: { ...headers } })
    const first = await ask(agent)
    assert.equal(first.headers['ratelimit-policy'], '"api";q=10;w=60')
    assert.equal(first.headers['ratelimit'], '"api";r=11;t=6')
    for (let n = 0; n < 11; n++) assert.equal((await ask(agent)).statusCode, 200)
    const refused = await ask({ ...agent, 'accept-language': 'ru' })
    assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [429, 'rate_limited'])
    assert.ok(Number(refused.headers['retry-after']) >= 1)
    assert.match(refused.json<{ detail: string }>().detail, /\d/)
    assert.equal((await ask(admin)).statusCode, 200)
    assert.equal((await ask({ ...agent, 'sec-fetch-site': 'same-origin' })).statusCode, 200)
    for (let n = 0; n < 30; n++) assert.equal((await app.inject('/api/system/health')).statusCode, 200)
  })

  test('five wrong passwords wait, known account or not, and the person signs in from elsewhere', async () => {
    for (const name of ['client@acme.test', 'nobody@acme.test']) {
      for (let n = 0; n < 5; n++) assert.equal((await login(name, 'wrong', '192.0.2.1')).statusCode, 401)
      const refused = await login(name, 'wrong', '192.0.2.1')
      assert.deepEqual(
        [refused.statusCode, refused.json<{ code: string }>().code, refused.headers['retry-after']],
        [429, 'sign_in_limited', '60'],
      )
    }
    assert.equal((await login('client@acme.test', PASSWORD, '192.0.2.2')).statusCode, 200)
  })

  test('an address that is only claimed does not help, unless a listed proxy claims it', async () => {
    const claim = (from: string, n: number) =>
      login('manager@acme.test', 'wrong', from, {
        'x-forwarded-for': `198.51.100.${n}`,
        forwarded: `for=198.51.100.${n}`,
      })
    for (let n = 0; n < 5; n++) assert.equal((await claim('192.0.2.9', n)).statusCode, 401)
    assert.equal((await claim('192.0.2.9', 5)).statusCode, 429)
    for (let n = 0; n < 7; n++) assert.equal((await claim('10.1.2.3', n)).statusCode, 401)
  })

  test('a body that must be unpacked is refused', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: '{}',
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    })
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [415, 'content_encoding'])
  })
})
