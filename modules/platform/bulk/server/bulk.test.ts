// One command for many records: who may, which records, what is skipped, stopped, taken back, and exactly once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { bulk, type BulkRunRow } from '../contract.ts'
import { workPiece } from './work.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

const agent = () => p.as('acme', 'agent')
let count = 0
/** Tickets in a category of their own, so that a filter finds them alone. */
async function desk(many: number, more: object = {}) {
  const { id: category } = await p.as('acme', 'admin')(categories.create, { name: `Case ${(count += 1)}` })
  const ids: string[] = []
  for (let made = 0; made < many; made++)
    ids.push((await agent()(tickets.create, { title: `T ${made}`, category, ...more })).id)
  return { category, ids, selection: { filter: { category: [category] } } }
}
const ticket = (id: string) => agent()(tickets.get, { id })
const urgent = { entity: 'ticket', action: 'tickets.update', input: { priority: 'critical' } }
const piece = (from = p) => workPiece(from.running.platform, p.tenantId('acme'), p.id('acme', 'agent'))
async function finish(): Promise<void> {
  while (await piece());
}
const figures = ({ state, total, done, changed, undone, skipped, undo_skipped }: BulkRunRow) => ({
  state,
  total,
  done,
  changed,
  undone,
  skipped: skipped.map(({ code, count: many }) => [code, many]),
  undo_skipped: undo_skipped.map(({ code, count: many }) => [code, many]),
})
const status = (wanted: number) => (error: unknown) => (error as { status: number }).status === wanted

test('a few are done when it answers, each by its own rules, and taken back at once', async () => {
  const { ids } = await desk(3)
  await agent()(tickets.move, { id: ids[0]!, status: 'resolved' })
  await agent()(tickets.update, { id: ids[1]!, priority: 'critical' })
  const run = await agent()(bulk.start, { ...urgent, selection: { ids } })
  assert.deepEqual(figures(run), {
    state: 'done',
    total: 3,
    done: 3,
    changed: 2,
    undone: 0,
    skipped: [['already_so', 1]],
    undo_skipped: [],
  })
  assert.deepEqual(run.skipped[0]!.ids, [ids[1]])
  await agent()(tickets.update, { id: ids[0]!, priority: 'low' })
  const undone = await agent()(bulk.undo, { id: run.id })
  assert.deepEqual([undone.state, undone.undone], ['undone', 1])
  assert.deepEqual(figures(undone).undo_skipped, [['changed_since', 1]])
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await ticket(id)).priority)), ['low', 'critical', 'medium'])
  await assert.rejects(agent()(bulk.undo, { id: run.id }), status(409))
})

test('a status that a ticket may not take is counted, and a status goes back with its moments', async () => {
  const { ids } = await desk(2)
  await agent()(tickets.move, { id: ids[1]!, status: 'in_progress' })
  await agent()(tickets.move, { id: ids[1]!, status: 'resolved' })
  const before = await ticket(ids[0]!)
  const moving = { entity: 'ticket', action: 'tickets.move', input: { status: 'waiting' }, selection: { ids } }
  const refused = await agent()(bulk.start, moving)
  assert.deepEqual(figures(refused).skipped, [['ticket.cannot_move', 1]])
  const run = await agent()(bulk.start, { ...moving, input: { status: 'resolved' }, selection: { ids: [ids[0]!] } })
  assert.ok((await ticket(ids[0]!)).resolved_at)
  await agent()(bulk.undo, { id: run.id })
  const now = await ticket(ids[0]!)
  assert.deepEqual([now.status, now.resolved_at], ['waiting', before.resolved_at])
  await agent()(bulk.undo, { id: refused.id })
  assert.equal((await ticket(ids[0]!)).status, 'new')
})

test('tags are added and taken off again, deleted tickets come back', async () => {
  const { ids } = await desk(2, { tags: ['old'] })
  const run = await agent()(bulk.start, {
    entity: 'ticket',
    action: 'tickets.tag',
    input: { tags: ['vip'], mode: 'add' },
    selection: { ids },
  })
  assert.deepEqual((await ticket(ids[0]!)).tags, ['old', 'vip'])
  await agent()(bulk.undo, { id: run.id })
  assert.deepEqual((await ticket(ids[0]!)).tags, ['old'])
  const removing = { entity: 'ticket', action: 'tickets.remove', selection: { ids } }
  await assert.rejects(agent()(bulk.start, removing), status(403))
  const manager = p.as('acme', 'manager')
  const removed = await manager(bulk.start, removing)
  assert.equal(removed.changed, 2)
  await assert.rejects(ticket(ids[0]!), status(404))
  await manager(bulk.undo, { id: removed.id })
  assert.equal((await ticket(ids[0]!)).id, ids[0])
})

