// What /metrics tells, to whom, in the form Prometheus reads, and that the alert rules ask for nothing else.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { tickets } from '#modules/support/tickets/contract.ts'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'

const folder = path.join(import.meta.dirname, '../../deploy/prometheus')
const missing =
  spawnSync('promtool', ['--version']).status === 0 ? false : 'promtool is missing (Debian package prometheus)'

let desk: TestPlatform
let app: FastifyInstance
before(async () => {
  desk = await testPlatform()
  app = await desk.edge()
  await desk.start('web', 'relay', 'worker')
})
after(() => desk.close())

const scrape = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
  app.inject({ url: '/metrics', headers, remoteAddress })
const text = async () => (await scrape()).body

test('requests are counted by the pattern of their route and the class of their status', async () => {
  const headers = await desk.signIn(app, 'acme', 'agent')
  const { id } = await desk.as('acme', 'agent')(tickets.create, { title: 'Measured' } as never)
  for (const url of [`/api/tickets/${id}`, '/api/tickets/no-id', '/api/nothing-here', '/api/v2/tickets'])
    await app.inject({ url, headers })
  await app.inject({ url: `/api/tickets/${id}` })
  const page = await text()
  const count = (route: string, status: string, method = 'GET') =>
    new RegExp(
      `^workernet_http_request_duration_seconds_count\\{method="${method}",route="${route}",status="${status}"\\} (\\d+)$`,
      'm',
    ).exec(page)?.[1]
  assert.equal(count('/api/tickets/:id', '2xx'), '1')
  assert.equal(count('/api/tickets/:id', '4xx'), '2')
  assert.equal(count('/api/tickets', '2xx'), '1')
  assert.equal(count('none', '4xx', 'any'), '1')
  assert.ok(!page.includes(id as string), 'no id of a record')
  assert.match(page, /^workernet_http_requests_in_flight 1$/m)
})

test('the state of pool, jobs, relay, lines and process is told', async () => {
  await eventually(async () => {
    const page = await text()
    for (const line of [
      /^workernet_build_info\{version="[\d.]+",node="26\.[\d.]+",roles="web,worker,relay"\} 1$/m,
      /^workernet_database_up 1$/m,
      /^workernet_database_connections\{state="idle"\} \d+$/m,
      /^workernet_database_wait_seconds_bucket\{le="\+Inf"\} [1-9]\d*$/m,
      /^workernet_relay_lag_seconds\{consumer="[\w. ]+"\} 0$/m,
      /^workernet_live_lines 0$/m,
      /^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m,
      /^process_resident_memory_bytes \d+$/m,
      /^workernet_metrics_failures_total 0$/m,
    ])
      assert.match(page, line)
  })
})

test('a job that failed for good is seen', async () => {
  await desk.running.platform.database.pool.query(
    `insert into jobs.job (name, state, data) values ('mail.read', 'failed', '{}')`,
  )
  assert.match(await text(), /^workernet_jobs\{queue="mail.read",state="failed"\} 1$/m)
})

test('without a token only this machine reads, and no proxy speaks for it', async () => {
  assert.equal((await scrape({}, '::1')).statusCode, 200)
  assert.equal((await scrape({}, '::ffff:127.0.0.1')).statusCode, 200)
  for (const answer of [await scrape({}, '10.1.2.3'), await scrape({ 'x-forwarded-for': '10.1.2.3' })]) {
    assert.equal(answer.statusCode, 404)
    assert.equal(answer.json<{ code: string }>().code, 'route.not_found')
  }
})

test('with a token whoever brings it reads, from anywhere', async () => {
  const guarded = await testPlatform({ METRICS_TOKEN: 'long-and-secret' })
  try {
    const server = await guarded.edge()
    const ask = (authorization?: string) =>
      server.inject({ url: '/metrics', headers: authorization ? { authorization } : {}, remoteAddress: '10.1.2.3' })
    assert.equal((await ask('Bearer long-and-secret')).statusCode, 200)
    for (const wrong of [undefined, 'Bearer long-and-secreT', 'Bearer ', 'long-and-secret'])
      assert.equal((await ask(wrong)).statusCode, 401)
  } finally {
    await guarded.close()
  }
})

test('promtool finds nothing wrong with it', { skip: missing }, async () => {
  const checked = spawnSync('promtool', ['check', 'metrics'], { input: await text(), encoding: 'utf8' })
  // Names of the library's own process metrics are not ours to change.
  const complaints = checked.stderr.split('\n').filter((line) => line.includes('workernet_'))
  assert.deepEqual(complaints, [])
  assert.doesNotMatch(checked.stderr, /error while linting|text format parsing/)
})

test('the alert rules do what they say', { skip: missing }, () => {
  execFileSync('promtool', ['test', 'rules', 'alerts.test.yml'], { cwd: folder })
})

test('every name in the alert rules is told by /metrics', async () => {
  const rules = readFileSync(path.join(folder, 'alerts.yml'), 'utf8')
  const named = [...new Set(rules.match(/\b(workernet|nodejs|process)_[a-z0-9_]+/g))]
  assert.ok(named.length >= 9)
  const told = new Set(
    [...(await text()).matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name, type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name!],
    ),
  )
  assert.deepEqual(
    named.filter((name) => !told.has(name)),
    [],
  )
})
