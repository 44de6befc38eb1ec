import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { anonymous } from '#kernel/server/access/actor.ts'
import { readLog } from '#kernel/server/events/log-reader.ts'
import { auth } from '#modules/platform/identity/contract.ts'
import { beginningOf, type Ticket, tickets } from '#modules/support/tickets/contract.ts'
import type { Call, Row } from '#kernel/contract/index.ts'
import { DEMO_DESKS, type DemoDesk, type DemoDeskKey, loadDemoDesk } from './content/demo-desk.ts'
import { playTicket } from './content/playback.ts'
import { isEmpty, seedDemo } from './seed.ts'
import { DEMO_PASSWORD, deskIds, tenantId } from './seeding/desk-records.ts'
import { type BarePlatform, barePlatform } from './testing.ts'

type TicketRow = Row<typeof Ticket>

const now = Temporal.Instant.from('2026-11-18T07:00:00Z')
const desks = Object.fromEntries(DEMO_DESKS.map((key) => [key, loadDemoDesk(key)])) as Record<DemoDeskKey, DemoDesk>

let platform: BarePlatform
const rows = <T>(desk: DemoDeskKey, query: ReturnType<typeof sql<T>>) =>
  platform.running.platform.database.tenant(tenantId(desk), 'read', async (db) => (await query.execute(db)).rows)
const ticketsOf = (desk: DemoDeskKey) => rows(desk, sql<TicketRow>`select * from tickets order by number`)
const sizes = async () => {
  const found: Record<string, unknown> = {}
  for (const desk of DEMO_DESKS)
    for (const table of [
      'tenants',
      'teams',
      'mail_addresses',
      'users',
      'sign_in_names',
      'credentials',
      'categories',
      'tickets',
      'ticket_comments',
      'ticket_tags',
      'event_log',
      'counters',
    ])
      found[`${desk} ${table}`] = (
        await rows(desk, sql<object>`select count(*) as count, max(md5(t::text)) as newest from ${sql.table(table)} t`)
      )[0]
  return found
}

before(async () => {
  platform = await barePlatform()
})
after(() => platform.close())

test('an interrupted first seeding is still an empty database, a finished one is not', async () => {
  const { running } = platform
  assert.equal(await isEmpty(running), true)
  const failing = { ...running, platform: { ...running.platform, within: refuseSecond(running.platform.within) } }
  await assert.rejects(
    seedDemo(failing, () => {}, now),
    /interrupted/,
  )
  assert.equal(await isEmpty(running), true)
  const said: unknown[] = []
  await seedDemo(running, (done) => said.push(done), now)
  assert.deepEqual(said, ['Acme Telecom', 'Globex Retail'])
  assert.equal(await isEmpty(running), false)
})

function refuseSecond(within: BarePlatform['running']['platform']['within']): typeof within {
  let calls = 0
  return (actor, meta, work) => {
    if (++calls === 2) throw new Error('interrupted')
    return within(actor, meta, work)
  }
}

test('seeding again, even on another day, changes nothing', async () => {
  const once = await sizes()
  await seedDemo(platform.running, () => {}, now.add({ hours: 70 }))
  assert.deepEqual(await sizes(), once)
})

test('history is no news: whoever listens from the start hears of none of it', async () => {
  const everything = { after: 0, upTo: Number.MAX_SAFE_INTEGER, limit: 10 }
  assert.deepEqual(await platform.running.platform.database.platform('read', (db) => readLog(db, everything)), [])
})

test('everybody signs in with the demo’s password', async () => {
  for (const [desk, { staff, customers }] of Object.entries(desks))
    for (const { email } of [...staff.slice(0, 4), customers[0]!, customers.at(-1)!]) {
      const { user } = (await platform.running.runner.run(anonymous('en'), auth.login, {
        username: email,
        password: DEMO_PASSWORD,
        tenant: desk,
      })) as { user: { email: string } }
      assert.equal(user.email, email)
    }
})

