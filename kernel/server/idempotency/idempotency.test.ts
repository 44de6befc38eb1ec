// One effect for one key, whoever repeats the request, where and when.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { type Person, testPlatform, type TestPlatform } from '#app/testing.ts'
import { sweepKeys } from './sweep.ts'

type Second = Awaited<ReturnType<TestPlatform['beside']>>
type Row = { id: string; title: string; version: number }
let desk: TestPlatform
let app: FastifyInstance
let second: Second
let owner: pg.Client
const tokens = new Map<Person, { authorization: string }>()
before(async () => {
  desk = await testPlatform()
  app = await desk.edge()
  second = await desk.beside()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  for (const person of ['admin', 'agent', 'client'] as const) tokens.set(person, await desk.signIn(app, 'acme', person))
})
after(async () => {
  await owner.end()
  await second.stop()
  await desk.close()
})

type More = { by?: Person; at?: FastifyInstance; url?: string; method?: 'POST' | 'PATCH'; headers?: object }
const send = (key: string, payload: object | string, more: More = {}) =>
  (more.at ?? app).inject({
    method: more.method ?? 'POST',
    url: more.url ?? '/api/tickets',
    payload,
    headers: { ...tokens.get(more.by ?? 'agent'), 'idempotency-key': key, ...more.headers },
  })
const count = async (title: string) => (await owner.query('select from tickets where title = $1', [title])).rowCount

test('a repeated request gets the first answer, with everything that belongs to it', async () => {
  const first = await send('repeat-1', { title: 'Repeated' })
  const again = await send('repeat-1', { title: 'Repeated' })
  assert.deepEqual([first.statusCode, again.statusCode], [201, 201])
  assert.equal(again.body, first.body)
  for (const header of ['location', 'etag', 'content-type'])
    assert.equal(again.headers[header], first.headers[header], header)
  assert.deepEqual([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']], [undefined, 'true'])
  assert.equal(await count('Repeated'), 1)
  assert.equal((await send('repeat-1', { title: 'Repeated' }, { at: second.app })).body, first.body)
})

test('the same key for anything else is refused', async () => {
  const { id } = (await send('other-1', { title: 'Other' })).json<Row>()
  for (const answer of [
    await send('other-1', { title: 'Another' }),
    await send('other-1', { text: 'x' }, { url: `/api/tickets/${id}/comments` }),
    await send('other-1', { title: 'Other' }, { method: 'PATCH', url: `/api/tickets/${id}` }),
  ])
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [409, 'idempotency.reused'])
  assert.equal(await count('Another'), 0)
})

test('a key is its account’s own', async () => {
  const mine = await send('mine', { title: 'Whose' })
  const theirs = await send('mine', { title: 'Whose' }, { by: 'admin' })
  assert.notEqual(theirs.json<Row>().id, mine.json<Row>().id)
  assert.equal(await count('Whose'), 2)
})

test('what was refused is not remembered, because nothing happened', async () => {
  assert.equal((await send('refused', { title: '' })).statusCode, 422)
  assert.equal((await send('refused', { title: 'Now right' })).statusCode, 201)
})

test('of many at once, in two processes, one has the effect and all get its answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => send('race', { title: 'Raced' }, { at: n % 2 ? app : second.app })),
  )
  assert.deepEqual(new Set(answers.map(({ statusCode }) => statusCode)), new Set([201]))
  assert.equal(new Set(answers.map(({ body }) => body)).size, 1)
  assert.equal(answers.filter(({ headers }) => !headers['idempotency-replayed']).length, 1)
  assert.equal(await count('Raced'), 1)
})

test('a change that would be refused the second time is answered as it was the first time', async () => {
  const { id, version } = (await send('change-0', { title: 'Changed' })).json<Row>()
  const change = () =>
    send(
      'change-1',
      { title: 'Changed twice' },
      {
        method: 'PATCH',
        url: `/api/tickets/${id}`,
        headers: { 'if-match': `"${version}"` },
      },
    )
  const [first, again] = [await change(), await change()]
  assert.deepEqual([first.statusCode, again.statusCode, again.body], [200, 200, first.body])
  assert.equal(again.headers['etag'], `"${version + 1}"`)
})

