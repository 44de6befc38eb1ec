import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, Problem } from '#kernel/contract/index.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, contacts, identity, merging } from '../../contract.ts'

let p: TestPlatform
let head: Call
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  await p.start('relay', 'worker')
})
after(() => p.close())

const about = (record: string) => ({ entity: 'client', record })

async function two() {
  const winner = await head(clients.create, { name: 'Aziz Karimov', email: 'aziz@example.com', tags: ['vip'] })
  const loser = await head(clients.create, {
    name: 'Karimov Aziz',
    email: 'karimov@example.com',
    phone: '901110011',
    tags: ['fair'],
    stage: 'client',
  })
  await head(contacts.create, { id: winner.id, name: 'Main of winner', is_main: true })
  await head(contacts.create, { id: loser.id, name: 'Main of loser', is_main: true })
  await head(timeline.write, { ...about(loser.id), kind: 'note', text: 'Likes tea' })
  return { winner, loser }
}

test('of the organisation’s own fields too either value is kept as chosen, and read back by undo', async () => {
  const define = (key: string) =>
    p.as('acme', 'admin')(fields.create, { entity: 'client', key, type: 'text', labels: { en: key } } as never)
  for (const key of ['floor', 'door', 'gate']) await define(key)
  const make = (name: string, custom: object) => head(clients.create, { name, custom } as never)
  const winner = await make('Own one', { floor: '1', door: 'oak' })
  const loser = await make('Own two', { floor: '2', door: 'steel', gate: 'north' })
  const take = { id: winner.id, other: loser.id, take: ['custom.floor'] as never }
  await assert.rejects(head(merging.merge, { ...take, take: ['custom.attic'] as never }), (error: Problem) => {
    assert.deepEqual(error.refusals[0], { pointer: '/take/0', code: 'unknown_field' })
    return true
  })
  const merged = await head(merging.merge, take)
  assert.deepEqual(merged.custom, { floor: '2', door: 'oak', gate: 'north' })
  const [{ id } = { id: '' }] = (await head(merging.merges, { id: winner.id })).items
  assert.deepEqual((await head(merging.undo, { merge: id })).custom, { floor: '1', door: 'oak' })
})

test('a merge takes the chosen fields and everything that points to the other, and is taken back whole', async () => {
  const { winner, loser } = await two()
  const seen = await head(merging.preview, { id: winner.id, other: loser.id })
  assert.deepEqual(seen.moves, [{ entity: 'client_contact', count: 1 }])

  const merged = await head(merging.merge, { id: winner.id, other: loser.id, take: ['email', 'phone'] })
  assert.deepEqual(
    [merged.name, merged.email, merged.phone, merged.stage, merged.tags],
    ['Aziz Karimov', 'karimov@example.com', '+998901110011', 'client', ['vip', 'fair']],
  )
  await assert.rejects(head(clients.get, { id: loser.id }), { status: 404 })
  await assert.rejects(head(clients.restore, { id: loser.id }), { code: 'client.was_merged' })
  const people = await head(contacts.list, { id: winner.id })
  assert.deepEqual(
    people.items.map(({ name, is_main }) => [name, is_main]),
    [
      ['Main of winner', true],
      ['Main of loser', false],
    ],
  )
  // By the address that was given up it is still found, also by an import.
  await assert.rejects(head(clients.create, { name: 'x', email: 'aziz@example.com' }), (error: Problem) => {
    assert.equal(error.refusals[0]!.params?.['client'], winner.id)
    return true
  })
  const told = await head(timeline.list, about(winner.id))
  assert.ok(told.items.some(({ entry }) => entry?.text === 'Likes tea'))
  assert.equal(told.items.find(({ name }) => name === 'client.merged')?.changes['email']?.[1], 'karimov@example.com')

  await head(clients.update, { id: winner.id, phone: '901110022' })
  const { items } = await head(merging.merges, { id: winner.id })
  await assert.rejects(p.as('globex', 'admin')(merging.undo, { merge: items[0]!.id }), { status: 404 })
  await assert.rejects(p.as('acme', 'seller')(merging.undo, { merge: items[0]!.id }), { status: 403 })
  const apart = await head(merging.undo, { merge: items[0]!.id })
  // What somebody changed since stays as they left it.
  assert.deepEqual(
    [apart.email, apart.phone, apart.stage, apart.tags],
    ['aziz@example.com', '+998901110022', 'lead', ['vip']],
  )
  const back = await head(clients.get, { id: loser.id })
  assert.deepEqual([back.email, back.phone, back.merged_into], ['karimov@example.com', '+998901110011', null])
  assert.deepEqual(
    (await head(contacts.list, { id: loser.id })).items.map(({ name, is_main }) => [name, is_main]),
    [['Main of loser', true]],
  )
  assert.ok(!(await head(timeline.list, about(winner.id))).items.some(({ entry }) => entry))
  await assert.rejects(head(merging.undo, { merge: items[0]!.id }), { code: 'client_merge.not_undoable', status: 409 })
})

test('a client is not merged with itself, nor by who may not', async () => {
  const one = await head(clients.create, { name: 'One' })
  const foreign = await p.as('globex', 'admin')(clients.create, { name: 'One' })
  await assert.rejects(head(merging.merge, { id: one.id, other: one.id }), { status: 422 })
  await assert.rejects(head(merging.merge, { id: one.id, other: foreign.id }), { status: 404 })
  await assert.rejects(p.as('acme', 'seller')(merging.merge, { id: one.id, other: one.id }), { status: 403 })
})

test('likely duplicates are found behind the scenes; who is no duplicate is remembered', async () => {
  const one = await head(clients.create, { name: 'OOO Ferghana Silk', kind: 'organisation' })
  const other = await head(clients.create, { name: 'Silk Ferghana', kind: 'organisation' })
  const both = [one.id, other.id].sort()
  await head(merging.find, {})
  const found = async () =>
    (await head(merging.pairs, {})).items.filter((pair) => pair.one.id === both[0] && pair.other.id === both[1])
  await eventually(async () =>
    assert.deepEqual(
      (await found()).map(({ reason }) => reason),
      ['name'],
    ),
  )
  await head(merging.setDifferent, { one: other.id, other: one.id })
  assert.deepEqual(await found(), [])
  const asked = { name: one.name, of: one.id }
  assert.deepEqual((await head(identity.duplicates, asked)).items, [])
  await head(merging.find, {})
  await head(merging.setDifferent, { one: one.id, other: other.id, different: false })
  assert.equal((await head(identity.duplicates, asked)).items[0]?.client, other.id)
})
