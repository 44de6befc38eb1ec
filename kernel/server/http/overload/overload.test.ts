// What the edge does with those who ask for too much, too slowly or too deeply. Everything here listens on a port.
import assert from 'node:assert/strict'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { actions, ANYONE, command, query } from '../../../contract/index.ts'
import { loadConfig } from '../../config.ts'
import { openLog } from '../../log.ts'
import type { Runner } from '../../run.ts'
import { loadTexts } from '../../texts.ts'
import { createEdge } from '../server.ts'
import { openGate } from './gate.ts'
import { MOST_DEPTH, MOST_KEYS, refuseBombs } from './json.ts'
import { PATIENCE } from './slow.ts'

const MOST = 5
const things = actions('things', '/things', {
  slow: query('GET /slow', { out: z.any(), can: ANYONE }),
  alive: query('GET /alive', { out: z.any(), can: ANYONE, rate: 'free' }),
  large: query('GET /large', { out: z.any(), can: ANYONE }),
  take: command('POST /', { in: z.strictObject({ a: z.any() }), out: z.any(), can: ANYONE }),
})

let app: FastifyInstance
let origin: string
let port: number
let release: (() => void)[] = []
before(async () => {
  const work: Record<string, () => unknown> = {
    [things.slow.name]: () => new Promise<object>((resolve) => release.push(() => resolve({}))),
    [things.large.name]: () => ({ text: 'x'.repeat(40_000_000) }),
  }
  const runner: Runner = {
    run: async (_actor, action) => (await work[action.name]?.()) ?? {},
    within: () => assert.fail(),
    freely: () => assert.fail(),
    implementations: new Map(
      Object.values(things).map((action) => [action.name, { action, tables: [], handle: async () => null }]),
    ),
  }
  app = await createEdge({
    config: loadConfig({
      NODE_ENV: 'test',
      RATE_LIMIT_ENABLED: 'false',
      MAX_REQUESTS_IN_FLIGHT: String(MOST),
      SECRET_KEY: 'a'.repeat(40),
      JWT_SECRET: 'a'.repeat(40),
      ENCRYPTION_KEY: 'a'.repeat(40),
    }),
    log: openLog('silent'),
    texts: loadTexts([]),
    runner,
    authenticate: () => assert.fail(),
    patience: { ...PATIENCE, headers: 400, silence: 1_500, body: 400, bytesPerSecond: 1_000_000, every: 100 },
  })
  origin = await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
after(() => app.close())

const ask = (path: string) => fetch(`${origin}/api/things${path}`)
const send = (body: string) =>
  fetch(`${origin}/api/things`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]
const entered = async (count: number) => {
  while (release.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Writes to a bare line; answers all that came until the other side hung up, and how long that took. */
function line(first: string, more?: (socket: Socket) => void): Promise<{ said: string; ms: number }> {
  const { promise, resolve } = Promise.withResolvers<{ said: string; ms: number }>()
  const begun = performance.now()
  let said = ''
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(first)
    more?.(socket)
  })
  socket.on('data', (data) => (said += data.toString()))
  socket.on('error', () => undefined)
  socket.on('close', () => resolve({ said, ms: performance.now() - begun }))
  return promise
}
const post = (more: string) => `POST /api/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}`

describe('overload', () => {
  test('is answered at once with 503 and a time to come again; what is inside is finished', async () => {
    const inside = Array.from({ length: MOST }, () => ask('/slow'))
    await entered(MOST)
    const begun = performance.now()
    const refused = await ask('/slow')
    assert.ok(performance.now() - begun < 1_000)
    const seconds = Number(refused.headers.get('retry-after'))
    assert.ok(seconds >= 2 && seconds <= 5)
    assert.match(refused.headers.get('content-type')!, /problem\+json/)
    assert.deepEqual(await codeOf(refused), [503, 'overloaded'])
    assert.equal((await send('{"a":1}')).status, 503)
    assert.equal((await ask('/alive')).status, 200)
    release.forEach((go) => go())
    release = []
    for (const answer of await Promise.all(inside)) assert.equal(answer.status, 200)
    assert.equal((await send('{"a":1}')).status, 200)
  })

  test('lets in again when callers went away, once their work is done', async () => {
    const control = new AbortController()
    const gone = Array.from({ length: MOST }, () => fetch(`${origin}/api/things/slow`, { signal: control.signal }))
    await entered(MOST)
    control.abort()
    await Promise.allSettled(gone)
    assert.equal((await ask('/slow')).status, 503)
    release.forEach((go) => go())
    release = []
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal((await send('{"a":1}')).status, 200)
  })

  test('is also a loop that does not keep up', () => {
    let late = 0
    const gate = openGate(10, () => late)
    gate.check()
    late = 3_500
    assert.throws(() => gate.check(), { code: 'overloaded', status: 503 })
  })
})

describe('JSON', () => {
  const deep = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
  test('may be nested, but not without end', async () => {
    assert.equal((await send(deep(MOST_DEPTH - 1))).status, 200)
    for (const body of [deep(MOST_DEPTH), deep(50_000), '['.repeat(200_000), `{"a":`.repeat(20_000)])
      assert.deepEqual(await codeOf(await send(body)), [400, 'json_too_complex'])
  })
  test('may have many keys, but not nothing else', async () => {
    const keys = (count: number) => `{"a":{${Array.from({ length: count }, (_one, n) => `"k${n}":1`).join(',')}}}`
    assert.equal((await send(keys(MOST_KEYS - 1))).status, 200)
    assert.deepEqual(await codeOf(await send(keys(MOST_KEYS))), [400, 'json_too_complex'])
  })
  test('with keys that reach for prototypes is refused', async () => {
    for (const body of ['{"__proto__":{"a":1}}', '{"a":{"__proto__":1}}', '{"a":{"constructor":{"prototype":{}}}}'])
      assert.equal((await send(body)).status, 400)
  })
  test('brackets and colons within texts are text', () => {
    for (const text of ['[{:'.repeat(5_000), '\\"'.repeat(3_000), '"[[['.repeat(3_000), '\\\\'])
      refuseBombs(JSON.stringify({ a: text, b: [text], c: 1 }))
    refuseBombs('"'.repeat(100_001))
  })
})

describe('a line', () => {
  test('whose headers are too many or too long is told so', async () => {
    const many = Array.from({ length: 120 }, (_one, n) => `x-${n}: 1\r\n`).join('')
    assert.match(
      (await line(`GET /api/things/alive HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${many}\r\n`)).said,
      /^HTTP\/1\.1 431[^]*headers_too_large/,
    )
    const long = `x-long: ${'a'.repeat(20_000)}\r\n`
    assert.match(
      (await line(`GET /api/things/alive HTTP/1.1\r\nHost: x\r\n${long}\r\n`)).said,
      /^HTTP\/1\.1 431[^]*headers_too_large/,
    )
  })
  test('that brings its headers drop by drop is cut', async () => {
    let drip: NodeJS.Timeout | undefined
    const { said, ms } = await line('GET /api/things/alive HTTP/1.1\r\n', (socket) => {
      drip = setInterval(() => socket.write('x-a: 1\r\n'), 50)
    })
    clearInterval(drip)
    assert.match(said, /^HTTP\/1\.1 408[^]*too_slow/)
    assert.ok(ms < 1_400, String(ms))
  })
  test('that brings its body drop by drop is cut', async () => {
    for (const [head, drop] of [
      ['Content-Length: 1000\r\n\r\n{', ' '],
      ['Transfer-Encoding: chunked\r\n\r\n', '1\r\n \r\n'],
    ]) {
      let drip: NodeJS.Timeout | undefined
      const { said, ms } = await line(post(head!), (socket) => {
        drip = setInterval(() => socket.write(drop!), 50)
      })
      clearInterval(drip)
      assert.match(said, /^HTTP\/1\.1 408[^]*too_slow/)
      assert.ok(ms < 1_400, String(ms))
    }
    assert.equal((await send('{"a":1}')).status, 200)
  })
  test('whose reader does not read is cut', async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    app.server.once('connection', (theirs: Socket) => {
      const begun = performance.now()
      theirs.once('close', () => resolve(performance.now() - begun))
    })
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /api/things/large HTTP/1.1\r\nHost: x\r\n\r\n'))
    socket.pause()
    socket.on('error', () => undefined)
    assert.ok((await promise) < 8_000)
    socket.destroy()
  })
})
