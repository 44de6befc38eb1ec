import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { ticketCommented, tickets, type Status } from '../../contract.ts'

let p: TestPlatform
let agent: Call
let client: Call
before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
  client = p.as('acme', 'client')
})
after(() => p.close())

const ways: Partial<Record<Status, Status[]>> = { closed: ['resolved', 'closed'], new: [] }
/** A ticket of the customer in some status. */
async function at(status: Status): Promise<string> {
  const { id } = await client(tickets.create, { title: 'Касса', description: 'стоит' })
  for (const step of ways[status] ?? [status]) await agent(tickets.move, { id, status: step })
  return id
}
const get = (id: string) => agent(tickets.get, { id })

test('a reply of the customer brings back what waited or seemed done, and leaves the rest', async () => {
  const table: [Status, Status][] = [
    ['new', 'new'],
    ['in_progress', 'in_progress'],
    ['waiting', 'in_progress'],
    ['resolved', 'in_progress'],
  ]
  for (const [from, to] of table) {
    const id = await at(from)
    await client(tickets.comment, { id, text: 'Всё ещё стоит' })
    const ticket = await get(id)
    assert.deepEqual([ticket.status, ticket.last_reply_by, ticket.resolved_at], [to, 'requester', null], from)
  }
})

test('a customer cannot write to a closed ticket and is told to open a new one; staff can', async () => {
  const id = await at('closed')
  await assert.rejects(client(tickets.comment, { id, text: 'ещё' }), { code: 'ticket.closed_to_customer', status: 409 })
  await agent(tickets.comment, { id, text: 'Для порядка' })
  assert.equal((await get(id)).status, 'closed')
  const app = await p.edge()
  const headers = { ...(await p.signIn(app, 'acme', 'client')), 'accept-language': 'ru' }
  const answer = await app.inject({
    method: 'POST',
    url: `/api/tickets/${id}/comments`,
    headers,
    payload: { text: 'ещё' },
  })
  assert.equal(answer.statusCode, 409)
  assert.match(answer.json<{ detail: string }>().detail, /Создайте новое/)
})

test('a reply of staff is counted and previewed, and moves the ticket in the same breath', async () => {
  const id = await at('new')
  const long = 'Перезагрузите кассу. '.repeat(30)
  const written = await agent(tickets.comment, { id, text: long, status: 'waiting' })
  const ticket = await get(id)
  assert.deepEqual([ticket.status, ticket.last_reply_by, ticket.comment_count], ['waiting', 'staff', 1])
  assert.ok(ticket.preview.startsWith('Перезагрузите кассу. Перезагрузите') && ticket.preview.length <= 200)
  assert.ok(ticket.last_reply_at > ticket.created_at)
  const { items } = await agent(tickets.timeline, { id })
  assert.deepEqual(
    items.map(({ name }) => name),
    ['ticket.created', 'ticket.commented', 'ticket.changed'],
  )
  assert.equal(items[1]!.comment, written.id)
  assert.deepEqual(items[2]!.changes, { status: ['new', 'waiting'] })
})

test('a reply whose move is refused is not written', async () => {
  const id = await at('new')
  await assert.rejects(agent(tickets.comment, { id, text: 'x', status: 'closed' }), { code: 'ticket.cannot_move' })
  await assert.rejects(client(tickets.comment, { id, text: 'x', status: 'resolved' }), { status: 403 })
  assert.deepEqual((await agent(tickets.comments, { id })).items, [])
})

test('a note leaves no trace that a customer could see', async () => {
  const id = await at('waiting')
  const before = await get(id)
  await agent(tickets.comment, { id, text: 'Он платит с опозданием', internal: true })
  assert.deepEqual(await get(id), before)
  await assert.rejects(client(tickets.comment, { id, text: 'x', internal: true }), { status: 403 })
})

test('an empty reply says nothing', async () => {
  const id = await at('new')
  await assert.rejects(client(tickets.comment, { id, text: ' \n ' }), { status: 422 })
  await assert.rejects(client(tickets.comment, { id, text: '' }), { status: 422 })
})

test('comments come in the order of writing, page by page, however many write at once', async () => {
  const id = await at('in_progress')
  await Promise.all(
    Array.from({ length: 7 }, (_, index) => (index % 2 ? agent : client)(tickets.comment, { id, text: `${index}` })),
  )
  const whole = (await agent(tickets.comments, { id })).items
  assert.equal(whole.length, 7)
  assert.equal((await get(id)).comment_count, 7)
  const paged = []
  let after: string | undefined
  do {
    const page = await agent(tickets.comments, { id, limit: 3, ...(after && { after }) })
    paged.push(...page.items)
    after = page.next ?? undefined
  } while (after)
  assert.deepEqual(paged, whole)
  const { items } = await agent(tickets.timeline, { id })
  assert.deepEqual(
    items.flatMap(({ comment }) => comment ?? []),
    whole.map((comment) => comment.id),
  )
})

