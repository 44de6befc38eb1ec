// A forgotten password, invitations and sessions, as they come in over HTTP and leave by mail.
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openLine } from '#app/proof/testing/socket.ts'
import { eventually, PASSWORD, type Person, type TenantSlug, testPlatform, type TestPlatform } from '#app/testing.ts'
import { Problem } from '#kernel/contract/index.ts'
import { security, users } from '../contract.ts'
import { forgetSession } from './sessions.ts'

let desk: TestPlatform
let app: FastifyInstance
before(async () => {
  desk = await testPlatform()
  await desk.start('worker', 'relay')
  app = await desk.edge()
  await app.listen({ port: 0, host: '127.0.0.1' })
})
after(() => desk.close())

const post = (url: string, payload: object, headers = {}) => app.inject({ method: 'POST', url, payload, headers })
const login = (email: string, password: string, more: object = {}, headers = {}) =>
  post('/api/auth/login', { username: email, password, ...more }, headers)
const FIREFOX = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/131.0' }

type Mail = { id: string; subject: string; text: string; recipient: string; language: string }
/** What an administrator reads in the outbox, the newest first. */
async function mailsTo(address: string, tenant: TenantSlug = 'acme'): Promise<Mail[]> {
  const headers = await desk.signIn(app, tenant, 'admin')
  const list = await app.inject({ url: `/api/mail/outbox?recipient=${address}&sort=-created_at`, headers })
  const items = list.json<{ items: Mail[] }>().items
  return Promise.all(
    items.map(async ({ id }) => (await app.inject({ url: `/api/mail/outbox/${id}`, headers })).json<Mail>()),
  )
}
const tokenIn = (mail: Mail | undefined) => /#([\w-]{87})\s/.exec(`${mail?.text} `)![1]!
const linksTo = async (address: string, tenant?: TenantSlug) =>
  (await mailsTo(address, tenant)).filter(({ text }) => text.includes('/reset-password#'))

let people = 0
/** Somebody new who has a password. */
async function somebody(tenant: TenantSlug = 'acme', role: Person = 'agent') {
  const email = `person${(people += 1)}@${tenant}.test`
  const draft = { name: 'Malika Yusupova', email, role, language: 'ru', password: PASSWORD } as const
  const { id } = await desk.as(tenant, 'admin')(users.create, draft)
  return { id, email }
}
async function forgotten(email: string, typed = email): Promise<string> {
  const before = (await linksTo(email)).length
  assert.equal((await post('/api/auth/password/forgot', { email: typed })).statusCode, 204)
  await eventually(async () => assert.equal((await linksTo(email)).length, before + 1))
  return tokenIn((await linksTo(email))[0])
}
const reset = (token: string, password: string) => post('/api/auth/password/reset', { token, password })
const codeOf = (answer: { json: <T>() => T }) => answer.json<{ code: string }>().code
const refusalsOf = (answer: { json: <T>() => T }) =>
  answer.json<{ errors: { pointer: string; code: string }[] }>().errors.map(({ code }) => code)

