import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { problemOf } from '#kernel/server/http/problems.ts'
import { tickets } from '../../tickets/contract.ts'
import { categories } from '../contract.ts'

let p: TestPlatform
let manager: Call
before(async () => {
  p = await testPlatform()
  manager = p.as('acme', 'manager')
})
after(() => p.close())

const make = async (name: string, parent: string | null = null) =>
  (await manager(categories.create, { name, parent })).id
const refusal = (code: string) => (error: { refusals: { pointer: string; code: string }[] }) => {
  assert.deepEqual(
    error.refusals.map((one) => [one.pointer, one.code]),
    [['/parent', code]],
  )
  return true
}

test('everyone of the tenant reads them, managers keep them, nobody of another tenant sees them', async () => {
  const id = await make('Касса')
  for (const person of ['agent', 'analyst', 'client'] as const) {
    assert.equal((await p.as('acme', person)(categories.get, { id })).name, 'Касса')
    await assert.rejects(p.as('acme', person)(categories.create, { name: 'x' }), { status: 403 })
    await assert.rejects(p.as('acme', person)(categories.update, { id, name: 'x' }), { status: 403 })
  }
  await assert.rejects(p.as('globex', 'admin')(categories.get, { id }), { status: 404 })
  await assert.rejects(
    p.as('globex', 'admin')(categories.create, { name: 'x', parent: id }),
    refusal('unknown_reference'),
  )
})

test('the tree has no circles, no loose ends and an end', async () => {
  const root = await make('root')
  const child = await make('child', root)
  const leaf = await make('leaf', child)
  await assert.rejects(manager(categories.update, { id: root, parent: leaf }), refusal('circle'))
  await assert.rejects(manager(categories.update, { id: root, parent: root }), refusal('circle'))
  const deep = await make('fifth', await make('fourth', leaf))
  await assert.rejects(make('sixth', deep), refusal('too_deep'))
  await assert.rejects(manager(categories.remove, { id: child }), { code: 'category.has_children', status: 409 })
  await manager(categories.remove, { id: deep })
  await assert.rejects(make('x', deep), refusal('unknown_reference'))
})

test('two moves at the same time do not close a circle together', async () => {
  const [a, b] = [await make('a'), await make('b')]
  await Promise.allSettled([
    manager(categories.update, { id: a, parent: b }),
    manager(categories.update, { id: b, parent: a }),
  ])
  const parents = await Promise.all([a, b].map(async (id) => (await manager(categories.get, { id })).parent))
  assert.ok(parents.includes(null), 'a circle')
})

test('side by side a name stands once, whatever its case; it is free again once deleted', async () => {
  const id = await make('Сеть')
  await assert.rejects(make('сеть'), (error) => problemOf(error)?.code === 'duplicate')
  await make('Сеть', id)
  const other = await make('Почта')
  await manager(categories.remove, { id: other })
  await make('Почта')
})

test('a ticket keeps a category that is gone', async () => {
  const category = await make('Временная')
  const { id } = await p.as('acme', 'client')(tickets.create, { title: 'x', category })
  await manager(categories.remove, { id: category })
  const agent = p.as('acme', 'agent')
  assert.equal((await agent(tickets.update, { id, title: 'y' })).category, category)
})

test('a name is found by a part of it', async () => {
  await make('Мобильная связь')
  const found = await manager(categories.list, { q: 'ВЯЗ' })
  assert.deepEqual(
    found.items.map(({ name }) => name),
    ['Мобильная связь'],
  )
})
