// What mirrors clients follows them: made by thousands as made one by one, and gone with them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { insertMany } from '#kernel/server/imports/many.ts'
import { sql } from 'kysely'
import { Client, clients } from '../../contract.ts'

let p: TestPlatform
before(async () => void (p = await testPlatform()))
after(() => p.close())

const NAMES = [
  'ООО «Ромашка» Ташкент',
  'Щукин Жорж',
  "Oʻgʻiloy G'ani",
  'شركة النور',
  'LLC',
  'Ёлкин  Пётр',
  'Beta Alpha',
]
const inside = <T>(work: (context: never) => Promise<T>) =>
  p.running.platform.within(p.actor('acme', 'admin'), {}, (context) => work(context as never))
const mirrored = (ids: readonly string[]) =>
  inside(async ({ db }: { db: never }) => {
    const { rows } = await sql<{ name: string; key: string; wanted: string; identities: number; tags: number }>`
      select c.name, n.key, client_name_key(c.name) as wanted,
        (select count(*)::int from client_identities i where i.client = n.client) as identities,
        (select count(*)::int from client_tags t where t.client = n.client) as tags
      from client_names n left join clients c on c.id = n.client where n.client = any(${ids}::uuid[])`.execute(db)
    return rows
  })

test('many made at once have the same keys, identities and tags as one, and take them along when they are purged', async () => {
  const { id: one } = await p.as('acme', 'admin')(clients.create, {
    name: NAMES[0]!,
    email: 'one@example.com',
    tags: ['a'],
  })
  const made = NAMES.map((name, at) => ({
    id: `0199a000-0000-7000-8000-00000000000${at}`,
    kind: 'person',
    name,
    email: `many${at}@example.com`,
    phone: null,
    tax_number: `30000000${at}`,
    address: '',
    tags: ['a', 'b'],
    consent: false,
    notes: '',
    stage: 'lead',
  }))
  await inside((context) => insertMany(context, Client, made))
  const ids = [one, ...made.map(({ id }) => id)]
  const rows = await mirrored(ids)
  assert.equal(rows.length, NAMES.length + 1)
  for (const { name, key, wanted } of rows) assert.equal(key, wanted, name)
  const keys = new Set(rows.map(({ key }) => key))
  assert.ok(
    keys.has('romashka tashkent') && keys.has('shukin zhorzh') && keys.has('') && keys.has('alpha beta'),
    [...keys].join(),
  )
  const counts = rows.map(({ identities, tags }) => `${identities} ${tags}`).toSorted()
  assert.deepEqual(counts, ['1 1', ...made.map(() => '2 2')])
  await inside(({ db }: { db: never }) => sql`delete from clients where id = any(${ids}::uuid[])`.execute(db))
  assert.deepEqual(await mirrored(ids), [])
})
