import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { eventually, PASSWORD, testPlatform, type TestPlatform } from '#app/testing.ts'

let desk: TestPlatform
let app: FastifyInstance
before(async () => {
  desk = await testPlatform()
  await desk.start()
  app = await desk.edge()
})
after(() => desk.close())

type Tokens = { access_token: string; refresh_token: string; expires_in: number; user: { email: string } }
const login = (username: string, password: string, headers = {}) =>
  app.inject({ method: 'POST', url: '/api/auth/login', payload: { username, password }, headers })
const refresh = (refresh_token: string) =>
  app.inject({ method: 'POST', url: '/api/auth/refresh', payload: { refresh_token } })
const me = (token: string) => app.inject({ url: '/api/auth/me', headers: { authorization: `Bearer ${token}` } })

test('a person signs in with e-mail and password and is known by the token', async () => {
  const answer = await login('Agent@acme.test', PASSWORD)
  assert.equal(answer.statusCode, 200, answer.body)
  const { access_token, refresh_token, expires_in, user } = answer.json<Tokens>()
  assert.equal(user.email, 'agent@acme.test')
  assert.equal(expires_in, 1_800)
  assert.match(refresh_token, /\./)
  const who = (await me(access_token)).json()
  assert.equal(who.user.email, 'agent@acme.test')
  assert.equal(who.tenant.slug, 'acme')
  assert.equal(who.user.password_hash, undefined)
})

test('a wrong password and an unknown name are refused alike', async () => {
  const wrong = await login('agent@acme.test', 'not the password')
  const unknown = await login('nobody@acme.test', 'not the password')
  assert.equal(wrong.statusCode, 401)
  assert.deepEqual({ ...wrong.json<object>(), request_id: '' }, { ...unknown.json<object>(), request_id: '' })
})

test('a refresh token works once; using it again ends the session', async () => {
  const first = (await login('agent@acme.test', PASSWORD)).json<Tokens>()
  const second = (await refresh(first.refresh_token)).json<Tokens>()
  assert.equal((await me(second.access_token)).statusCode, 200)
  assert.equal((await refresh(first.refresh_token)).statusCode, 401)
  assert.equal((await refresh(second.refresh_token)).statusCode, 401)
  await eventually(async () => assert.equal((await me(second.access_token)).statusCode, 401))
})

test('a browser keeps its refresh token in a cookie that scripts cannot read', async () => {
  const answer = await login('agent@acme.test', PASSWORD, { 'x-session': 'cookie' })
  assert.equal(answer.json<Tokens>().refresh_token, undefined)
  const [cookie] = answer.cookies
  assert.ok(cookie?.httpOnly)
  assert.equal(cookie.sameSite, 'Strict')
  const cookies = { [cookie.name]: cookie.value }
  const renewed = await app.inject({
    method: 'POST',
    url: '/api/auth/refresh',
    cookies,
    headers: { 'x-session': 'cookie' },
  })
  assert.equal(renewed.statusCode, 200)
  const withoutHeader = await app.inject({
    method: 'POST',
    url: '/api/auth/refresh',
    cookies: { [renewed.cookies[0]!.name]: renewed.cookies[0]!.value },
  })
  assert.equal(withoutHeader.statusCode, 401)
  const crossSite = await app.inject({
    method: 'POST',
    url: '/api/auth/refresh',
    cookies: { [renewed.cookies[0]!.name]: renewed.cookies[0]!.value },
    headers: { 'x-session': 'cookie', 'sec-fetch-site': 'cross-site' },
  })
  assert.equal(crossSite.statusCode, 403)
})

test('a browser that left its page before the answer came asks again; a minute later that is a copied token', async () => {
  const cookie = (answer: { cookies: { name: string; value: string }[] }) => ({
    [answer.cookies[0]!.name]: answer.cookies[0]!.value,
  })
  const ask = (cookies: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/api/auth/refresh',
      cookies,
      headers: { 'x-session': 'cookie', 'sec-fetch-site': 'same-origin' },
    })
  const first = cookie(await login('agent@acme.test', PASSWORD, { 'x-session': 'cookie' }))
  const unheard = await ask(first)
  const heard = await ask(first)
  assert.deepEqual([unheard.statusCode, heard.statusCode], [200, 200])
  const third = cookie(await ask(cookie(heard)))
  assert.equal((await ask(third)).statusCode, 200)
  await desk.running.platform.database.tenant(desk.tenantId('acme'), 'write', (db) =>
    sql`update sessions set used_at = now() - interval '2 minutes' where ended_at is null`.execute(db),
  )
  assert.equal((await ask(third)).statusCode, 401)
})

test('an older token than the last is never good again', async () => {
  const headers = { 'x-session': 'cookie', 'sec-fetch-site': 'same-origin' }
  const first = await login('agent@acme.test', PASSWORD, { 'x-session': 'cookie' })
  const renew = ({ cookies: [cookie] }: { cookies: { name: string; value: string }[] }) =>
    app.inject({ method: 'POST', url: '/api/auth/refresh', cookies: { [cookie!.name]: cookie!.value }, headers })
  const third = await renew(await renew(first))
  assert.equal((await renew(first)).statusCode, 401)
  assert.equal((await renew(third)).statusCode, 401)
})

test('signing out ends the session at once', async () => {
  const { access_token, refresh_token } = (await login('manager@acme.test', PASSWORD)).json<Tokens>()
  assert.equal((await me(access_token)).statusCode, 200)
  const out = await app.inject({ method: 'POST', url: '/api/auth/logout', payload: { refresh_token } })
  assert.equal(out.statusCode, 204)
  await eventually(async () => assert.equal((await me(access_token)).statusCode, 401))
  assert.equal((await refresh(refresh_token)).statusCode, 401)
})

test('a forged or changed token is refused', async () => {
  const { access_token } = (await login('agent@acme.test', PASSWORD)).json<Tokens>()
  const [head, body, signature] = access_token.split('.') as [string, string, string]
  const admin = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), role: 'admin' }),
  ).toString('base64url')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  for (const forged of [`${head}.${admin}.${signature}`, `${none}.${body}.`, `${access_token}.x`, 'x'])
    assert.equal((await me(forged)).statusCode, 401, forged)
})
