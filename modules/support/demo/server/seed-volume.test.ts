import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { anonymous } from '#kernel/server/access/actor.ts'
import { auth } from '#modules/platform/identity/contract.ts'
import { beginningOf, STATUSES, tickets } from '#modules/support/tickets/contract.ts'
import { DEMO_DESKS, loadDemoDesk } from './content/demo-desk.ts'
import { seedVolume } from './seed-volume.ts'
import { DEMO_PASSWORD, tenantId } from './seeding/desk-records.ts'
import { type BarePlatform, barePlatform } from './testing.ts'
import { deskCalendar } from './volume/desk-calendar.ts'
import { addressOf } from './volume/volume-people.ts'

const DEMO = [...DEMO_DESKS]
const MANY = ['volume-001', 'volume-002', 'volume-003']

let platform: BarePlatform
const rows = <T>(slug: string, query: ReturnType<typeof sql<T>>) =>
  platform.running.platform.database.tenant(tenantId(slug), 'read', async (db) => (await query.execute(db)).rows)
const count = async (slug: string, table: string) =>
  (await rows(slug, sql<{ count: number }>`select count(*) from ${sql.table(table)}`))[0]!.count
const demo = Object.fromEntries(DEMO_DESKS.map((key) => [key, loadDemoDesk(key).tickets.length])) as Record<
  string,
  number
>
const step = <T>(_title: string, work: (report: () => void) => Promise<T>) => work(() => {})
const seed = (volume: Parameters<typeof seedVolume>[0], signal?: AbortSignal) =>
  seedVolume(volume, { running: platform.running, url: platform.url, step, ...(signal && { signal }) })

before(async () => {
  platform = await barePlatform()
})
after(() => platform.close())

test('the demo grows to the tickets and people asked for, and no further', async () => {
  assert.equal(await seed({ tickets: 2_000, users: 300 }), 2_000)
  const sizes = async () =>
    Promise.all(
      DEMO.flatMap((slug) => ['tickets', 'ticket_comments', 'users', 'ticket_tags'].map((table) => count(slug, table))),
    )
  const once = await sizes()
  assert.deepEqual([once[0], once[4]], [1_000, 1_000])
  assert.deepEqual([once[2], once[6]], [150, 150])
  assert.equal(await seed({ tickets: 2_000, users: 300 }), 2_000)
  assert.deepEqual(await sizes(), once)
})

test('a run that was stopped goes on where it ended', async () => {
  const stop = new AbortController()
  stop.abort()
  assert.equal(await seed({ tickets: 2_600, users: 300 }, stop.signal), 2_000)
  assert.equal(await seed({ tickets: 2_600, users: 300 }), 2_600)
  for (const slug of DEMO) {
    const numbers = await rows(slug, sql<{ number: number }>`select number from tickets order by number`)
    assert.deepEqual(
      numbers.map(({ number }) => number),
      Array.from({ length: 1_300 }, (_, index) => index + 1),
    )
  }
})

test('what tickets count and show of their replies is what they are, and nothing happens in the future or twice', async () => {
  for (const slug of DEMO) {
    const wrong = await rows(
      slug,
      sql<object>`
      select number from tickets t where
        comment_count <> (select count(*) from ticket_comments c where c.ticket = t.id and not internal and c.deleted_at is null)
        or last_reply_at <> coalesce((select max(created_at) from ticket_comments c where c.ticket = t.id and not internal and c.deleted_at is null), created_at)
        or created_at > updated_at or updated_at < last_reply_at or updated_at > now()
        or (resolved_at is null) <> (status not in ('resolved', 'closed'))
        or (closed_at is null) <> (status <> 'closed')
        or resolved_at > closed_at or resolved_at < created_at
        -- These would all be closed by the product within the hour.
        or (number > ${demo[slug]!} and status = 'resolved' and greatest(resolved_at, last_reply_at) < now() - interval '7 days')
        or (status <> 'new' and assignee is null)
        or cardinality(tags) <> (select count(*) from ticket_tags g where g.ticket = t.id)
        or search is null`,
    )
    assert.deepEqual(wrong, [])
    const shown = await rows(
      slug,
      sql<{ preview: string; said: string }>`
      select t.preview, coalesce((select text from ticket_comments c where c.ticket = t.id and not internal and c.deleted_at is null order by c.id desc limit 1), t.description) as said from tickets t`,
    )
    for (const { preview, said } of shown) assert.equal(preview, beginningOf(said))
  }
})

