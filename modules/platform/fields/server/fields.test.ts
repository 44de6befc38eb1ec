import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call, Input } from '#kernel/contract/index.ts'
import { type CustomField, customFields } from '#kernel/contract/index.ts'
import { views } from '#modules/platform/views/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { fields } from '../contract.ts'

let p: TestPlatform
let admin: Call
let agent: Call
let client: Call
before(async () => {
  p = await testPlatform()
  await p.start('worker', 'relay')
  admin = p.as('acme', 'admin')
  agent = p.as('acme', 'agent')
  client = p.as('acme', 'client')
})
after(() => p.close())

type Draft = Partial<Input<typeof CustomField>>
const define = (key: string, more: Draft = {}) =>
  admin(fields.create, { entity: 'ticket', key, type: 'text', labels: { en: key }, ...more } as Input<
    typeof CustomField
  >)
const open = (custom: object, more: object = {}, call = agent) =>
  call(tickets.create, { title: 'x', custom, ...more } as never)
const refusals = (wanted: [string, string][]) => (error: { refusals: { pointer: string; code: string }[] }) => {
  assert.deepEqual(
    error.refusals?.map((one) => [one.pointer, one.code]),
    wanted,
  )
  return true
}
const dropdown: Draft = {
  type: 'dropdown',
  filterable: true,
  options: [
    { key: 'low', labels: { en: 'Low' } },
    { key: 'high', labels: { en: 'High' } },
  ],
}

test('only who keeps fields defines them; a key is given once, for good', async () => {
  await assert.rejects(agent(fields.create, { entity: 'ticket', key: 'a', type: 'text', labels: { en: 'a' } }), {
    status: 403,
  })
  const { id } = await define('once')
  await assert.rejects(define('once'), refusals([['/key', 'key_taken']]))
  await admin(fields.archive, { id })
  await assert.rejects(define('once'), refusals([['/key', 'key_taken']]))
  await assert.rejects(define('day_from'), refusals([['/key', 'reserved']]))
  await assert.rejects(define('x', { entity: 'category' }), refusals([['/entity', 'no_custom_fields']]))
})

test('a value is checked by its field, and an unknown key is refused by name', async () => {
  await define('serial', { rules: { mask: '@@-###' }, outsiders: 'see' })
  await define('hours', { type: 'number', rules: { min: 0, max: 24, decimals: 1 } })
  await define('day', { type: 'date' })
  await assert.rejects(
    open({ serial: 'A-1', hours: 25, day: '2026-02-30', wild: 1 }),
    refusals([
      ['/custom/serial', 'mask'],
      ['/custom/hours', 'too_big.number'],
      ['/custom/day', 'format.date'],
      ['/custom/wild', 'unknown_field'],
    ]),
  )
  const { id, custom } = await open({ serial: 'Ab-123', hours: 7.5, day: '2026-02-28' })
  assert.deepEqual(custom, { serial: 'Ab-123', hours: 7.5, day: '2026-02-28' })
  const after = await agent(tickets.update, { id, custom: { hours: null, day: '2026-03-01' } })
  assert.deepEqual(after.custom, { serial: 'Ab-123', day: '2026-03-01' })
  const { items } = await agent(tickets.timeline, { id })
  assert.deepEqual(items.at(-1)!.changes, { 'custom.hours': [7.5, null], 'custom.day': ['2026-02-28', '2026-03-01'] })
})

test('what is required holds up a form and the API where it is shown, and never a mail or a hidden field', async () => {
  const grade = await define('grade', {
    ...dropdown,
    required: true,
    shown_if: { field: 'priority', test: 'is', values: ['critical'] },
  })
  await open({})
  await assert.rejects(open({}, { priority: 'critical' }), refusals([['/custom/grade', 'required']]))
  const byMail = p.by(p.actor('acme', 'agent'), { channel: 'email' })
  const { id } = await open({}, { priority: 'critical' }, byMail)
  await agent(tickets.update, { id, title: 'left as it is' })
  await agent(tickets.update, { id, custom: { grade: 'high' } })
  await assert.rejects(
    agent(tickets.update, { id, custom: { grade: null } }),
    refusals([['/custom/grade', 'required']]),
  )
  await client(tickets.create, { title: 'not theirs to fill', priority: 'critical' })
  await admin(fields.archive, { id: grade.id })
  await open({}, { priority: 'critical' })
  assert.equal((await agent(tickets.get, { id })).custom['grade'], 'high')
})

