import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, Problem } from '#kernel/contract/index.ts'
import { teams } from '#modules/platform/identity/contract.ts'
import { clients, clientSources, clientStatuses, contacts, identity } from '../contract.ts'

let p: TestPlatform
let head: Call
let seller: Call
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  seller = p.as('acme', 'seller')
})
after(() => p.close())

const refused = (pointer: string, code: string) => (error: Problem) => {
  assert.deepEqual(
    error.refusals.map((one) => [one.pointer, one.code]),
    [[pointer, code]],
  )
  return true
}

test('a seller sees and changes their own and their team’s clients, a head of sales all, support none, another tenant nothing', async () => {
  const own = await seller(clients.create, { name: 'Own' })
  assert.equal(own.owner, p.id('acme', 'seller'))
  assert.equal(own.stage, 'lead')
  const other = await head(clients.create, { name: 'Other', owner: p.id('acme', 'sales_manager') })
  await assert.rejects(seller(clients.get, { id: other.id }), { status: 404 })
  await assert.rejects(seller(clients.update, { id: other.id, name: 'x' }), { status: 404 })
  await assert.rejects(seller(clients.create, { name: 'x', owner: p.id('acme', 'sales_manager') }), { status: 403 })
  await assert.rejects(p.as('acme', 'agent')(clients.get, { id: own.id }), { status: 403 })
  await assert.rejects(p.as('globex', 'admin')(clients.get, { id: own.id }), { status: 404 })
  assert.equal((await p.as('acme', 'analyst')(clients.get, { id: own.id })).name, 'Own')
  await assert.rejects(p.as('acme', 'analyst')(clients.update, { id: own.id, name: 'x' }), { status: 403 })
  await assert.rejects(seller(clients.remove, { id: own.id }), { status: 403 })

  const team = await p.as('acme', 'admin')(teams.create, { name: 'Sales' })
  const shared = await head(clients.create, { name: 'Shared', team: team.id })
  const inTeam = p.by({ ...p.actor('acme', 'seller'), teams: [team.id] })
  assert.equal((await inTeam(clients.update, { id: shared.id, name: 'Shared now' })).name, 'Shared now')
  await assert.rejects(inTeam(clients.update, { id: shared.id, owner: p.id('acme', 'admin') }), { status: 403 })
  assert.equal(
    (await seller(clients.update, { id: own.id, owner: p.id('acme', 'admin') })).owner,
    p.id('acme', 'admin'),
  )
})

test('an owner is one of the staff', async () => {
  await assert.rejects(
    head(clients.create, { name: 'x', owner: p.id('acme', 'client') }),
    refused('/owner', 'not_staff'),
  )
  await assert.rejects(
    head(clients.create, { name: 'x', owner: p.id('globex', 'admin') }),
    refused('/owner', 'unknown_reference'),
  )
})

test('an address, a number and a tax number belong to one client, however they are written', async () => {
  const first = await head(clients.create, {
    name: 'Anvar',
    email: 'Anvar@Example.com',
    phone: '90 123 45 67',
    tax_number: '301 234 567',
  })
  assert.deepEqual([first.email, first.phone, first.tax_number], ['anvar@example.com', '+998901234567', '301234567'])
  for (const [given, field] of [
    [{ email: 'ANVAR@example.COM' }, 'email'],
    [{ phone: '+998 (90) 123-45-67' }, 'phone'],
    [{ tax_number: '301-234-567' }, 'tax_number'],
  ] as const)
    await assert.rejects(head(clients.create, { name: 'Another', ...given }), (error: Problem) => {
      assert.deepEqual(error.refusals, [
        { pointer: `/${field}`, code: 'taken_by_client', params: { name: 'Anvar', client: first.id } },
      ])
      return true
    })
  const second = await head(clients.create, { name: 'Another' })
  await assert.rejects(
    head(clients.update, { id: second.id, phone: '901234567' }),
    refused('/phone', 'taken_by_client'),
  )
  await assert.rejects(
    seller(clients.create, { name: 'x', phone: '901234567' }),
    refused('/phone', 'taken_by_hidden_client'),
  )
  await p.as('globex', 'sales_manager')(clients.create, { name: 'Anvar', phone: '901234567' })
  await head(clients.update, { id: first.id, phone: '+998901234568' })
  await head(clients.update, { id: second.id, phone: '901234567' })
  await assert.rejects(head(clients.create, { name: 'x', phone: 'none' }), refused('/phone', 'phone_format'))
})

test('of two who write down the same client at once one is refused with the other’s name', async () => {
  const make = (name: string) => head(clients.create, { name, email: 'race@example.com' })
  const done = await Promise.allSettled(['One', 'Two', 'Three', 'Four'].map(make))
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of done)
    if (one.status === 'rejected')
      assert.deepEqual(
        (one.reason as Problem).refusals.map(({ code }) => code),
        ['taken_by_client'],
      )
})

