import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { showProgress, spoken } from './progress.ts'

function screen(isTTY: boolean) {
  const said: string[] = []
  return { isTTY, columns: 40, said, write: (text: string) => said.push(text) }
}

test('a plain log gets one line a step, with its duration, and a sign of life in a long one', async () => {
  mock.timers.enable({ apis: ['setInterval'] })
  const log = screen(false)
  const { step } = showProgress(log)
  await step('Preparing the database', async () => {})
  assert.match(log.said.join(''), /^✓ Preparing the database, 0\.\d s\n$/)
  log.said.length = 0
  await step('Seeding', async (report) => {
    report(500, 1000)
    mock.timers.tick(10_000)
  })
  mock.timers.reset()
  assert.match(log.said.join(''), /^Seeding … █{5}░{5} 50 % 500 of 1,000, 0\.\d s\n✓ Seeding, 0\.\d s\n$/)
})

test('once it can be told, a count has a pace and an end', async () => {
  mock.timers.enable({ apis: ['setInterval'] })
  let clock = 0
  const now = mock.method(performance, 'now', () => clock)
  const log = screen(false)
  await showProgress(log).step('Adding', async (report) => {
    report(200_000, 1_000_000)
    clock = 20_000
    report(400_000, 1_000_000)
    clock = 25_000
    mock.timers.tick(10_000)
  })
  now.mock.restore()
  mock.timers.reset()
  assert.equal(log.said[0], 'Adding … ████░░░░░░ 40 % 400,000 of 1,000,000, 10,000/s, 55 s left\n')
})

test('a terminal has one line that moves, never wider than itself', async () => {
  mock.timers.enable({ apis: ['setInterval'] })
  const terminal = screen(true)
  await showProgress(terminal).step('Building the pages of the desk', async (report) => {
    report('a long word about what is being done at this moment')
    mock.timers.tick(300)
  })
  mock.timers.reset()
  const end = terminal.said.pop()
  assert.match(end ?? '', /^✓ Building the pages of the desk, 0\.\d s\n$/)
  assert.equal(terminal.said.pop(), '\r\x1b[K')
  assert.equal(terminal.said.length, 4)
  for (const line of terminal.said) {
    assert.ok(line.startsWith('\r\x1b[K'))
    assert.ok(line.length <= 4 + 39)
  }
})

test('what fails is marked and fails on; what is quick may stay unsaid', async () => {
  const log = screen(false)
  const failing = showProgress(log).step('Migrating', () => Promise.reject(new Error('no')))
  await assert.rejects(failing, /no/)
  assert.match(log.said.join(''), /^✗ Migrating, /)
  log.said.length = 0
  assert.equal(await showProgress(log, { quietMs: 1000 }).step('Looking', () => Promise.resolve(7)), 7)
  assert.deepEqual(log.said, [])
})

test('durations are words', () => {
  assert.deepEqual([0.04, 9.94, 9.96, 59.4, 59.6, 185].map(spoken), [
    '0.0 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 0 s',
    '3 min 5 s',
  ])
})