test('only what is declared, by those who may, and of their own tenant', async () => {
  const { ids, selection } = await desk(1)
  await assert.rejects(p.as('acme', 'client')(bulk.start, { ...urgent, selection }), status(403))
  await assert.rejects(p.as('acme', 'analyst')(bulk.start, { ...urgent, selection }), status(403))
  for (const wrong of [
    { ...urgent, action: 'tickets.comment' },
    { ...urgent, action: 'users.update' },
    { ...urgent, entity: 'user' },
    { ...urgent, input: { priority: 'huge' } },
    { ...urgent, input: { title: 'x' } },
    { ...urgent, input: {} },
  ])
    await assert.rejects(agent()(bulk.start, { ...wrong, selection }), status(422))
  await assert.rejects(agent()(bulk.start, { ...urgent, selection: { filter: { colour: 'x' } } }), status(422))
  await assert.rejects(agent()(bulk.start, { ...urgent, selection: {} }), status(422))
  const foreign = await p.as('globex', 'agent')(bulk.start, { ...urgent, selection: { ids } })
  assert.deepEqual([foreign.total, foreign.skipped], [0, []])
  const none = await p.as('globex', 'agent')(bulk.start, { ...urgent, selection })
  assert.deepEqual([none.state, none.total], ['done', 0])
  const mine = await agent()(bulk.start, { ...urgent, selection })
  await assert.rejects(p.as('acme', 'admin')(bulk.get, { id: mine.id }), status(404))
  await assert.rejects(p.as('acme', 'admin')(bulk.undo, { id: mine.id }), status(404))
})

test('what a filter finds is fixed when it is asked; a second run waits; what is stopped stays as far as it came', async () => {
  const { category, ids, selection } = await desk(230)
  const run = await agent()(bulk.start, { ...urgent, selection: { ...selection, except: [ids[0]!] } })
  assert.deepEqual([run.state, run.total], ['queued', 229])
  const late = await agent()(tickets.create, { title: 'Late', category })
  const second = await agent()(bulk.start, { ...urgent, input: { priority: 'low' }, selection: { ids: [ids[0]!] } })
  assert.equal(second.state, 'queued')
  await piece()
  assert.deepEqual([(await agent()(bulk.get, { id: run.id })).done, (await ticket(ids[0]!)).priority], [100, 'medium'])
  await agent()(bulk.cancel, { id: run.id })
  await assert.rejects(agent()(bulk.cancel, { id: run.id }), status(409))
  await finish()
  const stopped = await agent()(bulk.get, { id: run.id })
  assert.deepEqual([stopped.state, stopped.changed], ['cancelled', 100])
  assert.deepEqual([(await ticket(late.id)).priority, (await ticket(ids[0]!)).priority], ['medium', 'low'])
  await agent()(bulk.undo, { id: run.id })
  await finish()
  assert.deepEqual((({ state, undone }) => [state, undone])(await agent()(bulk.get, { id: run.id })), ['undone', 100])
})

test('a worker that dies loses its piece only, and two at once do nothing twice', async () => {
  const { selection, ids } = await desk(250)
  const run = await agent()(bulk.start, { ...urgent, selection })
  await piece()
  const { database } = p.running.platform
  const versions = () =>
    database.tenant(p.tenantId('acme'), 'read', async (db) =>
      (await db.selectFrom('tickets').select(['id', 'version']).where('id', 'in', ids).execute()).map((row) =>
        Number(row['version']),
      ),
    )
  const first = await versions()
  // Dies in the middle: its connection is cut while the piece is written.
  const dying = { ...p.running.platform, bulkables: new Map(p.running.platform.bulkables) }
  await assert.rejects(
    p.running.platform.within(p.actor('acme', 'agent'), {}, async (context) => {
      const { step } = await import('./step.ts')
      const now = await agent()(bulk.get, { id: run.id })
      await step({ ...context, platform: dying } as never, now)
      throw new Error('killed')
    }),
    /killed/,
  )
  assert.deepEqual(await versions(), first)
  assert.equal((await agent()(bulk.get, { id: run.id })).done, 100)
  const other = await p.beside()
  const tenant = p.tenantId('acme')
  const two = async (platform: typeof other.running.platform) => {
    while (await workPiece(platform, tenant, p.id('acme', 'agent')));
  }
  await Promise.all([two(p.running.platform), two(other.running.platform)])
  await other.stop()
  assert.deepEqual(
    (({ state, changed, skipped }) => [state, changed, skipped])(await agent()(bulk.get, { id: run.id })),
    ['done', 250, []],
  )
  assert.deepEqual(new Set(await versions()).size, 1)
})

test('one notice of many tickets, and the queue works by itself', async () => {
  await p.start('relay', 'worker')
  const { selection } = await desk(120)
  const told = async () => (await agent()(notifications.list, {})).items.filter(({ kind }) => kind.includes('assigned'))
  const run = await p.as('acme', 'manager')(bulk.start, {
    entity: 'ticket',
    action: 'tickets.assign',
    input: { assignee: p.id('acme', 'agent') },
    selection,
  })
  await eventually(async () => assert.equal((await told()).length, 1))
  assert.deepEqual(
    (await told()).map(({ kind, title, about }) => [kind, title, about]),
    [['tickets_assigned', '120 tickets are yours now', 'bulk_run']],
  )
  assert.equal((await p.as('acme', 'manager')(bulk.get, { id: run.id })).changed, 120)
})
