// Who is turned away, and who is not.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { PASSWORD, testPlatform, type TestPlatform } from '#app/testing.ts'
import { isTooWide, liesIn, networkOf, readNetwork } from './network.ts'
import { openStanding } from './standing.ts'
import { BLOCKED_FOR_MS, MOST_ACCOUNTS, MOST_STRAYS, openSuspicion } from './suspicion.ts'

const guess = (suspicion: ReturnType<typeof openSuspicion>, address: string, count: number, from = 0) =>
  Array.from({ length: count }, (_one, n) => suspicion.wrong(address, `p${from + n}@acme.test`)).at(-1)

test('an address that fails at many accounts is one too many, and nobody else', () => {
  const suspicion = openSuspicion(() => 0)
  assert.equal(guess(suspicion, '192.0.2.1', MOST_ACCOUNTS - 1), null)
  assert.equal(suspicion.wrong('192.0.2.1', 'P0@acme.test '), null)
  const accounts = suspicion.wrong('192.0.2.1', 'new')
  assert.deepEqual([accounts?.length, accounts?.at(-1)], [MOST_ACCOUNTS, 'new'])
  assert.equal(suspicion.wrong('192.0.2.1', 'another'), null)
})

test('what was just blocked holds until its end or until it is settled, for its address only', () => {
  let at = 0
  const standing = openStanding(() => at)
  standing.add('192.0.2.1', BLOCKED_FOR_MS)
  assert.deepEqual(standing.blockedFor('192.0.2.1'), { seconds: BLOCKED_FOR_MS / 1_000, hard: false })
  assert.equal(standing.blockedFor('192.0.2.2').seconds, 0)
  at += BLOCKED_FOR_MS
  assert.equal(standing.blockedFor('192.0.2.1').seconds, 0)
  standing.add('192.0.2.1', 2 * BLOCKED_FOR_MS)
  standing.settle('192.0.2.1')
  assert.equal(standing.blockedFor('192.0.2.1').seconds, 0)
})

test('ranges hold for all that lies in them, but for what is allowed; this machine is never blocked', () => {
  const standing = openStanding(() => 0)
  const row = (network: string, allowed = false, until: number | null = null) => ({
    network,
    allowed,
    hard: !allowed,
    until,
  })
  standing.replace([
    row('192.0.2.0/24'),
    row('192.0.2.7', true),
    row('198.51.100.1', false, 60_000),
    row('2001:db8::/32'),
    row('127.0.0.0/8'),
    row('203.0.113.0/24', false, -1),
  ])
  const hard = (address: string) => standing.blockedFor(address).seconds > 0 && standing.blockedFor(address).hard
  assert.ok(hard('192.0.2.6') && hard('::ffff:192.0.2.6') && hard('2001:db8:1::5'))
  assert.ok(!hard('192.0.2.7') && !hard('192.0.3.6') && !hard('127.0.0.1') && !hard('203.0.113.5'))
  assert.equal(standing.blockedFor('198.51.100.1').seconds, 60)
  assert.ok(standing.isAllowed('192.0.2.7') && standing.isAllowed('127.0.0.1') && !standing.isAllowed('192.0.2.6'))
})

test('an address or a range is written in one way, whoever writes it', () => {
  const same = [
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7/32', '192.0.2.7'],
    [' 192.0.2.77/24 ', '192.0.2.0/24'],
    ['192.0.2.255/25', '192.0.2.128/25'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0:1::1/64', '2001:db8::/64'],
    ['2001:db8::1', '2001:db8::1'],
  ] as const
  for (const [written, read] of same) assert.equal(readNetwork(written), read)
  for (const none of ['', 'x', '192.0.2', '192.0.2.7/33', '192.0.2.7/', '192.0.2.7/2/4', '::ffff:192.0.2.7/96', '1/8'])
    assert.equal(readNetwork(none), null, none)
  for (const wide of ['0.0.0.0/0', '2000::/3', '1.2.3.4/7']) assert.ok(isTooWide(readNetwork(wide)!), wide)
  for (const meant of ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']) assert.ok(!isTooWide(meant), meant)
  assert.ok(liesIn('192.0.2.7', '192.0.2.0/24') && !liesIn('192.0.3.7', '192.0.2.0/24') && !liesIn('::1', '192.0.2.7'))
})

test('an office whose people mistype and then get in is never blocked', () => {
  const suspicion = openSuspicion(() => 0)
  for (let n = 0; n < 500; n++) {
    assert.equal(suspicion.wrong('192.0.2.1', `p${n}`), null)
    suspicion.right('192.0.2.1', `p${n}`)
  }
})

test('what was long ago does not count', () => {
  let at = 0
  const suspicion = openSuspicion(() => at)
  guess(suspicion, '192.0.2.1', MOST_ACCOUNTS - 1)
  at += 16 * 60_000
  assert.equal(guess(suspicion, '192.0.2.1', MOST_ACCOUNTS - 1, 100), null)
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
