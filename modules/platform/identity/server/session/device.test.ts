import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf, looksAlike, networkOf } from './device.ts'

const agents: [agent: string, browser: string | null, system: string | null][] = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    'Chrome',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0',
    'Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (Linux; arm_64; Android 14; SM-G965F) AppleWebKit/537.36 Chrome/122.0 YaBrowser/24.4 Mobile Safari/537.36',
    'Yandex',
    'Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'Safari',
    'iPhone',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Mobile/15E148 Safari/604.1',
    'Chrome',
    'iPhone',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
    'Safari',
    'macOS',
  ],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'Firefox', 'Linux'],
  ['curl/8.5.0', 'curl', null],
  ['', null, null],
  ['something of one’s own', null, null],
]
for (const [agent, browser, system] of agents)
  test(`${agent.slice(0, 60) || 'nothing'} is ${browser} on ${system}`, () =>
    assert.deepEqual(deviceOf(agent), { browser, system }))

test('a newer version at a neighbouring address is the same device, another network or browser is not', () => {
  const home = { user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/127.0', address: '203.0.113.7' }
  assert.ok(looksAlike(home, { user_agent: home.user_agent.replace('127', '131'), address: '203.0.200.1' }))
  assert.ok(!looksAlike(home, { ...home, address: '198.51.100.7' }))
  assert.ok(!looksAlike(home, { ...home, user_agent: 'curl/8.5.0' }))
  assert.equal(networkOf('::ffff:203.0.113.7'), networkOf('203.0.1.1'))
  assert.equal(networkOf('2001:db8:1:2::3'), networkOf('2001:db8:1:9::1'))
  assert.notEqual(networkOf('2001:db8:1:2::3'), networkOf('2001:db8:2:2::3'))
})
