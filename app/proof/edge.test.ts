// What the edge promises to every caller, whatever they ask for.
import assert from 'node:assert/strict'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { addDocs } from '#kernel/server/http/docs/docs.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'

let desk: TestPlatform
let app: FastifyInstance
let agent: { authorization: string }
let port: number
before(async () => {
  desk = await testPlatform({ CORS_ORIGINS: 'https://desk.example' })
  app = await desk.edge()
  const { actions, entities, platform } = desk.running
  await addDocs(app, { actions, entities, texts: platform.texts })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
  agent = await desk.signIn(app, 'acme', 'agent')
})
after(() => desk.close())

type ProblemBody = {
  status: number
  code: string
  title: string
  detail: string
  request_id: string
  errors?: { pointer: string; code: string; message: string }[]
}
const ask = (url: string, more: InjectOptions = {}) =>
  app.inject({ url, ...more, headers: { ...agent, ...(more.headers as object) } })
const post = (url: string, payload: unknown, headers = {}) =>
  ask(url, { method: 'POST', payload: payload as string, headers: { 'content-type': 'application/json', ...headers } })
const open = (more: object = {}) => post('/api/tickets', { title: 'x', ...more })

describe('the version', () => {
  const spoken = async (url: string, headers = {}) => {
    const answer = await ask(url, { headers })
    return answer.statusCode === 200 ? answer.headers['api-version'] : answer.json<ProblemBody>().code
  }
  test('is read from the path, a header, the media type or the query, and answered', async () => {
    assert.equal(await spoken('/api/tickets'), '2')
    for (const url of ['/api/v3/tickets', '/v3/tickets', '/api/tickets?version=v3', '/api/tickets?version=3'])
      assert.equal(await spoken(url), '3', url)
    assert.equal(await spoken('/api/tickets', { 'api-version': 'v3' }), '3')
    assert.equal(await spoken('/api/tickets', { accept: 'application/vnd.workernet.v3+json' }), '3')
  })
  test('may be said twice, but not in two ways', async () => {
    assert.equal(await spoken('/api/v3/tickets?version=3', { 'api-version': '3' }), '3')
    assert.equal(await spoken('/api/v3/tickets', { 'api-version': '2' }), 'version_conflict')
    assert.equal(await spoken('/v2/tickets?version=v3'), 'version_conflict')
    assert.equal(
      await spoken('/api/tickets?version=v1', { accept: 'application/vnd.workernet.v3+json' }),
      'version_conflict',
    )
    assert.equal(await spoken('/api/tickets?version=2&version=3'), 'version_unknown')
  })
  test('must be one that there is', async () => {
    for (const url of ['/api/v9/tickets', '/v0/tickets', '/api/tickets?version=latest', '/api/tickets?version='])
      assert.equal(await spoken(url), 'version_unknown', url)
    assert.equal(await spoken('/api/tickets', { 'api-version': '2.1' }), 'version_unknown')
  })
})