describe('a forgotten password', () => {
  test('is set by the mailed link, once; every session ends and the person is told', async () => {
    const { email } = await somebody()
    const { access_token } = (await login(email, PASSWORD)).json<{ access_token: string }>()
    const token = await forgotten(email, email.toUpperCase())
    const [mail] = await linksTo(email)
    assert.equal(mail!.language, 'ru')
    assert.match(mail!.text, /Malika Yusupova/)
    assert.equal((await post('/api/auth/links/check', { token })).json<{ email: string }>().email, email)

    const done = await reset(token, 'violet harbour evening')
    assert.equal(done.statusCode, 204, done.body)
    assert.equal((await login(email, PASSWORD)).statusCode, 401)
    assert.equal((await login(email, 'violet harbour evening')).statusCode, 200)
    const me = () => app.inject({ url: '/api/auth/me', headers: { authorization: `Bearer ${access_token}` } })
    await eventually(async () => assert.equal((await me()).statusCode, 401))
    assert.match((await mailsTo(email))[0]!.subject, /пароль изменён/)

    const again = await reset(token, 'another violet harbour')
    assert.deepEqual([again.statusCode, codeOf(again)], [409, 'link.used'])
  })

  test('is answered alike whether there is such an account or not, and only an account with a password gets mail', async () => {
    const known = await somebody()
    const inactive = await somebody()
    await desk.as('acme', 'admin')(users.update, { id: inactive.id, is_active: false })
    const contact = { name: 'Contact', email: 'contact@acme.test', role: 'client', language: 'ru' } as const
    await desk.as('acme', 'admin')(users.create, contact)
    const addresses = [known.email, 'nobody@nowhere.test', inactive.email, contact.email, 'not an address']
    const answers = await Promise.all(addresses.map((email) => post('/api/auth/password/forgot', { email })))
    const told = answers.map(({ statusCode, body, headers: { date: _date, ...headers } }) => ({
      statusCode,
      body,
      headers: Object.keys(headers),
    }))
    for (const one of told) assert.deepEqual(one, told[0])
    assert.equal(told[0]!.statusCode, 204)
    await eventually(async () => assert.equal((await linksTo(known.email)).length, 1))
    for (const email of addresses.slice(1)) assert.equal((await mailsTo(email)).length, 0, email)
  })

  test('sends at most three mails an hour to one account, and says nothing of it', async () => {
    const { email } = await somebody()
    for (let count = 0; count < 6; count++)
      assert.equal((await post('/api/auth/password/forgot', { email })).statusCode, 204)
    const after = await somebody()
    await forgotten(after.email)
    assert.equal((await linksTo(email)).length, 3)
  })

  test('a newer link, a changed password, an ended account and a made-up token leave nothing good', async () => {
    const { id, email } = await somebody()
    const first = await forgotten(email)
    const second = await forgotten(email)
    assert.equal(codeOf(await reset(first, 'violet harbour evening')), 'link.replaced')
    await desk.as('acme', 'admin')(users.setPassword, { id, password: 'orange harbour morning' })
    assert.equal(codeOf(await reset(second, 'violet harbour evening')), 'link.outdated')
    const third = await forgotten(email)
    const foreign = `${(await forgottenIn('globex')).slice(0, 22)}${third.slice(22)}`
    for (const made of [`${third.slice(0, -1)}${third.endsWith('A') ? 'B' : 'A'}`, foreign, 'x', ''])
      assert.equal((await reset(made, 'violet harbour evening')).statusCode, 404, made)
    await desk.as('acme', 'admin')(users.update, { id, is_active: false })
    assert.equal((await reset(third, 'violet harbour evening')).statusCode, 409)
  })

  async function forgottenIn(tenant: TenantSlug): Promise<string> {
    const { email } = await somebody(tenant)
    await post('/api/auth/password/forgot', { email })
    await eventually(async () => assert.equal((await linksTo(email, tenant)).length, 1))
    return tokenIn((await linksTo(email, tenant))[0])
  }

  test('two who use one link at once: one sets the password', async () => {
    const { email } = await somebody()
    const token = await forgotten(email)
    const passwords = ['violet harbour evening', 'orange harbour morning']
    const answers = await Promise.all(passwords.map((password) => reset(token, password)))
    const won = answers.findIndex(({ statusCode }) => statusCode === 204)
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
      [204, 409],
    )
    assert.equal((await login(email, passwords[won]!)).statusCode, 200)
    assert.equal((await login(email, passwords[1 - won]!)).statusCode, 401)
  })

  test('says every rule that the new password breaks, and keeps the link', async () => {
    const { email } = await somebody()
    const token = await forgotten(email)
    assert.deepEqual(refusalsOf(await reset(token, 'malika99')), ['too_small.string', 'password_personal'])
    assert.deepEqual(refusalsOf(await reset(token, 'qwertyuiop123')), ['password_common'])
    assert.deepEqual(refusalsOf(await reset(token, PASSWORD)), ['password_reused'])
    assert.equal((await reset(token, 'violet harbour evening')).statusCode, 204)
  })
})

