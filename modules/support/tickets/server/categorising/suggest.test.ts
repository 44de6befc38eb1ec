import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { tickets } from '../../contract.ts'
import { categoryLearning, suggesting } from '../../contract/categorising.ts'

let p: TestPlatform
let manager: Call
let agent: Call
let till: string
let net: string
before(async () => {
  p = await testPlatform()
  manager = p.as('acme', 'manager')
  agent = p.as('acme', 'agent')
  till = (await manager(categories.create, { name: 'Касса', keywords: ['чек'] })).id
  net = (await manager(categories.create, { name: 'Интернет' })).id
  await p.start('relay', 'worker')
})
after(() => p.close())

const open = async (title: string, more: object = {}) => (await agent(tickets.create, { title, ...more })).id
const category = async (id: string) => (await agent(tickets.get, { id })).category
const thought = async (id: string) => (await agent(suggesting.suggestion, { id })).suggestion
const thoughtOf = async (id: string) => {
  await eventually(async () => assert.ok(await thought(id)))
  return (await thought(id))!
}

test('keywords put a new ticket into its category, with the word that did it; a chosen one is left alone', async () => {
  const chosen = await open('Где чек', { category: net })
  const id = await open('Не печатаются чеки')
  const { by_keywords, state, candidates } = await thoughtOf(id)
  assert.deepEqual([by_keywords, state], [true, 'set'])
  assert.deepEqual(candidates[0]!.words, [{ word: 'чек', weight: 1 }])
  assert.equal(await category(id), till)
  assert.equal(await category(chosen), net)
  assert.equal(await thought(chosen), null)
  const told = (await agent(tickets.timeline, { id })).items.at(-1)!
  assert.deepEqual(told.changes, { category: [null, till] })
  assert.notEqual(told.actor, p.id('acme', 'agent'))
})

test('what people chose is learned; below the threshold it is offered, and one click settles it', async () => {
  for (let n = 0; n < 12; n++) {
    await open(`Интернет пропадает вечером ${n}`, { category: net })
    await open(`Кассу заклинило, лента рвётся ${n}`, { category: till })
  }
  await manager(categoryLearning.set, { threshold: 1 })
  await manager(categoryLearning.train, {})
  await eventually(async () => assert.ok((await manager(categoryLearning.get, {})).trained_at))
  const { examples, categories: classes, accuracy, baseline } = await manager(categoryLearning.get, {})
  assert.deepEqual([examples, classes], [25, 2])
  assert.ok(accuracy! > baseline!, `${accuracy} ${baseline}`)

  const id = await open('Пропал интернет в офисе')
  const offered = await thoughtOf(id)
  assert.deepEqual([offered.state, offered.category, offered.by_keywords], ['offered', net, false])
  assert.ok(offered.candidates[0]!.words.some(({ word }) => word === 'интернет'))
  assert.equal(await category(id), null)
  assert.equal((await agent(suggesting.categorise, { id, category: till })).category, till)
  assert.equal((await thought(id))!.state, 'corrected')

  await manager(categoryLearning.set, { threshold: 0.5 })
  const sure = await open('Интернет пропадает вечером снова')
  assert.equal((await thoughtOf(sure)).state, 'set')
  assert.equal(await category(sure), net)
  await agent(suggesting.categorise, { id: sure, category: net })
  assert.equal((await thought(sure))!.state, 'confirmed')
  const changed = await open('Интернет пропадает вечером опять')
  await thoughtOf(changed)
  await agent(tickets.update, { id: changed, category: till })
  assert.equal((await thought(changed))!.state, 'corrected')
})

test('another process thinks the same; another organisation has learned nothing of it', async () => {
  const id = await open('Интернет пропадает вечером где-то')
  const first = await thoughtOf(id)
  const globex = p.as('globex', 'agent')
  const theirs = (await globex(tickets.create, { title: 'Интернет пропадает вечером' })).id
  const beside = await p.beside()
  await beside.running.start(['relay'])
  const other = await open('Интернет пропадает вечером где-то')
  const second = await thoughtOf(other)
  await beside.stop()
  assert.deepEqual(
    [second.category, second.confidence, second.candidates],
    [first.category, first.confidence, first.candidates],
  )
  assert.equal((await globex(suggesting.suggestion, { id: theirs })).suggestion, null)
  assert.equal((await p.as('globex', 'manager')(categoryLearning.get, {})).examples, 0)
  await assert.rejects(globex(suggesting.suggestion, { id }), { status: 404 })
  await assert.rejects(p.as('acme', 'client')(suggesting.suggestion, { id }), { status: 403 })
  await assert.rejects(agent(categoryLearning.train, {}), { status: 403 })
})