describe('a refusal', () => {
  test('is problem+json in the caller’s language with the request’s id', async () => {
    const details = new Set<string>()
    for (const language of ['ru', 'en', 'uz', 'ar']) {
      const answer = await open({ title: '' }).then(() =>
        post('/api/tickets', { title: 7 }, { 'accept-language': language, 'x-request-id': 'abcd-1234' }),
      )
      const body = answer.json<ProblemBody>()
      assert.equal(answer.statusCode, 422)
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
      assert.deepEqual([body.status, body.code, body.request_id], [422, 'invalid', 'abcd-1234'])
      assert.equal(answer.headers['x-request-id'], 'abcd-1234')
      assert.deepEqual(
        body.errors?.map(({ pointer, code }) => [pointer, code]),
        [['/title', 'wrong_type']],
      )
      for (const text of [body.title, body.detail, body.errors![0]!.message]) {
        assert.doesNotMatch(text, /\{\{|^(problem|invalid|problem_title)\./, text)
        details.add(text)
      }
    }
    assert.equal(details.size, 12)
  })
  test('of a request id that could be an attack gives a new one', async () => {
    for (const id of ['a', 'x'.repeat(65), 'a b c d e f g h', '<script>1234'])
      assert.match(
        String((await ask('/api/tickets', { headers: { 'x-request-id': id } })).headers['x-request-id']),
        /^[0-9a-f-]{36}$/,
      )
  })
  const table: [
    what: string,
    asked: () => Promise<{ statusCode: number; json: () => unknown }>,
    status: number,
    code: string,
  ][] = [
    ['an unknown route', () => ask('/api/nowhere'), 404, 'route.not_found'],
    [
      'a known route with another method',
      () => ask('/api/tickets', { method: 'PUT', payload: {} }),
      404,
      'route.not_found',
    ],
    ['JSON that is none', () => post('/api/tickets', '{"title": '), 400, 'malformed_json'],
    ['a body that is a list', () => post('/api/tickets', '[1]'), 400, 'body_not_object'],
    ['a body that is a text', () => post('/api/tickets', '"x"'), 400, 'body_not_object'],
    [
      'prototype keys',
      () => post('/api/tickets', '{"title":"x","__proto__":{"status":"closed"}}'),
      400,
      'malformed_json',
    ],
    [
      'constructor keys',
      () => post('/api/tickets', '{"title":"x","constructor":{"prototype":{"a":1}}}'),
      400,
      'malformed_json',
    ],
    [
      'another media type',
      () => post('/api/tickets', 'title=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'media_type',
    ],
    ['plain text', () => post('/api/tickets', 'x', { 'content-type': 'text/plain' }), 415, 'media_type'],
    [
      'a body over the route’s limit',
      () => post('/api/auth/login', JSON.stringify({ username: 'a'.repeat(9_000) })),
      413,
      'body_too_large',
    ],
    [
      'a body over the usual limit',
      () => post('/api/tickets', JSON.stringify({ title: 'a'.repeat(300_000) })),
      413,
      'body_too_large',
    ],
    ['NUL in a text', () => post('/api/tickets', '{"title":"a\\u0000b"}'), 422, 'invalid'],
    ['half a character', () => post('/api/tickets', '{"title":"a\\ud800b"}'), 422, 'invalid'],
    ['NUL in the query', () => ask('/api/tickets?q=a%00b'), 422, 'invalid'],
    ['a path that is no UTF-8', () => ask('/api/tickets/%ff%fe'), 400, 'malformed_url'],
    ['an id that is none', () => ask('/api/tickets/1%20or%201=1'), 422, 'invalid'],
    [
      'a cursor of another list',
      () => ask(`/api/tickets?cursor=${Buffer.from('["a",1,2]').toString('base64url')}`),
      400,
      'cursor',
    ],
    [
      'a token that is none',
      () => ask('/api/tickets', { headers: { authorization: 'Bearer x' } }),
      401,
      'token_invalid',
    ],
    [
      'a version that is no number',
      () => ask('/api/tickets/x', { method: 'PATCH', payload: {}, headers: { 'if-match': 'abc' } }),
      400,
      'if_match',
    ],
  ]
  for (const [what, asked, status, code] of table)
    test(`answers ${what} with ${status}`, async () => {
      const answer = await asked()
      assert.deepEqual([answer.statusCode, (answer.json() as ProblemBody).code], [status, code])
    })
})

describe('what is sent', () => {
  test('is taken as it is: nothing in a body is turned into another type', async () => {
    const bodies = [
      { title: 1000 },
      { title: 'x', tags: 'one' },
      { title: 'x', assignee: '' },
      { title: true },
      { title: null },
    ]
    for (const body of bodies) assert.equal((await post('/api/tickets', body)).statusCode, 422, JSON.stringify(body))
    const limit = await post(`/api/tickets/${(await open()).json<{ id: string }>().id}/tags`, { tags: [1] })
    assert.equal(limit.statusCode, 422)
  })
  test('in a query is text and is read by its schema', async () => {
    assert.equal((await ask('/api/tickets?limit=1&total=true&status=new,waiting')).statusCode, 200)
    assert.equal((await ask('/api/tickets?limit=1&total=true')).json<{ total: number }>().total > 0, true)
    for (const query of [
      'limit=1e1',
      'limit=0x1',
      'limit=-1',
      'limit=201',
      'limit=1.5',
      'limit=',
      'total=1',
      'status=lost',
      'nothing=1',
      'limit=1&limit=2',
    ])
      assert.equal((await ask(`/api/tickets?${query}`)).statusCode, 422, query)
  })
  test('may be deep or wide without hurting', async () => {
    const deep = `{"title":"x","description":${'['.repeat(50_000)}${']'.repeat(50_000)}}`
    assert.equal((await post('/api/tickets', deep)).statusCode, 400)
    assert.equal(
      (await post('/api/tickets', `{"title":"x","tags":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`)).statusCode,
      400,
    )
    assert.equal(
      (await post('/api/tickets', JSON.stringify({ title: 'x', tags: Array(20_000).fill('a') }))).statusCode,
      422,
    )
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, 1]))
    assert.equal((await post('/api/tickets', many)).statusCode, 422)
    assert.equal((await ask('/api/system/health')).statusCode, 200)
  })
})

