// Fields that an organisation adds to its clients: kept, found, merged and given back, and hidden from who may not see them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, CustomField, Input } from '#kernel/contract/index.ts'
import { bulk } from '#modules/platform/bulk/contract.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { clients, merging } from '../contract.ts'

let p: TestPlatform
let head: Call
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  const admin = p.as('acme', 'admin')
  const add = (key: string, more: object) =>
    admin(fields.create, { entity: 'client', key, type: 'text', labels: { en: key }, ...more } as Input<
      typeof CustomField
    >)
  await add('place', { searched: true })
  await add('margin', { seen_by: ['manager'] })
})
after(() => p.close())

test('a client keeps its organisation’s fields, is found by them, and its history tells of them', async () => {
  const { id } = await head(clients.create, { name: 'With a place', custom: { place: 'Registan' } })
  await head(clients.create, { name: 'Elsewhere', custom: { place: 'Khiva' } })
  const found = await head(clients.list, { q: 'Registan' })
  assert.deepEqual(
    found.items.map((one) => one.id),
    [id],
  )
  const after = await head(clients.update, { id, custom: { place: 'Bukhara' } })
  assert.deepEqual(after.custom, { place: 'Bukhara' })
  const { items } = await head(clients.history, { client_id: id })
  assert.deepEqual(items[0]!.changes, { 'custom.place': ['Registan', 'Bukhara'] })
  await assert.rejects(head(clients.update, { id, custom: { unheard_of: 1 } }), { status: 422 })
})

test('a merge keeps the fields of both, also those that who merges does not see, and gives them back', async () => {
  const admin = p.as('acme', 'admin')
  const one = await admin(clients.create, { name: 'One', custom: { place: 'Nukus' } })
  const other = await admin(clients.create, { name: 'Other', custom: { place: 'Termez', margin: '12' } })
  const shown = await head(merging.preview, { id: one.id, other: other.id })
  assert.deepEqual(shown.loser.custom, { place: 'Termez' })
  const merged = await head(merging.merge, { id: one.id, other: other.id, take: [] })
  assert.deepEqual(merged.custom, { place: 'Nukus' })
  assert.deepEqual((await admin(clients.get, { id: one.id })).custom, { place: 'Nukus', margin: '12' })
  const { items } = await head(merging.merges, { id: one.id })
  await head(merging.undo, { merge: items[0]!.id })
  assert.deepEqual((await admin(clients.get, { id: one.id })).custom, { place: 'Nukus' })
  assert.deepEqual((await admin(clients.get, { id: other.id })).custom, { place: 'Termez', margin: '12' })
  const history = await head(clients.history, { client_id: one.id })
  for (const { changes } of history.items) assert.ok(!('custom.margin' in changes))
})

test('a field is set for many at once, and taken back where nobody changed it since', async () => {
  const make = async (name: string, custom: object) => (await head(clients.create, { name, custom } as never)).id
  const ids = [await make('Empty', {}), await make('Full', { place: 'Jizzakh' }), await make('Later', {})]
  const run = await head(bulk.start, {
    entity: 'client',
    action: clients.update.name,
    input: { custom: { place: 'Fergana' } },
    selection: { ids },
  })
  assert.equal(run.changed, 3)
  const placesOf = () => Promise.all(ids.map(async (id) => (await head(clients.get, { id })).custom['place']))
  assert.deepEqual(await placesOf(), ['Fergana', 'Fergana', 'Fergana'])
  await head(clients.update, { id: ids[2]!, custom: { place: 'Gulistan' } })
  const undone = await head(bulk.undo, { id: run.id })
  assert.equal(undone.undone, 2)
  assert.deepEqual(await placesOf(), [undefined, 'Jizzakh', 'Gulistan'])
})
