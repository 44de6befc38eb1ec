// A company whose people see each other's tickets: lists, gets, search and live lines, at once and never more than that.
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, test, type TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { organisations, users } from '#modules/platform/identity/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { PASSWORD, testPlatform, type TestPlatform } from '#app/testing.ts'
import { type Line, openLine } from './testing/socket.ts'

let desk: TestPlatform
let app: FastifyInstance
let port: number
let company: string
/** Hears of every change of a company. */
let watcher: Line
before(async () => {
  desk = await testPlatform()
  app = await desk.edge()
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
  await desk.start('web', 'relay')
  company = (await desk.as('acme', 'manager')(organisations.create, { name: 'Nord', domains: ['@Nord.example'] })).id
  const { authorization } = await desk.signIn(app, 'acme', 'agent')
  watcher = await openLine(port, { token: authorization.replace('Bearer ', ''), channels: ['organisation'] })
})
after(async () => {
  watcher.socket.terminate()
  await desk.close()
})

type Person = { id: string; authorization: string }
async function signedIn(email: string): Promise<Person> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username: email, password: PASSWORD, tenant: 'acme' },
  })
  const { access_token, user } = answer.json<{ access_token: string; user: { id: string } }>()
  return { id: user.id, authorization: `Bearer ${access_token}` }
}
/** A customer with this address; at nord.example they belong to the company by themselves. */
async function customer(name: string): Promise<Person> {
  const email = `${name}@nord.example`
  await desk.as('acme', 'admin')(users.create, { name, email, password: PASSWORD })
  return signedIn(email)
}
async function get<T>({ authorization }: Person, url: string): Promise<{ status: number; body: T }> {
  const answer = await app.inject({ method: 'GET', url: `/api${url}`, headers: { authorization } })
  return { status: answer.statusCode, body: answer.json<T>() }
}
async function post({ authorization }: Person, url: string, payload: object): Promise<number> {
  return (await app.inject({ method: 'POST', url: `/api${url}`, headers: { authorization }, payload })).statusCode
}
const listed = async (person: Person) =>
  (await get<{ items: { id: string }[] }>(person, '/tickets?limit=200')).body.items.map(({ id }) => id)
const found = async (person: Person, word: string) =>
  (await get<{ items: { id: string }[] }>(person, `/search?q=${word}`)).body.items.map(({ id }) => id)
/** Changes what the company opens, and waits until this process has heard of it: rights are known anew from then on. */
async function allow(sees: boolean, answers = false): Promise<void> {
  const { version } = await desk.as('acme', 'manager')(organisations.update, {
    id: company,
    sees_colleagues_tickets: sees,
    answers_colleagues_tickets: answers,
    note: `${(changes += 1)}`,
  })
  await watcher.next(
    'event',
    ({ payload }) => (payload as { organisation?: { version: number } }).organisation?.version === version,
  )
}
let changes = 0

test('a customer by mail domain belongs to the company; public domains and taken ones are refused', async () => {
  const manager = desk.as('acme', 'manager')
  const { id } = await customer('first')
  assert.equal((await desk.as('acme', 'admin')(users.get, { id })).organisation, company)
  const refused = (code: string) => (error: { refusals: { code: string; pointer: string }[] }) =>
    error.refusals[0]!.code === code && error.refusals[0]!.pointer === '/domains/0'
  await assert.rejects(manager(organisations.create, { name: 'A', domains: ['gmail.com'] }), refused('public_domain'))
  await assert.rejects(manager(organisations.create, { name: 'B', domains: ['nord.example'] }), refused('taken_domain'))
  await assert.rejects(manager(organisations.create, { name: 'C', domains: ['no domain'] }), refused('mail_domain'))
  await assert.rejects(manager(organisations.remove, { id: company }), { code: 'organisation.has_people' })
  await assert.rejects(desk.as('globex', 'admin')(organisations.get, { id: company }), { status: 404 })
  await assert.rejects(
    desk.as('globex', 'admin')(users.create, { name: 'x', email: 'x@globex.test', organisation: company }),
    { status: 422 },
  )
})

