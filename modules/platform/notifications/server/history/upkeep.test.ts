// Crashes, crowds, age: nothing lost, nothing twice, nothing slow.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { sql } from 'kysely'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { serverModules } from '#app/server-modules.ts'
import { noticeHistory, notifications } from '../../contract.ts'
import { sendDueTo } from '../mail/due.ts'
import type { NoticeContext } from '../tables.ts'
import { spreadPiece } from '../telling/spread.ts'
import { noticeSubscriptions } from '../telling/subscriptions.ts'
import { sweepBatch } from './sweep.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

const system = <T>(work: (context: NoticeContext) => Promise<T>) =>
  p.running.platform.within(systemOf(p.tenantId('acme')), {}, work)
const count = async (statement: string): Promise<number> =>
  system(
    async ({ db }) => (await sql.raw<{ n: number }>(`select count(*) as n from ${statement}`).execute(db)).rows[0]!.n,
  )

/** Handles an event of the log by hand, as the relay does it. */
async function hear(name: string, about: string, breakAfter?: Error): Promise<void> {
  const logged = await system(({ db }) =>
    sql<{ position: number; actor_id: string; at: string; payload: unknown }>`
      select position, actor_id, at, payload from event_log where name = ${name} and about_id = ${about} order by position desc limit 1`.execute(
      db,
    ),
  )
  const subscription = noticeSubscriptions(serverModules).find(({ event }) => event.name === name)!
  const [event] = logged.rows
  await p.running.platform.within(systemOf(p.tenantId('acme')), {}, async (context: Context) => {
    await subscription.handle(context, event!.payload as never, event!)
    if (breakAfter) throw breakAfter
  })
}

test('an event that breaks after telling, and comes again, is told once', async () => {
  const { id } = await p.as('acme', 'client')(tickets.create, { title: 'Crash' })
  await p.as('acme', 'manager')(tickets.assign, { id, assignee: p.id('acme', 'agent') })
  await assert.rejects(hear('ticket.changed', id, new Error('killed')), /killed/)
  assert.equal(await count(`notices where record = '${id}'`), 0)
  await hear('ticket.changed', id)
  await hear('ticket.changed', id)
  assert.equal(await count(`notices where record = '${id}'`), 1)
  const lines = await p.as('acme', 'agent')(notifications.list, {})
  assert.deepEqual(
    lines.items.map((one) => one.count),
    [1],
  )
})

test('a mail whose sender dies before the commit is sent once, and two senders at once send one', async () => {
  const later = (context: NoticeContext) => ({ ...context, now: new Date(Date.now() + 60_000).toISOString() })
  const agent = p.id('acme', 'agent')
  const died = system(async (context) => {
    assert.equal((await sendDueTo(later(context), agent)).length, 1)
    throw new Error('killed')
  })
  await assert.rejects(died, /killed/)
  assert.equal(await count(`outbound_mails`), 0)
  const both = await Promise.all([1, 2].map(() => system((context) => sendDueTo(later(context), agent))))
  assert.equal(both.flat().length, 1)
  assert.equal(await count(`outbound_mails`), 1)
})

test('five thousand people are told in pieces, none of them long, each of them once', async (t) => {
  await system(({ db }) =>
    sql`insert into users (name, email, role, language)
      select 'Crowd', n || '@crowd.test', 'analyst', 'ru' from generate_series(1, 5000) as n`.execute(db),
  )
  const begun = performance.now()
  const { recipients } = await p.as('acme', 'manager')(notifications.send, { to: { role: 'analyst' }, title: 'All' })
  const asked = performance.now() - begun
  assert.equal(recipients, 5_001)
  const spread = await system(({ db }) => db.selectFrom('notice_spreads').select('id').executeTakeFirstOrThrow())
  let longest = 0
  for (let left = 1; left > 0; left = await count('notice_spreads')) {
    const piece = performance.now()
    await system((context) => spreadPiece(context, { spread: spread.id }))
    longest = Math.max(longest, performance.now() - piece)
  }
  t.diagnostic(
    `asked ${asked.toFixed(0)} ms, whole ${(performance.now() - begun).toFixed(0)} ms, longest piece ${longest.toFixed(0)} ms`,
  )
  assert.equal(await count(`notices where title = 'All'`), 5_001)
  assert.equal(await count(`notifications where title = 'All' and unread`), 5_001)
})

test('what is unread is counted from its index alone, below row-level security', async () => {
  // As it becomes: much is read, little is not.
  await system(({ db }) =>
    sql`insert into notifications (recipient, kind, topic, title, body, link, count, unread, happened_at)
      select ${p.id('acme', 'agent')}::uuid, 'message', 'old ' || n, 'x', '', '/', 1, n > 2950, now() from generate_series(1, 3000) as n`.execute(
      db,
    ),
  )
  await system(({ db }) => sql`update notifications set unread = false where title = 'All'`.execute(db))
  const client = new pg.Client({ connectionString: p.url })
  await client.connect()
  await client.query('vacuum analyze notifications')
  await client.query(
    `set role ${APP_ROLE}; set app.tenant_id = '${p.tenantId('acme')}'; set plan_cache_mode = force_generic_plan`,
  )
  await client.query(
    'prepare unread as select count(*) as unread from notifications where recipient = $1 and unread and deleted_at is null',
  )
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain (costs off) execute unread('${p.id('acme', 'agent')}')`,
  )
  await client.end()
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  assert.match(plan, /using notifications_unread/i)
  assert.doesNotMatch(plan, /Seq Scan/)
})

test('old notices go in batches, new ones stay', async () => {
  await system(({ db }) =>
    sql`update notices set created_at = now() - interval '91 days' where title = 'All' and recipient in
      (select recipient from notices where title = 'All' order by recipient limit 2500)`.execute(db),
  )
  const before = await count('notices')
  const gone = await system((context) => sweepBatch(context, 1_000))
  assert.equal(gone, 1_000)
  while ((await system((context) => sweepBatch(context, 1_000))) > 0);
  assert.equal(await count('notices'), before - 2_500)
  const history = await p.as('acme', 'admin')(noticeHistory.list, { total: true, limit: 1 })
  assert.equal(history.total, before - 2_500)
})