test('the timeline is read page by page', async () => {
  const id = await at('closed')
  const whole = (await agent(tickets.timeline, { id })).items
  const first = await agent(tickets.timeline, { id, limit: 2 })
  const second = await agent(tickets.timeline, { id, limit: 2, cursor: first.next! })
  assert.deepEqual([...first.items, ...second.items], whole)
  assert.equal(second.next, null)
  for (const cursor of ['x', '1-', `${'9'.repeat(20)}-1`])
    await assert.rejects(agent(tickets.timeline, { id, cursor }), { code: 'cursor', status: 400 })
})

/** A stored file, as if uploaded by this person. */
async function file(
  { running, tenantId, id }: TestPlatform,
  tenant: 'acme' | 'globex',
  person: 'agent' | 'client',
  name: string,
): Promise<string> {
  const row = await running.platform.database.tenant(tenantId(tenant), 'write', (db) =>
    db
      .insertInto('files')
      .values({ name, type: 'text/plain', size: 5, sha256: '0'.repeat(64), uploaded_by: id(tenant, person) })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return (row as { id: string }).id
}

test('files are attached by those who uploaded them, once', async () => {
  const [log, photo] = [await file(p, 'acme', 'client', 'касса.log'), await file(p, 'acme', 'client', 'photo.png')]
  const { id } = await client(tickets.create, { title: 'x', attachments: [log] })
  const { items } = await client(tickets.attachments, { id })
  assert.deepEqual(
    items.map(({ name, size, file: of, comment }) => ({ name, size, of, comment })),
    [{ name: 'касса.log', size: 5, of: log, comment: null }],
  )
  await assert.rejects(client(tickets.comment, { id, text: 'again', attachments: [log] }), { code: 'attachment.taken' })
  const written = await client(tickets.comment, { id, text: 'photo', attachments: [photo] })
  assert.deepEqual(
    written.attachments.map(({ name }) => name),
    ['photo.png'],
  )
  const foreign = [await file(p, 'acme', 'agent', 'a'), await file(p, 'globex', 'client', 'b')]
  for (const one of foreign) {
    const taken = client(tickets.comment, { id, text: 'x', attachments: [one] })
    await assert.rejects(taken, { status: 422, refusals: [{ pointer: '/attachments/0', code: 'unknown_reference' }] })
  }
  const administrator = p.as('acme', 'admin')(tickets.comment, { id, text: 'x', attachments: [foreign[0]!] })
  await assert.rejects(administrator, { status: 422 })
})

test('an attachment is read through its ticket, by whoever sees the ticket', async () => {
  const app = await p.edge()
  const [customer, staff] = [await p.signIn(app, 'acme', 'client'), await p.signIn(app, 'acme', 'agent')]
  const type = { 'content-type': 'text/plain' }
  const uploaded = await app.inject({
    method: 'POST',
    url: '/api/files?name=a.log',
    headers: { ...customer, ...type },
    payload: 'E-42',
  })
  const file = uploaded.json<{ id: string }>().id
  const { id } = await client(tickets.create, { title: 'x', attachments: [file] })
  const [attachment] = (await agent(tickets.attachments, { id })).items
  const url = `/api/tickets/${id}/attachments/${attachment!.id}`
  assert.equal((await app.inject({ url, headers: staff })).body, 'E-42')
  assert.equal((await app.inject({ url: `/api/files/${file}/content`, headers: staff })).statusCode, 404)
  const { id: other } = await client(tickets.create, { title: 'y' })
  const elsewhere = `/api/tickets/${other}/attachments/${attachment!.id}`
  assert.equal((await app.inject({ url: elsewhere, headers: staff })).statusCode, 404)
})

test('of two who attach one file at the same time one is refused', async () => {
  const one = await file(p, 'acme', 'client', 'x')
  const both = await Promise.allSettled([1, 2].map(() => client(tickets.create, { title: 'x', attachments: [one] })))
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
})

test('events tell what a list shows, and a note only to those who may read notes', async () => {
  const id = await at('new')
  await agent(tickets.comment, { id, text: 'секрет', internal: true })
  const rows = (await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db.selectFrom('event_log').select(['name', 'payload']).where('about_id', '=', id).orderBy('position').execute(),
  )) as { name: string; payload: { ticket: object } }[]
  for (const { payload } of rows) assert.ok(!('description' in payload.ticket))
  const note = ticketCommented.payload.parse(rows.at(-1)!.payload) as Parameters<typeof ticketCommented.needs>[0]
  assert.equal(ticketCommented.needs(note), 'tickets.read_notes')
})