test('an upload is repeated by its bytes, which are never held in memory', async () => {
  const upload = (text: string, at = app) =>
    send('upload', text, { url: '/api/files?name=a.txt', headers: { 'content-type': 'text/plain' }, at })
  const first = await upload('some text'.repeat(10_000))
  assert.equal(first.statusCode, 201, first.body)
  assert.equal((await upload('some text'.repeat(10_000))).body, first.body)
  assert.equal((await upload('some text'.repeat(10_000), second.app)).headers['idempotency-replayed'], 'true')
  assert.equal((await upload('some texT'.repeat(10_000))).statusCode, 409)
  assert.equal((await owner.query(`select from files where name = 'a.txt'`)).rowCount, 1)
})

test('uploads at once in two processes leave one file', async () => {
  const upload = (at: FastifyInstance) =>
    send('upload-race', 'x'.repeat(5_000), {
      url: '/api/files?name=b.txt',
      headers: { 'content-type': 'text/plain' },
      at,
    })
  const answers = await Promise.all([upload(app), upload(second.app), upload(app), upload(second.app)])
  assert.equal(new Set(answers.map(({ body }) => body)).size, 1, answers.map(({ body }) => body).join())
  assert.equal((await owner.query(`select from files where name = 'b.txt'`)).rowCount, 1)
})

test('an action across tenants keeps its answer among the rows of its account’s tenant', async () => {
  await owner.query(`update users set role = 'super_admin', rights_version = 2 where email = 'manager@acme.test'`)
  tokens.set('manager', await desk.signIn(app, 'acme', 'manager'))
  const make = () => send('across', { name: 'New', slug: 'brand-new' }, { url: '/api/tenants', by: 'manager' })
  const [first, again] = [await make(), await make()]
  assert.equal(first.statusCode, 201, first.body)
  assert.deepEqual([again.statusCode, again.body], [201, first.body])
  const { rows } = await owner.query(`select tenant_id from idempotency_keys where key = 'across'`)
  assert.deepEqual(rows, [{ tenant_id: desk.tenantId('acme') }])
})

test('no token, no password and nothing that tells them is stored', async () => {
  const username = 'agent@acme.test'
  const sign = () => send('secret', { username, password: 'workernet-demo' }, { url: '/api/auth/login' })
  const [first, again] = [await sign(), await sign()]
  assert.notEqual(first.body, again.body)
  const password = 'violet harbour 7'
  const url = `/api/users/${desk.id('acme', 'client')}/password`
  assert.equal((await send('secret', { password }, { url, by: 'admin' })).statusCode, 204)
  assert.equal((await send('secret', { password }, { url, by: 'admin' })).statusCode, 204)
  const { rows } = await owner.query(`select fingerprint, answer from idempotency_keys where key = 'secret'`)
  assert.deepEqual(
    rows.map(({ answer }) => answer),
    ['null'],
  )
  assert.doesNotMatch(JSON.stringify(rows), /violet|access_token/)
})

test('a key without a sense is refused, and one of nobody is not looked at', async () => {
  for (const key of ['', 'a b', 'ключ', 'k'.repeat(256)])
    assert.equal((await send(Buffer.from(key).toString('latin1'), { title: 'x' })).statusCode, 400, key)
  const stranger = await app.inject({ method: 'POST', url: '/api/tickets', headers: { 'idempotency-key': 'x' } })
  assert.equal(stranger.statusCode, 401)
})

test('after a day a key is free again, and its row is swept', async () => {
  const first = await send('old', { title: 'Old' })
  const age = () => owner.query(`update idempotency_keys set created_at = now() - interval '25 hours'`)
  await age()
  const later = await send('old', { title: 'New' })
  assert.equal(later.statusCode, 201)
  assert.notEqual(later.json<Row>().id, first.json<Row>().id)
  await age()
  await send('fresh', { title: 'Fresh' })
  await sweepKeys(desk.running.platform, 2)
  assert.deepEqual((await owner.query('select key from idempotency_keys')).rows, [{ key: 'fresh' }])
})