describe('an invitation', () => {
  const invite = (emails: string[], more = {}) =>
    desk.as('acme', 'admin')(users.invite, { people: emails.map((email) => ({ email })), language: 'uz', ...more })
  const invitationTo = async (email: string) =>
    tokenIn((await mailsTo(email)).find(({ text }) => text.includes('/invitation#')))
  const accept = (token: string, password = 'violet harbour evening') =>
    post('/api/auth/invitation/accept', { token, password, name: 'Otabek Rahimov', language: 'en' })

  test('goes to several at once, tells the administrator who is known here, and nothing of other organisations', async () => {
    const { items } = await invite(['new1@acme.test', 'agent@acme.test', 'agent@globex.test'], { role: 'agent' })
    assert.deepEqual(
      items.map(({ outcome }) => outcome),
      ['invited', 'known', 'invited'],
    )
    assert.equal((await login('agent@globex.test', PASSWORD)).statusCode, 200)
    assert.equal((await mailsTo('new1@acme.test'))[0]!.language, 'uz')
  })

  test('is accepted once: name, language and password are the person’s own', async () => {
    const [made] = (await invite(['new2@acme.test'])).items
    assert.ok(made!.user!.invited_until)
    const token = await invitationTo('new2@acme.test')
    const link = (await post('/api/auth/links/check', { token })).json()
    assert.deepEqual([link.purpose, link.email, link.tenant], ['invitation', 'new2@acme.test', 'acme'])
    assert.deepEqual(refusalsOf(await accept(token, 'otabek rahimov')), ['password_personal'])
    assert.equal((await accept(token)).statusCode, 204)
    const { user } = (await login('new2@acme.test', 'violet harbour evening')).json()
    assert.deepEqual([user.name, user.language, user.invited_until], ['Otabek Rahimov', 'en', null])
    assert.equal(codeOf(await accept(token)), 'link.used')
  })

  test('sent again makes the one before void; withdrawn, it says so; after acceptance there is nothing to send', async () => {
    const [{ user } = { user: null }] = (await invite(['new3@acme.test'])).items
    const first = await invitationTo('new3@acme.test')
    const admin = desk.as('acme', 'admin')
    await admin(users.sendInvitation, { id: user!.id })
    assert.equal(codeOf(await accept(first)), 'link.replaced')
    const second = await invitationTo('new3@acme.test')
    await admin(users.withdrawInvitation, { id: user!.id })
    assert.equal(codeOf(await accept(second)), 'link.withdrawn')
    await admin(users.sendInvitation, { id: user!.id })
    assert.equal((await accept(await invitationTo('new3@acme.test'))).statusCode, 204)
    await assert.rejects(admin(users.sendInvitation, { id: user!.id }), { code: 'user.has_password' })
  })

  test('an expired one says so, and is no way to a reset', async () => {
    await invite(['new4@acme.test'])
    const token = await invitationTo('new4@acme.test')
    assert.equal((await reset(token, 'violet harbour evening')).statusCode, 404)
    await desk.running.platform.database.tenant(desk.tenantId('acme'), 'write', (db) =>
      db
        .updateTable('account_links')
        .set({ expires_at: new Date(0).toISOString() })
        .execute(),
    )
    assert.equal(codeOf(await accept(token)), 'link.expired')
  })

  test('who may only make customers invites nobody else', async () => {
    const agent = desk.as('acme', 'agent')
    await agent(users.invite, { people: [{ email: 'customer@acme.test' }] })
    for (const made of [
      () => agent(users.invite, { people: [{ email: 'boss@acme.test' }], role: 'admin' }),
      () => agent(users.create, { name: 'Boss', email: 'boss@acme.test', role: 'admin' }),
    ])
      await assert.rejects(made(), (error) => error instanceof Problem && error.status === 403)
  })
})

