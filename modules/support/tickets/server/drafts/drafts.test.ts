import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { drafts } from '../../contract/composing/draft.ts'
import { tickets } from '../../contract.ts'

let p: TestPlatform
let agent: Call
let manager: Call
before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
  manager = p.as('acme', 'manager')
})
after(() => p.close())

const open = async () => (await p.as('acme', 'client')(tickets.create, { title: 'Касса' })).id
const write = (id: string, text: string, based_on: number | null, more: object = {}) =>
  agent(drafts.save, { id, mode: 'reply', text, based_on, ...more })

test('a draft is the same on all devices of its author; two tabs do not overwrite each other', async () => {
  const id = await open()
  const first = await write(id, 'Здрав', null)
  const second = await write(id, 'Здравствуйте', first.version)
  await assert.rejects(write(id, 'другое', first.version), { code: 'draft.newer', status: 409 })
  await assert.rejects(write(id, 'другое', null), { code: 'draft.newer' })
  assert.deepEqual(
    (await agent(drafts.list, { id })).items.map(({ text, version }) => [text, version]),
    [['Здравствуйте', second.version]],
  )
  const both = await Promise.allSettled(['a', 'b'].map((text) => write(id, text, second.version)))
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  await agent(drafts.discard, { id, mode: 'reply' })
  assert.deepEqual((await agent(drafts.list, { id })).items, [])
})

test('colleagues see that a draft is there, and read and take over a shared one only', async () => {
  const id = await open()
  const draft = await write(id, 'Почти готово', null)
  const [veiled] = (await manager(drafts.list, { id })).items
  assert.deepEqual([veiled!.author, veiled!.text], [p.id('acme', 'agent'), ''])
  await assert.rejects(manager(drafts.take, { id, draft: draft.id }), { status: 404 })
  const shared = await write(id, 'Почти готово', draft.version, { shared: true })
  assert.equal((await manager(drafts.list, { id })).items[0]!.text, 'Почти готово')
  const own = await manager(drafts.save, { id, mode: 'reply', text: 'моё', based_on: null })
  await assert.rejects(manager(drafts.take, { id, draft: shared.id }), { code: 'ticket_draft.own_there' })
  await manager(drafts.discard, { id, mode: own.mode })
  const taken = await manager(drafts.take, { id, draft: shared.id })
  assert.deepEqual([taken.author, taken.text, taken.shared], [p.id('acme', 'manager'), 'Почти готово', false])
  await assert.rejects(write(id, 'ещё', shared.version), { code: 'draft.newer' })
})

test('customers, analysts and other tenants have no drafts here', async () => {
  const id = await open()
  const asked = { id, mode: 'reply', text: 'x', based_on: null } as const
  await assert.rejects(p.as('acme', 'client')(drafts.save, asked), { status: 403 })
  await assert.rejects(p.as('acme', 'client')(drafts.list, { id }), { status: 403 })
  await assert.rejects(p.as('acme', 'analyst')(drafts.save, asked), { status: 403 })
  await assert.rejects(p.as('globex', 'agent')(drafts.save, asked), { status: 404 })
  await assert.rejects(p.as('globex', 'agent')(drafts.list, { id }), { status: 404 })
})