test('a client that was put away is offered for restoring and comes back with everything', async () => {
  const gone = await head(clients.create, { name: 'Gone', email: 'gone@example.com', tags: ['vip'] })
  await head(clients.remove, { id: gone.id })
  await assert.rejects(head(clients.get, { id: gone.id }), { status: 404 })
  await assert.rejects(
    head(clients.create, { name: 'Gone', email: 'gone@example.com' }),
    refused('/email', 'taken_by_removed_client'),
  )
  const { items } = await head(identity.duplicates, { email: 'gone@example.com' })
  assert.deepEqual(items, [{ client: gone.id, name: 'Gone', removed: true, reasons: ['email'] }])
  assert.deepEqual((await head(clients.restore, { id: gone.id })).tags, ['vip'])
  await assert.rejects(head(clients.restore, { id: gone.id }), { code: 'client.not_removed' })
})

test('a lead becomes a client once, and its history says when and by whom', async () => {
  const status = await head(clientStatuses.create, { name: 'Active' })
  const { id } = await seller(clients.create, { name: 'Lead' })
  const now = await seller(clients.convert, { id, status: status.id })
  assert.equal(now.stage, 'client')
  assert.ok(now.converted_at)
  await assert.rejects(seller(clients.convert, { id }), { code: 'client.is_client', status: 409 })
  await seller(clients.update, { id, name: 'Client' })
  const { items } = await seller(clients.history, { client_id: id })
  assert.deepEqual(
    items.map(({ name, actor }) => [name, actor]),
    ['client.changed', 'client.converted', 'client.created'].map((name) => [name, p.id('acme', 'seller')]),
  )
  assert.deepEqual(items[1]!.changes['stage'], ['lead', 'client'])
  const page = await seller(clients.history, { client_id: id, limit: 1 })
  assert.equal((await seller(clients.history, { client_id: id, limit: 2, cursor: page.next! })).items.length, 2)
  await assert.rejects(p.as('globex', 'admin')(clients.history, { client_id: id }), { status: 404 })
})

test('a client has people, one of them the main one; they find the client', async () => {
  const { id } = await head(clients.create, { name: 'Tashkent Textile', kind: 'organisation' })
  const first = await head(contacts.create, { id, name: 'Dilnoza Karimova', phone: '901112233', is_main: true })
  const second = await head(contacts.create, { id, name: 'Bobur Aliyev', is_main: true })
  assert.equal(first.phone, '+998901112233')
  const { items } = await head(contacts.list, { id })
  assert.deepEqual(
    items.map(({ name, is_main }) => [name, is_main]),
    [
      ['Bobur Aliyev', true],
      ['Dilnoza Karimova', false],
    ],
  )
  const { items: same } = await head(identity.duplicates, { phone: '+998 90 111 22 33' })
  assert.deepEqual(same[0], { client: id, name: 'Tashkent Textile', removed: false, reasons: ['phone'] })
  await head(contacts.remove, { id, contact: second.id })
  await assert.rejects(head(contacts.update, { id, contact: second.id, name: 'x' }), { status: 404 })
  await assert.rejects(seller(contacts.list, { id }), { status: 404 })
})

test('one status of the list is what new clients get', async () => {
  const first = await head(clientStatuses.create, { name: 'New', is_default: true })
  const second = await head(clientStatuses.create, { name: 'Fresh', is_default: true })
  assert.equal((await head(clientStatuses.get, { id: first.id })).is_default, false)
  const source = await head(clientSources.create, { name: 'Site', is_default: true })
  const client = await head(clients.create, { name: 'x' })
  assert.deepEqual([client.status, client.source], [second.id, source.id])
  await assert.rejects(seller(clientStatuses.create, { name: 'x' }), { status: 403 })
})

test('who may be the same is found while it is typed: by number, by name in another order or alphabet', async () => {
  const { id } = await head(clients.create, {
    name: 'ООО «Самарканд Стекло»',
    kind: 'organisation',
    phone: '907654321',
  })
  const reasons = async (asked: object) =>
    (await head(identity.duplicates, asked)).items.find(({ client }) => client === id)?.reasons
  assert.deepEqual(await reasons({ name: 'Steklo Samarkand' }), ['name'])
  assert.deepEqual(await reasons({ name: 'самарканд' }), ['alike'])
  assert.deepEqual(await reasons({ phone: '90 765 43 21', name: 'самарканд стекло' }), ['phone', 'name'])
  assert.equal(await reasons({ name: 'самарканд стекло', of: id }), undefined)
  assert.deepEqual((await p.as('globex', 'sales_manager')(identity.duplicates, { phone: '907654321' })).items, [])
})

test('rows of an import are identified at once', async () => {
  const { id } = await head(clients.create, { name: 'Known', email: 'known@example.com' })
  const answer = await p.running.platform.within(p.actor('acme', 'sales_manager'), {}, ({ call }) =>
    call(identity.identify, {
      rows: [{ email: 'KNOWN@example.com' }, { phone: 'x' }, { phone: '8 916 123 45 67', tax_number: '' }],
    }),
  )
  assert.deepEqual(answer.rows, [
    {
      email: 'known@example.com',
      phone: null,
      tax_number: null,
      refusals: [],
      holders: [{ kind: 'email', client: id, removed: false }],
    },
    {
      email: null,
      phone: null,
      tax_number: null,
      refusals: [{ pointer: '/phone', code: 'phone_format' }],
      holders: [],
    },
    { email: null, phone: '+79161234567', tax_number: null, refusals: [], holders: [] },
  ])
})