test('it looks like a desk: most is closed, some is open, in every status, priority and language', async () => {
  const found = await rows(
    'acme',
    sql<{ status: string; priority: string; channel: string; language: string; open: boolean; age: number }>`
    select t.status, t.priority, t.channel, u.language, t.status in ('new', 'in_progress', 'waiting') as open,
      extract(epoch from now() - t.created_at)::float8 / 86400 as age
    from tickets t join users u on u.id = t.requester`,
  )
  assert.deepEqual(new Set(found.map(({ status }) => status)), new Set(STATUSES))
  assert.deepEqual(new Set(found.map(({ channel }) => channel)), new Set(['web', 'email', 'chat', 'api']))
  assert.ok(found.filter(({ open }) => open).length < found.length * 0.12)
  assert.ok(found.filter(({ age, open }) => age > 90 && open).length < 10)
  assert.ok(found.filter(({ priority }) => priority === 'critical').length < found.length * 0.06)
  assert.ok(Math.max(...found.map(({ age }) => age)) > 600)
})

test('people find, list and answer these tickets like any other', async () => {
  const agent = await platform.as(tenantId('acme'), 'agent@acme.test')
  const page = await agent(tickets.list, { status: ['closed'], limit: 50, total: true })
  assert.equal(page.items.length, 50)
  assert.ok(page.total! > 900)
  const [first] = page.items
  const word = first!.title.split(/\s+/).toSorted((a, b) => b.length - a.length)[0]!
  const searched = await agent(tickets.list, { q: word, limit: 100 })
  assert.ok(searched.items.length > 0)
  const tag = (await rows('acme', sql<{ tag: string }>`select tag from ticket_tags limit 1`))[0]!.tag
  const tagged = await agent(tickets.list, { tags: [tag], limit: 10 })
  assert.ok(tagged.items.length > 0 && tagged.items.every((ticket) => ticket.tags.includes(tag)))
  const { items } = await agent(tickets.list, { sort: '-created_at', status: ['in_progress'], limit: 1 })
  const talked = await agent(tickets.comment, { id: items[0]!.id, text: 'Seen.' })
  assert.equal((await agent(tickets.comments, { id: items[0]!.id })).items.at(-1)!.id, talked.id)
  assert.equal((await agent(tickets.get, { id: items[0]!.id })).comment_count, items[0]!.comment_count + 1)
  const client = await platform.as(tenantId('acme'), 'client@acme.test')
  assert.equal((await client(tickets.create, { title: 'The next one' })).number, 1_301)
})

test('many organisations share the tickets, and their people sign in', async () => {
  assert.equal(await seed({ tickets: 100, users: 150, tenants: 3 }), 100)
  assert.deepEqual(await Promise.all(MANY.map((slug) => count(slug, 'tickets'))), [34, 33, 33])
  for (const slug of MANY) assert.equal(await count(slug, 'users'), 50)
  const [someone] = await rows(
    'volume-002',
    sql<{ email: string }>`select email from users where role = 'client' order by id desc limit 1`,
  )
  for (const username of ['admin@volume-002.test', 'client@volume-002.test', someone!.email]) {
    const signedIn = await platform.running.runner.run(anonymous('en'), auth.login, {
      username,
      password: DEMO_PASSWORD,
      tenant: 'volume-002',
    })
    assert.ok(signedIn)
  }
})

test('the first of many organisations may have most of the tickets', async () => {
  const shared = { tickets: 140, users: 0, tenants: 3, largest: 70 }
  assert.equal(await seed(shared), 140)
  assert.deepEqual(await Promise.all(MANY.map((slug) => count(slug, 'tickets'))), [70, 35, 35])
})

test('tickets come in by day rather than by night, later ones never earlier, and end now', () => {
  const end = Date.parse('2026-11-21T10:17:00Z')
  const momentOf = deskCalendar(end)
  const moments = Array.from({ length: 20_001 }, (_, n) => momentOf(n / 20_000))
  assert.deepEqual(
    moments,
    moments.toSorted((a, b) => a - b),
  )
  assert.equal(moments.at(-1), end)
  assert.ok(end - moments[0]! <= 731 * 86_400_000)
  const local = moments.map((moment) => new Date(moment + 5 * 3_600_000))
  const share = (test: (date: Date) => boolean) => local.filter(test).length / local.length
  assert.ok(share((date) => date.getUTCHours() >= 9 && date.getUTCHours() < 19) > 0.7)
  assert.ok(share((date) => date.getUTCDay() === 0) < 0.08)
  const half = (moments[0]! + end) / 2
  assert.ok(moments.filter((moment) => moment > half).length > 11_000)
})

test('names become addresses as people spell them', () => {
  assert.deepEqual(
    ['Ольга Щукина', 'Юлия Ёлкина-Цой', 'Gulnora Joʻrayeva', "Sean O'Neil", 'Шерзод Алимов'].map(addressOf),
    ['olga.shchukina', 'yuliya.yolkinatsoy', 'gulnora.jorayeva', 'sean.oneil', 'sherzod.alimov'],
  )
})
