import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { teams } from '#modules/platform/identity/contract.ts'
import { Ticket, tickets } from '../contract.ts'

let p: TestPlatform
before(async () => void (p = await testPlatform()))
after(() => p.close())

const nobody = '0198c0de-0000-7000-8000-000000000000'

test('a customer opens a ticket for themselves; it is new, and what they wrote is its preview', async () => {
  const ticket = await p.as('acme', 'client')(tickets.create, {
    title: 'Касса стоит',
    description: 'Добрый день\n\nс утра',
  })
  assert.deepEqual(Ticket.row.parse(ticket), ticket)
  const { requester, status, channel, preview, last_reply_by, comment_count, tags, assignee, version } = ticket
  assert.deepEqual(
    { requester, status, channel, preview, last_reply_by, comment_count, tags, assignee, version },
    {
      requester: p.id('acme', 'client'),
      status: 'new',
      channel: 'api',
      preview: 'Добрый день с утра',
      last_reply_by: 'requester',
      comment_count: 0,
      tags: [],
      assignee: null,
      version: 1,
    },
  )
})

test('staff open a ticket for a customer and hand it on at once', async () => {
  const agent = p.as('acme', 'agent')
  const [requester, assignee] = [p.id('acme', 'client'), p.id('acme', 'manager')]
  const ticket = await agent(tickets.create, { title: 'By phone', requester, assignee, status: 'in_progress' })
  assert.deepEqual([ticket.requester, ticket.assignee, ticket.status], [requester, assignee, 'in_progress'])
  const resolved = await agent(tickets.create, { title: 'Done while talking', requester, status: 'resolved' })
  assert.ok(resolved.resolved_at)
})

test('customers neither speak for others nor run the desk', async () => {
  const client = p.as('acme', 'client')
  const refused = { code: 'forbidden', status: 403 }
  await assert.rejects(client(tickets.create, { title: 'x', requester: p.id('acme', 'agent') }), refused)
  await assert.rejects(client(tickets.create, { title: 'x', assignee: p.id('acme', 'agent') }), refused)
  await assert.rejects(client(tickets.create, { title: 'x', status: 'resolved' }), refused)
})

test('a ticket is not born closed', async () => {
  const closed = p.as('acme', 'agent')(tickets.create, { title: 'x', status: 'closed' })
  await assert.rejects(closed, { code: 'ticket.cannot_move', status: 409 })
})

test('records of another tenant are not there, nor are those that were deleted', async () => {
  const other = p.as('globex', 'admin')
  const category = await other(categories.create, { name: 'Theirs' })
  const team = await other(teams.create, { name: 'Theirs' })
  const agent = p.as('acme', 'agent')
  const asked = {
    title: 'x',
    requester: p.id('globex', 'client'),
    assignee: nobody,
    category: category.id,
    team: team.id,
  }
  await assert.rejects(agent(tickets.create, asked), (error: { refusals: unknown; status: number }) => {
    assert.equal(error.status, 422)
    const pointers = ['requester', 'assignee', 'team', 'category']
    assert.deepEqual(
      error.refusals,
      pointers.map((field) => ({ pointer: `/${field}`, code: 'unknown_reference' })),
    )
    return true
  })
  const mine = await p.as('acme', 'admin')(categories.create, { name: 'Gone' })
  await p.as('acme', 'admin')(categories.remove, { id: mine.id })
  await assert.rejects(agent(tickets.create, { title: 'x', category: mine.id }), { status: 422 })
})

test('the database itself refuses a reference across tenants', async () => {
  const ticket = await p.as('acme', 'agent')(tickets.create, { title: 'x' })
  const stranger = p.id('globex', 'client')
  const moved = p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.updateTable('tickets').set({ requester: stranger }).where('id', '=', ticket.id).execute(),
  )
  await assert.rejects(moved, { code: '23503' })
})

test('only those who work on tickets can be given one', async () => {
  for (const person of ['client', 'analyst'] as const) {
    const given = p.as('acme', 'agent')(tickets.create, { title: 'x', assignee: p.id('acme', person) })
    await assert.rejects(given, { status: 422, refusals: [{ pointer: '/assignee', code: 'not_staff' }] })
  }
})

test('numbers have no gaps and no twins, however many open tickets at once and however many fail', async () => {
  const globex = p.as('globex', 'agent')
  const attempts = Array.from({ length: 40 }, (_, index) =>
    globex(tickets.create, index % 4 === 3 ? { title: 'fails', attachments: [nobody] } : { title: `№ ${index}` }),
  )
  const settled = await Promise.allSettled(attempts)
  const numbers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.number] : []))
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: 30 }, (_, index) => index + 1),
  )
})

test('a browser, a program and a mail are told apart', async () => {
  const app = await p.edge()
  const headers = await p.signIn(app, 'acme', 'client')
  const post = async (more: object) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/tickets',
      headers: { ...headers, ...more },
      payload: { title: 'x' },
    })
    assert.equal(answer.statusCode, 201, answer.body)
    return answer.json<{ channel: string }>().channel
  }
  assert.equal(await post({}), 'api')
  assert.equal(await post({ origin: 'http://localhost:8000' }), 'web')
  assert.equal(await post({ 'sec-fetch-site': 'same-origin' }), 'web')
  const byMail = await p.as('acme', 'client', { channel: 'email' })(tickets.create, { title: 'x' })
  assert.equal(byMail.channel, 'email')
})

test('a mistyped ticket is refused field by field', async () => {
  const app = await p.edge()
  const headers = await p.signIn(app, 'acme', 'client')
  const payload = { title: ' ', priority: 'urgent', tags: 'one', number: 7 }
  const answer = await app.inject({ method: 'POST', url: '/api/tickets', headers, payload })
  assert.equal(answer.statusCode, 422)
  const pointers = answer.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer)
  assert.deepEqual(pointers.toSorted(), ['/number', '/priority', '/tags', '/title'])
})