test('lists are filtered by several fields at once, of whatever type', async () => {
  await define('tier', dropdown)
  await define('cost', { type: 'number', filterable: true })
  await define('due', { type: 'date', filterable: true })
  await define('parts', { ...dropdown, type: 'choices' })
  await define('vip', { type: 'checkbox', filterable: true })
  const made = await Promise.all(
    [
      { tier: 'low', cost: 5, due: '2026-01-05', parts: ['low'], vip: true },
      { tier: 'high', cost: 50, due: '2026-02-05', parts: ['low', 'high'], vip: false },
      { tier: 'high', cost: 9 },
    ].map((custom) => open(custom, { title: 'filtered' })),
  )
  const found = async (custom: object) => {
    const { items } = await agent(tickets.list, { custom, q: 'filtered' } as never)
    return items.map(({ id }) => made.findIndex((one) => one.id === id)).toSorted((a, b) => a - b)
  }
  assert.deepEqual(await found({ tier: 'high' }), [1, 2])
  assert.deepEqual(await found({ tier: ['high', 'low'], cost_to: 9 }), [0, 2])
  assert.deepEqual(await found({ cost_from: '9', cost_to: '49' }), [2])
  assert.deepEqual(await found({ due_from: '2026-01-06' }), [1])
  assert.deepEqual(await found({ due: 'none' }), [2])
  assert.deepEqual(await found({ parts: 'low', vip: true }), [0])
  assert.deepEqual(await found({ parts: ['low', 'high'] }), [0, 1])
  assert.deepEqual(await found({ parts: 'none' }), [2])
  await assert.rejects(
    found({ hours: 1, nothing: 'x' }),
    refusals([
      ['/custom/hours', 'not_filterable'],
      ['/custom/nothing', 'unknown_field'],
    ]),
  )
})

test('customers see and fill what is opened to them, roles what is theirs', async () => {
  await define('theirs', { outsiders: 'fill' })
  await define('inner', { seen_by: ['manager'] })
  await assert.rejects(open({ inner: 'x' }, {}, client), refusals([['/custom/inner', 'not_yours']]))
  await assert.rejects(open({ inner: 'x' }), refusals([['/custom/inner', 'not_yours']]))
  const { id } = await open({ theirs: 'mine' }, {}, client)
  const manager = p.as('acme', 'manager')
  await manager(tickets.update, { id, custom: { inner: 'secret', serial: 'Ab-123', day: '2026-03-01' } })
  assert.deepEqual((await client(tickets.get, { id })).custom, { theirs: 'mine', serial: 'Ab-123' })
  assert.deepEqual((await client(tickets.list, { sort: '-created_at', limit: 1 })).items[0]!.custom, {
    theirs: 'mine',
    serial: 'Ab-123',
  })
  assert.equal((await agent(tickets.get, { id })).custom['inner'], undefined)
  assert.deepEqual(Object.keys((await client(tickets.timeline, { id })).items.at(-1)!.changes), ['custom.serial'])
  const seen = await client(fields.list, { entity: 'ticket' })
  assert.deepEqual(
    seen.items.map(({ key, editable }) => [key, editable]),
    [
      ['serial', false],
      ['theirs', true],
    ],
  )
  assert.deepEqual((await p.as('globex', 'admin')(fields.list, { entity: 'ticket' })).items, [])
})

test('a field that begins to be filtered has its old values put in place', async () => {
  const field = await define('late')
  const { id, version } = await open({ late: 'bird' })
  await admin(fields.update, { id: field.id, filterable: true, searched: true })
  const ask = () => agent(tickets.list, { custom: { late: 'bird' } } as never)
  for (let tries = 0; ; tries++) {
    const { items } = await admin(fields.list, { entity: 'ticket' })
    if (items.find(({ key }) => key === 'late')!.ready) break
    assert.ok(tries < 200, 'the values were not put in place')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const [found] = (await ask()).items
  assert.deepEqual([found!.id, found!.version], [id, version])
  assert.deepEqual(
    (await agent(tickets.list, { q: 'bird' })).items.map((one) => one.id),
    [id],
  )
})

test('pages below this module ask for definitions where it answers', () => {
  assert.equal(customFields.list.path, fields.list.path)
  assert.equal(customFields.list.name, fields.list.name)
})

test('a view that names a field which is no more, or hidden, is counted without it, and the others with it', async () => {
  const { id } = await define('brand', dropdown)
  await define('secret', { ...dropdown, seen_by: ['manager'] })
  await open({ brand: 'high' }, { title: 'branded' })
  const sets = [
    { key: 'brand', filters: { custom: { brand: 'high' } } },
    { key: 'secret', filters: { custom: { secret: 'low' } } },
    { key: 'all', filters: {} },
  ]
  const counted = async () => (await agent(views.counts, { entity: 'ticket', sets })).items.map(({ count }) => count)
  const [brand, secret, all] = await counted()
  assert.equal(brand, 1)
  assert.ok(all! > 1)
  assert.equal(secret, all)
  await admin(fields.archive, { id })
  assert.deepEqual(await counted(), [all, all, all])
})
