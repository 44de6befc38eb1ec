// The order of a column under strain: thousands into one gap, many people at one gap at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { keyAt } from '#kernel/server/order/place.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { deals, pipelines, pipelineStages } from '../contract.ts'

let p: TestPlatform
let head: Call
let client: string
let stage: string
before(async () => {
  p = await testPlatform()
  head = p.as('acme', 'sales_manager')
  client = (await head(clients.create, { name: 'Anvar' })).id
  const [pipeline] = (await head(pipelines.list, {})).items
  stage = (await head(pipelineStages.list, { pipeline: pipeline!.id, sort: 'position' })).items[0]!.id
})
after(() => p.close())

test('ten thousand put into one gap keep their order and their keys short', async () => {
  await p.running.platform.database.tenant(p.tenantId('acme'), 'write', async (db) => {
    await sql`create temp table things (id uuid primary key default new_id(), position text collate "C" not null, shelf uuid not null, deleted_at timestamptz) on commit drop`.execute(
      db,
    )
    await sql`create index on things (shelf, position, id)`.execute(db)
    // Plans are made once, and these while the table is empty.
    await sql`set local enable_seqscan = off`.execute(db)
    await sql`set local enable_sort = off`.execute(db)
    const column = { table: 'things', field: 'shelf', value: stage }
    const put = async (place: object): Promise<string> => {
      const position = await keyAt(db, column, null, place)
      const { rows } = await sql<{ id: string }>`
        insert into things (position, shelf) values (${position}, ${stage}) returning id`.execute(db)
      return rows[0]!.id
    }
    const first = await put({})
    const wanted = [first, await put({ after: first })]
    // Always behind the first, then always before the last: the gap closes from both sides.
    for (let n = 0; n < 5_000; n++) wanted.splice(1, 0, await put({ after: first }))
    for (let n = 0; n < 5_000; n++) wanted.splice(-1, 0, await put({ before: wanted.at(-1)! }))
    const { rows } = await sql<{ id: string; position: string }>`
      select id, position from things order by position, id`.execute(db)
    assert.deepEqual(
      rows.map(({ id }) => id),
      wanted,
    )
    assert.equal(new Set(rows.map(({ position }) => position)).size, 10_002)
    assert.ok(Math.max(...rows.map(({ position }) => position.length)) <= 60)
  })
})

test('many who put deals into one gap at once all find a place there, each its own', async () => {
  const make = (title: string) => head(deals.create, { title, client, stage })
  const last = await make('last')
  const first = await make('first')
  const moved = await Promise.all(Array.from({ length: 20 }, (_, n) => make(`deal ${n}`)))
  await Promise.all(moved.map(({ id }) => head(deals.move, { id, stage, after: first.id, before: last.id })))
  const { items } = await head(deals.list, { stage, sort: 'position', limit: 200 })
  assert.deepEqual([items[0]!.id, items.at(-1)!.id], [first.id, last.id])
  assert.equal(items.length, 22)
  assert.equal(new Set(items.map(({ position }) => position)).size, 22)
})

test('a deal goes where it is put, wherever it came from and whatever went meanwhile', async () => {
  const titles = async () =>
    (await head(deals.list, { stage, sort: 'position', client: own.id })).items.map(({ title }) => title)
  const own = await head(clients.create, { name: 'Of one’s own' })
  const [c, b, a] = [
    await head(deals.create, { title: 'c', client: own.id, stage }),
    await head(deals.create, { title: 'b', client: own.id, stage }),
    await head(deals.create, { title: 'a', client: own.id, stage }),
  ]
  assert.deepEqual(await titles(), ['a', 'b', 'c'])
  await head(deals.move, { id: a.id, stage, after: b.id })
  assert.deepEqual(await titles(), ['b', 'a', 'c'])
  await head(deals.move, { id: c.id, stage, before: b.id })
  assert.deepEqual(await titles(), ['c', 'b', 'a'])
  await head(deals.move, { id: c.id, stage, after: c.id, before: a.id })
  assert.deepEqual(await titles(), ['b', 'c', 'a'])
  await head(deals.remove, { id: b.id })
  await head(deals.move, { id: a.id, stage, after: b.id })
  assert.deepEqual(await titles(), ['a', 'c'])
})