test('colleagues are strangers until the company opens their tickets, and strangers again after', async () => {
  const [asker, colleague] = [await customer('asker'), await customer('colleague')]
  const outsider = await signedIn('client@acme.test')
  await desk.as('acme', 'admin')(users.update, { id: outsider.id, organisation: null })
  await post(asker, '/tickets', { title: 'The kaleidoscope hums' })
  const [ticket] = (await listed(asker)) as [string]
  await desk.as('acme', 'agent')(tickets.comment, { id: ticket, text: 'A note on the periscope', internal: true })
  await desk.as('acme', 'agent')(tickets.comment, { id: ticket, text: 'We look at the telescope' })
  const sees = async (person: Person) => ({
    list: (await listed(person)).includes(ticket),
    get: (await get(person, `/tickets/${ticket}`)).status === 200,
    comments: (await get(person, `/tickets/${ticket}/comments`)).status === 200,
    search: (await found(person, 'kaleidoscope')).includes(ticket),
    replies: (await found(person, 'telescope')).includes(ticket),
    answers: (await post(person, `/tickets/${ticket}/comments`, { text: 'I have it too' })) === 201,
    changes: (await post(person, `/tickets/${ticket}/close`, {})) === 200,
  })
  const nothing = {
    list: false,
    get: false,
    comments: false,
    search: false,
    replies: false,
    answers: false,
    changes: false,
  }
  const reads = { ...nothing, list: true, get: true, comments: true, search: true, replies: true }
  assert.deepEqual(await sees(colleague), nothing)

  await allow(true)
  assert.deepEqual(await sees(colleague), reads)
  assert.deepEqual(await sees(outsider), nothing)
  const { body } = await get<{ organisation: { name: string; opens: string[] } }>(colleague, '/auth/me')
  assert.deepEqual(body.organisation, { id: company, name: 'Nord', opens: ['tickets.read'] })

  await allow(true, true)
  assert.deepEqual(await sees(colleague), { ...reads, answers: true })
  // Notes never, neither read nor found.
  const { body: thread } = await get<{ items: { internal: boolean }[] }>(colleague, `/tickets/${ticket}/comments`)
  assert.equal(thread.items.length, 2)
  assert.ok(thread.items.every(({ internal }) => !internal))
  assert.deepEqual(await found(colleague, 'periscope'), [])
  assert.equal(await post(asker, `/tickets/${ticket}/close`, {}), 200)
  assert.equal(await post(colleague, `/tickets/${ticket}/reopen`, {}), 200)
  assert.equal((await desk.as('acme', 'agent')(tickets.get, { id: ticket })).status, 'in_progress')

  await allow(false, true)
  assert.deepEqual(await sees(colleague), nothing)
})

test('tickets go with their requester into another company and out of it', async () => {
  const admin = desk.as('acme', 'admin')
  const mover = await customer('mover')
  await post(mover, '/tickets', { title: 'Goes along' })
  const [id] = (await listed(mover)) as [string]
  const other = await admin(organisations.create, { name: 'South' })
  assert.equal((await admin(tickets.get, { id })).organisation, company)
  await admin(users.update, { id: mover.id, organisation: other.id })
  assert.equal((await admin(tickets.get, { id })).organisation, other.id)
  await admin(users.update, { id: mover.id, organisation: null })
  assert.equal((await admin(tickets.get, { id })).organisation, null)
})

test('an open line hears of colleagues’ tickets from the moment on that it may, and no longer', async (t: TestContext) => {
  await allow(false)
  const [asker, listener] = [await customer('speaker'), await customer('listener')]
  const line = async () => {
    const opened = await openLine(port, { token: listener.authorization.replace('Bearer ', ''), channels: ['ticket'] })
    t.after(() => opened.socket.terminate())
    return opened
  }
  const titles = (opened: Awaited<ReturnType<typeof line>>) =>
    opened.heard.map(({ payload }) => (payload as { ticket: { title: string } }).ticket.title)

  const closed = await line()
  await post(asker, '/tickets', { title: 'Unheard' })
  await allow(true)
  assert.equal(await closed.closed, 4401)
  assert.deepEqual(titles(closed), [])

  const open = await line()
  await post(asker, '/tickets', { title: 'Heard' })
  await open.next('event', ({ name }) => name === 'ticket.created')
  const ticket = (await listed(asker))[0]!
  await desk.as('acme', 'agent')(tickets.comment, { id: ticket, text: 'Among us', internal: true })
  await allow(false)
  assert.equal(await open.closed, 4401)
  await post(asker, '/tickets', { title: 'Unheard again' })
  assert.deepEqual(titles(open), ['Heard'])
  assert.deepEqual(
    await get(listener, '/auth/me').then(({ body }) => (body as { organisation: { opens: [] } }).organisation.opens),
    [],
  )
})
