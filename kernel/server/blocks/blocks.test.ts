// Who is turned away, and who is not.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { PASSWORD, testPlatform, type TestPlatform } from '#app/testing.ts'
import { BLOCKED_FOR_MS, MOST_ACCOUNTS, MOST_STRAYS, networkOf, openSuspicion } from './suspicion.ts'

const guess = (suspicion: ReturnType<typeof openSuspicion>, address: string, count: number, from = 0) =>
  Array.from({ length: count }, (_one, n) => suspicion.wrong(address, `p${from + n}@acme.test`)).at(-1)

test('an address that fails at many accounts is blocked for a while, and nobody else', () => {
  let at = 0
  const suspicion = openSuspicion(() => at)
  assert.equal(guess(suspicion, '192.0.2.1', MOST_ACCOUNTS - 1), false)
  assert.equal(suspicion.wrong('192.0.2.1', 'P0@acme.test '), false)
  assert.equal(suspicion.blockedFor('192.0.2.1'), 0)
  assert.equal(suspicion.wrong('192.0.2.1', 'new'), true)
  assert.equal(suspicion.blockedFor('192.0.2.1'), BLOCKED_FOR_MS / 1_000)
  assert.equal(suspicion.blockedFor('192.0.2.2'), 0)
  at += BLOCKED_FOR_MS
  assert.equal(suspicion.blockedFor('192.0.2.1'), 0)
})

test('an office whose people mistype and then get in is never blocked', () => {
  const suspicion = openSuspicion(() => 0)
  for (let n = 0; n < 500; n++) {
    assert.equal(suspicion.wrong('192.0.2.1', `p${n}`), false)
    suspicion.right('192.0.2.1', `p${n}`)
  }
})

test('what was long ago does not count', () => {
  let at = 0
  const suspicion = openSuspicion(() => at)
  guess(suspicion, '192.0.2.1', MOST_ACCOUNTS - 1)
  at += 16 * 60_000
  assert.equal(guess(suspicion, '192.0.2.1', MOST_ACCOUNTS - 1, 100), false)
})

test('looking for many unknown routes blocks, asking for one again and again does not', () => {
  const suspicion = openSuspicion(() => 0)
  for (let n = 0; n < 10 * MOST_STRAYS; n++) assert.equal(suspicion.strayed('192.0.2.1', '/assets/old.js'), false)
  const strays = Array.from({ length: MOST_STRAYS }, (_one, n) => suspicion.strayed('192.0.2.1', `/${n}.php`))
  assert.ok(strays.includes(true))
})

test('of an IPv6 line the network counts, and IPv4 is IPv4 however it is written', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2::1'))
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1')
})

describe('over HTTP', () => {
  let desk: TestPlatform
  let app: FastifyInstance
  before(async () => {
    desk = await testPlatform({ RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_REQUESTS_PER_MINUTE: '10000' })
    app = await desk.edge()
  })
  after(() => desk.close())
  const login = (username: string, password: string, remoteAddress: string, headers = {}) =>
    app.inject({ method: 'POST', url: '/api/auth/login', payload: { username, password }, remoteAddress, headers })
  const scan = async (remoteAddress: string, headers = {}) => {
    for (let n = 0; n < MOST_STRAYS; n++) await app.inject({ url: `/api/${n}.php`, remoteAddress, headers })
  }

  test('a scan is blocked, those who are signed in go on, and other addresses too', async () => {
    const agent = await desk.signIn(app, 'acme', 'agent')
    await scan('8.8.4.4')
    const refused = await login('agent@acme.test', PASSWORD, '8.8.4.4')
    assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [429, 'address_blocked'])
    assert.match(refused.json<{ detail: string }>().detail, /30/)
    assert.ok(Number(refused.headers['retry-after']) > 1_700)
    assert.equal((await app.inject({ url: '/api/auth/me', headers: agent, remoteAddress: '8.8.4.4' })).statusCode, 200)
    assert.equal((await app.inject({ url: '/api/system/health', remoteAddress: '8.8.4.4' })).statusCode, 200)
    assert.equal((await login('agent@acme.test', PASSWORD, '8.8.4.5')).statusCode, 200)
  })

  test('guessing at many accounts is blocked', async () => {
    for (let n = 0; n < MOST_ACCOUNTS; n++)
      assert.equal((await login(`nobody${n}@acme.test`, 'wrong', '9.9.9.9')).statusCode, 401)
    assert.equal((await login('agent@acme.test', PASSWORD, '9.9.9.9')).json<{ code: string }>().code, 'address_blocked')
  })

  test('a proxy nobody told us of, and this machine, are never blocked; a claim from outside helps nobody', async () => {
    await scan('10.0.0.7', { 'x-forwarded-for': '1.2.3.4' })
    assert.equal((await login('agent@acme.test', PASSWORD, '10.0.0.7')).statusCode, 200)
    await scan('127.0.0.1')
    assert.equal((await login('agent@acme.test', PASSWORD, '127.0.0.1')).statusCode, 200)
    await scan('8.8.8.8', { 'x-forwarded-for': '1.2.3.4' })
    assert.equal((await login('agent@acme.test', PASSWORD, '8.8.8.8')).statusCode, 429)
  })
})
