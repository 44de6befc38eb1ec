import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { actions, entity, line, crud } from '../../contract/index.ts'
import { createCall } from './client.ts'
import { RemoteProblem } from './remote-problem.ts'
import { createSession } from './session.ts'

const things = actions(
  'things',
  '/things',
  crud(
    entity('thing', { table: 'things', written: { title: line(100, { searched: 'A', filterable: true }) } }),
    'things',
  ),
)

type Request_ = { url: string; method: string; headers: Record<string, string>; body: unknown }
let requests: Request_[]
let answers: ((request: Request_) => Response | Promise<Response>)[]
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const tokens =
  (name: string, expires_in = 900) =>
  () =>
    json({ access_token: name, expires_in })
const refused = (status: number, code: string) => () =>
  json({ code, status, title: 'T', detail: 'D', request_id: 'req-1' }, status)

beforeEach(() => {
  localStorage.clear()
  requests = []
  answers = []
  vi.stubGlobal('BroadcastChannel', undefined)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const request = { url, method: init.method!, headers: init.headers as Record<string, string>, body: init.body }
    requests.push(request)
    return answers.shift()!(request)
  })
})
afterEach(() => vi.unstubAllGlobals())

const opened = () => {
  const session = createSession(() => 'uz')
  return { session, call: createCall(session, () => 'uz') }
}
const said = () => requests.map(({ method, url }) => `${method} ${url}`)

describe('session', () => {
  test('nobody known: nothing is asked, calls go without a token', async () => {
    const { call } = opened()
    answers = [() => json({ items: [], next: null })]
    await call(things.list, {})
    expect(said()).toEqual(['GET /api/things'])
    expect(requests[0]!.headers['authorization']).toBeUndefined()
  })

  test('signing in keeps the token in memory only, and the language goes along', async () => {
    const { session, call } = opened()
    answers = [tokens('t1'), () => json({ items: [], next: null })]
    await session.signIn({ username: 'a', password: 'b' })
    await call(things.list, {})
    expect(requests[0]!.headers).toMatchObject({ 'x-session': 'cookie', 'accept-language': 'uz' })
    expect(requests[1]!.headers).toMatchObject({ authorization: 'Bearer t1', 'accept-language': 'uz' })
    expect(
      Array.from({ length: localStorage.length }, (_, at) => localStorage.getItem(localStorage.key(at)!)),
    ).not.toContain('t1')
  })

  test('ten calls with a token that has ended renew it once and are all repeated', async () => {
    const { session, call } = opened()
    answers = [tokens('t1')]
    await session.signIn({ username: 'a', password: 'b' })
    answers = [
      ...Array.from({ length: 10 }, () => refused(401, 'token_expired')),
      tokens('t2'),
      ...Array.from({ length: 10 }, () => () => json({ items: [], next: null })),
    ]
    await Promise.all(Array.from({ length: 10 }, () => call(things.list, {})))
    expect(said().filter((one) => one.includes('refresh'))).toHaveLength(1)
    expect(requests.filter(({ headers }) => headers['authorization'] === 'Bearer t2')).toHaveLength(10)
  })

  test('a token about to end is renewed before it is used', async () => {
    const { session, call } = opened()
    answers = [tokens('t1', 10), tokens('t2'), () => json({ items: [], next: null })]
    await session.signIn({ username: 'a', password: 'b' })
    await call(things.list, {})
    expect(said()).toEqual(['POST /api/auth/login', 'POST /api/auth/refresh', 'GET /api/things'])
  })

  test('a session that is over ends once for everybody, and is forgotten', async () => {
    const { session, call } = opened()
    const ended = vi.fn()
    session.onEnd(ended)
    answers = [tokens('t1'), refused(401, 'token_expired'), refused(401, 'session_ended')]
    await session.signIn({ username: 'a', password: 'b' })
    await expect(call(things.list, {})).rejects.toMatchObject({ status: 401 })
    expect(ended.mock.calls).toEqual([[false]])
    expect(session.isKnown()).toBe(false)
  })

  test('a server that cannot be reached does not end the session', async () => {
    const { session, call } = opened()
    answers = [tokens('t1', 10), () => Promise.reject(new TypeError('failed'))]
    await session.signIn({ username: 'a', password: 'b' })
    await expect(call(things.list, {})).rejects.toMatchObject({ code: 'unreachable', status: 0 })
    expect(session.isKnown()).toBe(true)
  })
})

describe('requests and refusals', () => {
  test('path, query and body are filled from the input; a version becomes If-Match', async () => {
    const { call } = opened()
    answers = [
      () => json({ items: [], next: null }),
      () => json({ id: '1' }),
      () => new Response(null, { status: 204 }),
    ]
    await call(things.list, { q: 'a b', title: ['x', 'y'], limit: 5 })
    await call(things.update, { id: 'i/1', title: 'T' }, { version: 3 })
    expect(await call(things.remove, { id: '1' })).toBeNull()
    expect(said()).toEqual([
      'GET /api/things?q=a+b&title=x,y&limit=5',
      'PATCH /api/things/i%2F1',
      'DELETE /api/things/1',
    ])
    expect(requests[1]).toMatchObject({ body: '{"title":"T"}', headers: { 'if-match': '"3"' } })
    expect(requests[2]!.body).toBeUndefined()
  })

  test('a refusal is a Problem with the server’s words', async () => {
    const { call } = opened()
    answers = [
      () =>
        json(
          {
            code: 'invalid',
            status: 422,
            title: 'T',
            detail: 'D',
            request_id: 'r',
            errors: [{ pointer: '/title', code: 'required', message: 'M' }],
          },
          422,
        ),
    ]
    const problem = await call(things.create, { title: '' }).catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(RemoteProblem)
    expect(problem).toMatchObject({
      code: 'invalid',
      title: 'T',
      detail: 'D',
      requestId: 'r',
      messages: { '/title': 'M' },
    })
  })

  test('a proxy’s page is a Problem too', async () => {
    const { call } = opened()
    answers = [() => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'x-request-id': 'r-9' } })]
    await expect(call(things.list, {})).rejects.toMatchObject({ code: 'bad_gateway', status: 502, requestId: 'r-9' })
  })
})