for (const key of DEMO_DESKS) {
  describe(key, () => {
    test('everything of the content is there', async () => {
      const { staff, customers, categories, tickets: told, tenant } = desks[key]
      const steps = told.flatMap(({ thread }) => thread).filter(({ text }) => text !== undefined)
      const counted = (await sizes()) as Record<string, { count: number }>
      const count = (table: string) => counted[`${key} ${table}`]!.count
      assert.equal(count('users'), staff.length + customers.length)
      assert.equal(count('credentials'), staff.length + customers.length)
      assert.equal(count('categories'), categories.length)
      assert.equal(count('teams'), tenant.teams.length)
      assert.equal(count('tickets'), told.length)
      assert.equal(count('ticket_comments'), steps.length)
      assert.equal(
        count('ticket_tags'),
        told.reduce((sum, { tags }) => sum + tags.length, 0),
      )
    })

    test('mail comes in at the desk’s address and leaves from it', async () => {
      const addresses = await rows(
        key,
        sql<{ address: string }>`select address from mail_addresses order by created_at, id`,
      )
      assert.equal(addresses[0]!.address, desks[key].tenant.mailbox)
    })

    test('numbers have no gap, rise with time, and the next ticket goes on from them', async () => {
      const all = await ticketsOf(key)
      assert.deepEqual(
        all.map(({ number }) => number),
        all.map((_, index) => index + 1),
      )
      assert.deepEqual(
        all.map(({ created_at }) => created_at),
        all.map(({ created_at }) => created_at).toSorted(),
      )
      const client = await platform.as(tenantId(key), `client@${key}.test`)
      assert.equal((await client(tickets.create, { title: 'The next one' })).number, all.length + 1)
    })

    test('what a ticket counts and shows of its replies is what they are', async () => {
      const wrong = await rows(
        key,
        sql<object>`
        select number from tickets t where description <> '' and (
          comment_count <> (select count(*) from ticket_comments c where c.ticket = t.id and not internal and c.deleted_at is null)
          or last_reply_at <> coalesce((select max(created_at) from ticket_comments c where c.ticket = t.id and not internal and c.deleted_at is null), created_at)
          or updated_at < last_reply_at or updated_at > ${now.toString()}
          or (resolved_at is null) <> (status not in ('resolved', 'closed'))
          or (closed_at is null) <> (status <> 'closed')
          or resolved_at > closed_at or resolved_at < created_at)`,
      )
      assert.deepEqual(wrong, [])
      const last = await rows(
        key,
        sql<{ preview: string; text: string; by: string; author: string; requester: string }>`
        select t.preview, c.text, t.last_reply_by as by, c.author, t.requester from tickets t
        join lateral (select text, author from ticket_comments c where c.ticket = t.id and not internal and c.deleted_at is null order by c.id desc limit 1) c on true`,
      )
      assert.ok(last.length > 40)
      for (const { preview, text, by, author, requester } of last) {
        assert.equal(preview, beginningOf(text))
        assert.equal(by, author === requester ? 'requester' : 'staff')
      }
    })

    test('comments stand in the order of their ids and moments, and no earlier than their ticket', async () => {
      const found = await rows(
        key,
        sql<{ ticket: string; created_at: string; opened: string }>`
        select c.ticket, c.created_at, t.created_at as opened from ticket_comments c join tickets t on t.id = c.ticket order by c.id`,
      )
      for (const [index, { ticket, created_at, opened }] of found.entries()) {
        assert.ok(created_at >= opened)
        const next = found.slice(index + 1).find((other) => other.ticket === ticket)
        if (next) assert.ok(created_at <= next.created_at)
      }
    })

    test('a timeline tells the ticket from its opening to its state, in time', async () => {
      const admin = await platform.as(tenantId(key), `admin@${key}.test`)
      for (const ticket of (await ticketsOf(key)).filter(({ description }) => description !== '')) {
        const { items } = await admin(tickets.timeline, { id: ticket.id })
        assert.equal(items[0]!.name, 'ticket.created')
        assert.equal(items[0]!.at, ticket.created_at)
        assert.deepEqual(
          items.map(({ at }) => at),
          items.map(({ at }) => at).toSorted(),
        )
        const state: Record<string, unknown> = { status: 'new', assignee: null, team: null, department: null }
        for (const [field, [from, to]] of items.flatMap(({ changes }) => Object.entries(changes))) {
          assert.equal(state[field], from, `${ticket.title}: ${field}`)
          state[field] = to
        }
        const { status, assignee, team, department } = ticket
        assert.deepEqual(state, { status, assignee, team, department })
      }
    })

    test('the same story, acted out by its people, leaves the same ticket and the same timeline', async () => {
      const desk = desks[key]
      const ids = deskIds({ slug: key }, desk)
      const admin = await platform.as(tenantId(key), `admin@${key}.test`)
      const emails = new Map([...desk.staff, ...desk.customers].map((person) => [person.key, person.email]))
      const act = (person: string, channel: string): Promise<Call> =>
        platform.as(tenantId(key), emails.get(person)!, { channel })
      const longest = desk.tickets.toSorted((a, b) => b.thread.length - a.thread.length).slice(0, 12)
      for (const told of longest) {
        const requester = await act(told.requester, told.channel)
        const { title, description, priority, tags } = told
        const { id } = await requester(tickets.create, {
          title,
          description,
          priority,
          tags,
          category: ids.category(told.category),
        })
        const hand = async (by: string, to: string) => {
          const { id: assignee, team } = ids.person(to)
          await (
            await act(by, 'web')
          )(tickets.assign, { id, assignee, ...(team === null ? {} : { team }) })
        }
        if (told.assignee) {
          const waits = told.thread.findIndex(({ by }) => by !== told.requester)
          for (const step of told.thread.slice(0, waits)) await requester(tickets.comment, { id, text: step.text! })
          await hand(told.assignee, told.assignee)
          for (const { by, text, internal, status, assignee } of told.thread.slice(waits)) {
            const person = await act(by, by === told.requester ? told.channel : 'web')
            if (text !== undefined)
              await person(tickets.comment, { id, text, ...(internal && { internal }), ...(status && { status }) })
            else if (status) await person(tickets.move, { id, status })
            if (assignee) await hand(by, assignee)
          }
        }
        const state = async (which: string) => {
          const {
            id: _id,
            created_at: _c,
            updated_at: _u,
            number: _n,
            last_reply_at: _l,
            // Set by the desk beside the story.
            type: _t,
            erp_modules: _e,
            ...rest
          } = await admin(tickets.get, { id: which })
          const { items } = await admin(tickets.timeline, { id: which })
          const { items: comments } = await admin(tickets.comments, { id: which })
          return {
            ...rest,
            resolved_at: rest.resolved_at !== null,
            closed_at: rest.closed_at !== null,
            timeline: items.map(({ name, actor, changes, comment }) => ({
              name,
              actor,
              changes,
              comment: comment !== null,
            })),
            comments: comments.map(({ author, text, internal, channel }) => ({ author, text, internal, channel })),
          }
        }
        assert.deepEqual(await state(ids.ticket(told.key)), await state(id), told.key)
      }
    })

    test('tickets are of the moment of seeding', async () => {
      const { tickets: told, tenant } = desks[key]
      const ids = deskIds({ slug: key }, desks[key])
      const opened = new Map((await ticketsOf(key)).map(({ id, created_at }) => [id, created_at]))
      for (const ticket of told)
        assert.equal(
          Date.parse(opened.get(ids.ticket(ticket.key))!),
          Date.parse(playTicket(ticket, now, tenant.zone).opened_at),
        )
    })
  })
}
