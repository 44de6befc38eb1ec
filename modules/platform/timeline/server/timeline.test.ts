import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { timeline } from '../contract.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('what happened and what people wrote stand in one order, narrowed by kind, page by page', async () => {
  const seller = p.as('acme', 'seller')
  const { id } = await seller(clients.create, { name: 'Ann' })
  const of = { entity: 'client', record: id }
  const note = await seller(timeline.write, { ...of, kind: 'note', text: 'Calls back on Monday' })
  await seller(clients.update, { id, name: 'Anna' })
  await seller(timeline.write, { ...of, kind: 'call', text: '', call: { direction: 'in', minutes: 3 } })
  const all = await seller(timeline.list, of)
  assert.deepEqual(
    all.items.map(({ name, entry }) => entry?.kind ?? name),
    ['call', 'client.changed', 'note', 'client.created'],
  )
  assert.deepEqual(all.items[0]!.entry!.facts, { direction: 'in', outcome: 'reached', minutes: 3 })
  const kinds = async (...wanted: ('note' | 'change' | 'mail')[]) =>
    (await seller(timeline.list, { ...of, kinds: wanted })).items.length
  assert.deepEqual(
    [await kinds('note'), await kinds('change'), await kinds('note', 'change'), await kinds('mail')],
    [1, 2, 3, 0],
  )
  const page = await seller(timeline.list, { ...of, limit: 3 })
  assert.equal((await seller(timeline.list, { ...of, cursor: page.next! })).items[0]!.name, 'client.created')

  const changed = await seller(timeline.change, { id: note.id, text: 'Calls back on Tuesday' })
  assert.equal(changed.edits, 1)
  const other = p.as('acme', 'sales_manager')
  await assert.rejects(other(timeline.change, { id: note.id, text: 'x' }), { status: 403 })
  await assert.rejects(seller(timeline.write, { ...of, kind: 'note', text: ' ' }), { status: 422 })
  await seller(timeline.remove, { id: note.id })
  assert.equal(await kinds('note'), 0)
})

test('a timeline is as hidden as its record', async () => {
  const { id } = await p.as('acme', 'sales_manager')(clients.create, { name: 'Ann' })
  const of = { entity: 'client', record: id }
  await assert.rejects(p.as('acme', 'seller')(timeline.list, of), { status: 404 })
  await assert.rejects(p.as('acme', 'seller')(timeline.write, { ...of, kind: 'note', text: 'x' }), { status: 404 })
  await assert.rejects(p.as('globex', 'admin')(timeline.list, of), { status: 404 })
  await assert.rejects(p.as('acme', 'agent')(timeline.list, of), { status: 403 })
  await assert.rejects(p.as('acme', 'admin')(timeline.list, { ...of, entity: 'user' }), { status: 422 })
})