describe('sessions', () => {
  type Seen = { id: string; current: boolean; browser: string | null; system: string | null }
  const bearer = (answer: { json: <T>() => T }) => ({
    authorization: `Bearer ${answer.json<{ access_token: string }>().access_token}`,
  })
  const mine = async (headers: object) =>
    (await app.inject({ url: '/api/auth/sessions', headers: headers as never })).json<{ items: Seen[] }>().items
  const works = async (headers: object) =>
    (await app.inject({ url: '/api/auth/me', headers: headers as never })).statusCode === 200

  test('are listed with their devices, the asking one first; ended, their sockets close within a second', async () => {
    const { email } = await somebody()
    const here = bearer(await login(email, PASSWORD))
    const there = bearer(await login(email, PASSWORD, {}, FIREFOX))
    const { port } = app.server.address() as AddressInfo
    const line = await openLine(port, { token: there.authorization.slice(7), channels: ['ticket'] })
    const [current, other] = await mine(here)
    assert.deepEqual(
      [current!.current, other!.current, other!.browser, other!.system],
      [true, false, 'Firefox', 'Linux'],
    )

    const asked = Date.now()
    const ended = await app.inject({ method: 'DELETE', url: `/api/auth/sessions/${other!.id}`, headers: here })
    assert.equal(ended.statusCode, 204)
    assert.equal(await line.closed, 4401)
    assert.ok(Date.now() - asked < 1_000, `${Date.now() - asked} ms`)
    assert.equal(await works(there), false)
    assert.equal(await works(here), true)
    const gone = await app.inject({ method: 'DELETE', url: `/api/auth/sessions/${other!.id}`, headers: here })
    assert.equal(gone.statusCode, 404)
  })

  test('are seen again when they are used, beside the row whose every change is audited', async () => {
    const { email } = await somebody()
    const here = bearer(await login(email, PASSWORD))
    const inAcme = desk.running.platform.database
    const long = new Date(Date.now() - 3_600_000).toISOString()
    const [{ id } = { id: '' }] = await mine(here)
    await inAcme.tenant(desk.tenantId('acme'), 'write', (db) =>
      db.updateTable('sessions').set({ used_at: long }).where('id', '=', id).execute(),
    )
    forgetSession(desk.running.platform, { session_id: id })
    assert.equal(await works(here), true)
    const [seen] = (await app.inject({ url: '/api/auth/sessions', headers: here })).json<{
      items: { seen_at: string }[]
    }>().items
    assert.ok(Date.parse(seen!.seen_at) > Date.now() - 60_000)
    const row = await inAcme.tenant(desk.tenantId('acme'), 'read', (db) =>
      db.selectFrom('sessions').select('used_at').where('id', '=', id).executeTakeFirstOrThrow(),
    )
    assert.equal(Date.parse(row['used_at'] as string), Date.parse(long))
  })

  test('all others end, and one’s own stays', async () => {
    const { email } = await somebody()
    const [here, one, two] = [await login(email, PASSWORD), await login(email, PASSWORD), await login(email, PASSWORD)]
    const ended = await post('/api/auth/sessions/end-others', {}, bearer(here))
    assert.deepEqual(ended.json(), { ended: 2 })
    await eventually(async () => {
      for (const other of [one, two]) assert.equal(await works(bearer(other)), false)
    })
    assert.equal(await works(bearer(here)), true)
  })

  test('an administrator ends a person’s sessions; another’s sessions and another organisation’s are out of reach', async () => {
    const { id, email } = await somebody()
    const there = bearer(await login(email, PASSWORD))
    const [seen] = await mine(there)
    const paths = [`/api/users/${id}/sessions/${seen!.id}`, `/api/auth/sessions/${seen!.id}`]
    const stranger = await desk.signIn(app, 'globex', 'admin')
    const colleague = await desk.signIn(app, 'acme', 'agent')
    for (const url of paths)
      assert.equal((await app.inject({ method: 'DELETE', url, headers: stranger })).statusCode, 404)
    assert.equal((await post(`/api/users/${id}/sessions/end`, {}, stranger)).statusCode, 404)
    assert.equal((await app.inject({ url: `/api/users/${id}/sessions`, headers: stranger })).statusCode, 404)
    assert.equal((await app.inject({ method: 'DELETE', url: paths[0]!, headers: colleague })).statusCode, 403)
    assert.equal((await app.inject({ method: 'DELETE', url: paths[1]!, headers: colleague })).statusCode, 404)
    assert.equal(await works(there), true)

    const admin = await desk.signIn(app, 'acme', 'admin')
    const others = `/api/users/${desk.id('acme', 'agent')}/sessions/${seen!.id}`
    assert.equal((await app.inject({ method: 'DELETE', url: others, headers: admin })).statusCode, 404)
    assert.equal((await app.inject({ method: 'DELETE', url: paths[0]!, headers: admin })).statusCode, 204)
    await eventually(async () => assert.equal(await works(there), false))
    const again = bearer(await login(email, PASSWORD))
    assert.deepEqual((await post(`/api/users/${id}/sessions/end`, {}, admin)).json(), { ended: 1 })
    await eventually(async () => assert.equal(await works(again), false))
  })

  test('a deactivated person is out at once', async () => {
    const { id, email } = await somebody()
    const there = bearer(await login(email, PASSWORD))
    assert.equal(await works(there), true)
    await desk.as('acme', 'admin')(users.update, { id, is_active: false })
    await eventually(async () => assert.equal(await works(there), false))
    const { items } = await desk.as('acme', 'agent')(users.cards, { ids: [id] })
    assert.equal(items[0]!.is_active, false)
  })

  test('a sign-in from an unknown device is told by mail, from a known one it is not', async () => {
    const { email } = await somebody()
    await login(email, PASSWORD)
    await login(email, PASSWORD)
    assert.equal((await mailsTo(email)).length, 0)
    await login(email, PASSWORD, {}, FIREFOX)
    const [mail] = await mailsTo(email)
    assert.match(mail!.text, /Firefox, Linux/)
    await login(email, PASSWORD, {}, FIREFOX)
    assert.equal((await mailsTo(email)).length, 1)
  })
})

