import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { tickets } from '../../contract.ts'
import { ticketTags } from '../../contract/tags.ts'

let p: TestPlatform
let agent: Call
let manager: Call
before(async () => {
  p = await testPlatform()
  agent = p.as('acme', 'agent')
  manager = p.as('acme', 'manager')
})
after(() => p.close())

const open = async (...tags: string[]) => (await agent(tickets.create, { title: 'x', tags })).id
const tagsOf = async (id: string) => (await agent(tickets.get, { id })).tags
const used = async () =>
  Object.fromEntries((await agent(ticketTags.list, {})).items.map(({ tag, tickets: count }) => [tag, count]))

test('tags are renamed and merged where they stand, told of in the timeline, and deleted', async () => {
  const one = await open('касса', 'vpn')
  const two = await open('kassa', 'касса')
  const theirs = (await p.as('globex', 'agent')(tickets.create, { title: 'x', tags: ['касса'] })).id
  assert.deepEqual(await used(), { касса: 2, kassa: 1, vpn: 1 })
  assert.deepEqual(await manager(ticketTags.rename, { tag: 'Касса', becomes: 'KASSA' }), { changed: 2, goes_on: false })
  assert.deepEqual([await tagsOf(one), await tagsOf(two)], [['kassa', 'vpn'], ['kassa']])
  assert.deepEqual((await agent(tickets.timeline, { id: one })).items.at(-1)!.changes, {
    tags: [
      ['касса', 'vpn'],
      ['kassa', 'vpn'],
    ],
  })
  await manager(ticketTags.remove, { tag: 'kassa' })
  assert.deepEqual(await used(), { vpn: 1 })
  assert.deepEqual((await p.as('globex', 'agent')(tickets.get, { id: theirs })).tags, ['касса'])
  await assert.rejects(manager(ticketTags.rename, { tag: 'vpn', becomes: 'VPN ' }), { status: 422 })
  await assert.rejects(agent(ticketTags.remove, { tag: 'vpn' }), { status: 403 })
  await assert.rejects(p.as('acme', 'client')(ticketTags.list, {}), { status: 403 })
})

test('more tickets than one batch are changed by a job, to the last of them', async () => {
  await p.start('worker')
  const row = { priority: 'low', status: 'new', requester: p.id('acme', 'client'), channel: 'web', description: '' }
  const at = new Date().toISOString()
  const many = Array.from({ length: 450 }, (_, n) => ({
    ...row,
    number: 10_000 + n,
    title: 'x',
    tags: ['many'],
    last_reply_at: at,
    last_reply_by: 'requester',
    preview: '',
  }))
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', (db) =>
    db.insertInto('tickets').values(many).execute(),
  )
  assert.deepEqual(await manager(ticketTags.rename, { tag: 'many', becomes: 'all' }), { changed: 200, goes_on: true })
  await eventually(async () => assert.equal((await used())['all'], 450))
})