describe('a record', () => {
  test('is created with its place and version, and changed only by who knows the version', async () => {
    const created = await open()
    assert.equal(created.statusCode, 201)
    const { id, version } = created.json<{ id: string; version: number }>()
    assert.equal(created.headers['location'], `/api/tickets/${id}`)
    assert.equal(created.headers['etag'], `"${version}"`)
    const url = `/api/tickets/${id}`
    assert.equal((await ask(url)).headers['etag'], `"${version}"`)
    const change = (match: string) =>
      ask(url, { method: 'PATCH', payload: { title: `t${match}` }, headers: { 'if-match': match } })
    assert.equal((await change('"99"')).statusCode, 412)
    const changed = await change(`"${version}"`)
    assert.deepEqual([changed.statusCode, changed.headers['etag']], [200, `"${version + 1}"`])
    assert.equal((await change(`"${version}"`)).statusCode, 412)
    assert.equal((await change(`W/"${version + 1}"`)).statusCode, 200)
    assert.equal((await change('*')).statusCode, 200)
  })
  test('that a body names by another id is still the one in the path', async () => {
    const [one, other] = [(await open()).json<{ id: string }>().id, (await open()).json<{ id: string }>().id]
    const answer = await ask(`/api/tickets/${one}`, { method: 'PATCH', payload: { id: other, title: 'whose' } })
    assert.ok(answer.statusCode === 422 || answer.json<{ id: string }>().id === one)
    assert.equal((await ask(`/api/tickets/${other}`)).json<{ title: string }>().title, 'x')
  })
})

describe('every answer', () => {
  test('keeps a browser from what our pages never do', async () => {
    for (const url of ['/api/tickets', '/api/nowhere', '/api/openapi.json']) {
      const { headers } = await ask(url)
      assert.equal(headers['x-content-type-options'], 'nosniff', url)
      assert.equal(headers['x-frame-options'], 'DENY')
      assert.match(String(headers['content-security-policy']), /default-src 'none'/)
      assert.match(String(headers['referrer-policy']), /same-origin/)
      assert.equal(headers['x-powered-by'], undefined)
    }
    assert.match(String((await ask('/api/tickets')).headers['cache-control']), /no-store/)
  })
  test('that is a page runs only scripts with its own nonce', async () => {
    const nonces = new Set<string>()
    for (const url of ['/api/docs', '/api/redoc', '/api/docs']) {
      const { headers, body } = await ask(url)
      const policy = String(headers['content-security-policy'])
      const [, nonce] = /script-src 'self' 'nonce-([^']+)'/.exec(policy) ?? []
      assert.ok(nonce, policy)
      nonces.add(nonce)
      assert.doesNotMatch(policy, /script-src[^;]*unsafe/)
      for (const [tag] of body.matchAll(/<script(?![^>]*src=)[^>]*>/g)) assert.ok(tag.includes(nonce), tag)
    }
    assert.equal(nonces.size, 3)
  })
  test('is for the origins that were named, and for no other', async () => {
    const asked = (origin: string) =>
      app.inject({
        method: 'OPTIONS',
        url: '/api/tickets',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'if-match' },
      })
    assert.equal((await asked('https://desk.example')).headers['access-control-allow-origin'], 'https://desk.example')
    assert.match(String((await asked('https://desk.example')).headers['access-control-allow-methods']), /PATCH/)
    for (const origin of ['https://evil.example', 'null', 'https://desk.example.evil.example'])
      assert.notEqual((await asked(origin)).headers['access-control-allow-origin'], origin)
  })
  test('to HEAD is that to GET without its body', async () => {
    const [head, get] = [await ask('/api/tickets', { method: 'HEAD' }), await ask('/api/tickets')]
    assert.deepEqual([head.statusCode, head.body, head.headers['content-type']], [200, '', get.headers['content-type']])
  })
})

describe('on the wire', () => {
  /** Sends bytes as they are; answers everything that came back until the end. */
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      let heard = ''
      socket.on('data', (chunk) => (heard += chunk.toString()))
      socket.on('close', () => resolve(heard))
      socket.on('error', reject)
      setTimeout(() => socket.end(), 500)
    })
  const get = (options: RequestOptions) =>
    new Promise<IncomingMessage>((resolve, reject) =>
      httpRequest({ port, ...options }, resolve)
        .on('error', reject)
        .end(),
    )

  test('a request that could be read in two ways is refused', async () => {
    const two =
      'POST /api/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/system/health HTTP/1.1\r\nHost: x\r\n\r\n'
    assert.match(await raw(two), /^HTTP\/1\.1 400 /)
    const lengths = 'POST /api/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde'
    assert.match(await raw(lengths), /^HTTP\/1\.1 400 [^]*urn:workernet:problem:malformed/)
    assert.match(await raw('GET /api/system/health HTTP/1.1\r\nHost : x\r\n\r\n'), /^HTTP\/1\.1 400 /)
    assert.match(
      await raw('GET /api/system/health HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n').then((text) => text.slice(0, 20)),
      /^HTTP\/1\.1 (400|200)/,
    )
  })
  test('what is too long to be meant is refused', async () => {
    const { statusCode, headers: said } = await get({ path: `/api/tickets?q=${'a'.repeat(20_000)}`, headers: agent })
    assert.deepEqual([statusCode, said['content-type']], [431, 'application/problem+json; charset=utf-8'])
    const headers = await raw(`GET /api/system/health HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)
    assert.match(headers, /^HTTP\/1\.1 431 [^]*headers_too_large/)
  })
})