describe('the rules for passwords', () => {
  test('are the organisation’s own, hold everywhere, and an old password is changed at sign-in', async () => {
    const { id, email } = await somebody('globex')
    const admin = desk.as('globex', 'admin')
    await admin(security.set, { min_length: 16, kinds: 3, remembered: 1, max_age_days: 30 })
    await assert.rejects(admin(users.setPassword, { id, password: 'violet harbour' }), (error) => {
      assert.ok(error instanceof Problem)
      assert.deepEqual(
        error.refusals.map(({ code }) => code),
        ['too_small.string', 'password_kinds'],
      )
      return true
    })
    assert.equal((await login(email, PASSWORD)).statusCode, 200)
    await desk.running.platform.database.tenant(desk.tenantId('globex'), 'write', (db) =>
      db
        .updateTable('credentials')
        .set({ changed_at: new Date(Date.now() - 31 * 86_400_000).toISOString() })
        .where('user_id', '=', id)
        .execute(),
    )
    const expired = await login(email, PASSWORD)
    assert.deepEqual([expired.statusCode, codeOf(expired)], [403, 'password_expired'])
    assert.equal((await login(email, 'wrong password')).statusCode, 401)
    const weak = await login(email, PASSWORD, { new_password: 'violet harbour' })
    assert.deepEqual([weak.statusCode, ...refusalsOf(weak)], [422, 'too_small.string', 'password_kinds'])
    assert.equal((await login(email, PASSWORD, { new_password: 'Violet harbour 7 evenings' })).statusCode, 200)
    assert.equal((await login(email, 'Violet harbour 7 evenings')).statusCode, 200)
    await assert.rejects(desk.as('acme', 'agent')(security.get, {}), { status: 403 })
  })
})
