// Mails that are taken in together: what one of them is harms and stops no other.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { eventually, testPlatform, type TenantSlug, type TestPlatform } from '#app/testing.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { inboundMails } from '../../contract.ts'
import { intakeRound, takeInOne, takeInWaiting } from './read.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

type Mail = { id: string; from: string; subject: string; more?: string }

/** Puts mails where the door leaves them, in this order. */
async function arrive(mails: readonly Mail[], tenant: TenantSlug = 'acme'): Promise<void> {
  for (const { id, from, subject, more = '' } of mails) {
    const raw = `From: ${from}\r\nTo: support@${tenant}.test\r\nMessage-ID: <${id}@x.test>\r\nSubject: ${subject}\r\n${more}\r\nText of ${id}`
    await p.running.platform.database.tenant(p.tenantId(tenant), 'write', (db) =>
      sql`
        with kept as (
          insert into inbound_mails (recipient, envelope_from, from_name, from_address, subject, state, size, attachment_count, remote_address)
          values (${`support@${tenant}.test`}, ${from}, '', '', '', 'received', ${raw.length}, 0, '') returning id
        )
        insert into inbound_contents (mail, raw) select id, ${Buffer.from(raw)}::bytea from kept`.execute(db),
    )
  }
}
const take = (tenant: TenantSlug = 'acme') => takeInWaiting(p.running.platform, p.tenantId(tenant))
const list = async (tenant: TenantSlug = 'acme') =>
  (await p.as(tenant, 'agent')(inboundMails.list, { limit: 200, sort: 'created_at' })).items
const titles = async (tenant: TenantSlug = 'acme') =>
  (await p.as(tenant, 'agent')(tickets.list, { limit: 200 })).items.map(({ title }) => title)
async function asOwner(...statements: string[]): Promise<void> {
  const owner = new pg.Client({ connectionString: p.url })
  await owner.connect()
  for (const statement of statements) await owner.query(statement)
  await owner.end()
}

test('one mail that breaks among twenty is set apart and tried again by itself; all others are taken, each once', async () => {
  await asOwner(
    `create function break_poison() returns trigger language plpgsql as $$ begin raise exception 'poison'; end $$`,
    `create trigger poison before insert on tickets for each row when (new.title = 'Poison 7') execute function break_poison()`,
  )
  const subjects = Array.from({ length: 20 }, (_none, at) => (at === 7 ? 'Poison 7' : `Batch ${at}`))
  await arrive(subjects.map((subject, at) => ({ id: `b${at}`, from: `b${at}@x.test`, subject })))
  assert.equal(await take(), false)
  const mails = await list()
  const broken = mails.find(({ subject }) => subject === 'Poison 7')!
  assert.deepEqual([broken.state, broken.reason, broken.thread], ['failed', 'internal', null])
  assert.deepEqual(new Set(mails.filter(({ id }) => id !== broken.id).map(({ state }) => state)), new Set(['handled']))
  assert.deepEqual((await titles()).toSorted(), subjects.filter((subject) => subject !== 'Poison 7').toSorted())
  const { rows } = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    sql<{ data: { job: object } }>`select data from jobs.job where name = 'mail.read'`.execute(db),
  )
  assert.deepEqual(
    rows.map(({ data }) => data.job),
    [{ mail: broken.id }],
  )

  const again = () => takeInOne(p.running.platform, p.tenantId('acme'), { mail: broken.id })
  await assert.rejects(again(), /poison/)
  await asOwner('drop trigger poison on tickets')
  await again()
  await again()
  assert.equal((await titles()).filter((title) => title === 'Poison 7').length, 1)
  assert.equal((await list()).find(({ id }) => id === broken.id)?.state, 'handled')
})

test('mails of one conversation in one batch come together in their order; a mail that came twice is one', async () => {
  const answers = (id: string) => `In-Reply-To: <${id}@x.test>\r\n`
  await arrive([
    { id: 'first', from: 'anna@c.test', subject: 'Lift' },
    { id: 'other', from: 'boris@c.test', subject: 'Door' },
    { id: 'second', from: 'anna@c.test', subject: 'Re: Lift', more: answers('first') },
    { id: 'third', from: 'anna@c.test', subject: 'Re: Lift', more: answers('second') },
    { id: 'other', from: 'boris@c.test', subject: 'Door' },
    { id: 'new', from: 'anna@c.test', subject: 'Lamp' },
  ])
  // Two processes at once.
  await Promise.all([take(), take()])
  const mails = (await list()).filter(({ from_address }) => from_address.endsWith('@c.test'))
  const threadOf = (subject: string) => [
    ...new Set(mails.filter((one) => one.subject === subject).map((one) => one.thread)),
  ]
  assert.deepEqual(new Set(mails.map(({ state }) => state)), new Set(['handled']))
  assert.deepEqual(threadOf('Lift'), threadOf('Re: Lift'))
  const { items } = await p.as('acme', 'agent')(tickets.comments, { id: threadOf('Lift')[0]! })
  assert.deepEqual(
    items.map(({ text }) => text),
    ['Text of second', 'Text of third'],
  )
  const doors = mails.filter(({ subject }) => subject === 'Door')
  assert.equal(doors.length, 2)
  assert.equal(doors.filter(({ reason }) => reason === 'duplicate').length, 1)
  const opened = (await titles()).filter((title) => ['Lift', 'Door', 'Lamp'].includes(title))
  assert.deepEqual(opened.toSorted(), ['Door', 'Lamp', 'Lift'])
})

test('who has many mails waiting gets some taken, and then it is another’s turn', async () => {
  await arrive(
    Array.from({ length: 60 }, (_none, at) => ({ id: `f${at}`, from: `f${at}@x.test`, subject: `Flood ${at}` })),
  )
  await arrive([{ id: 'g', from: 'g@x.test', subject: 'Alone' }], 'globex')
  await p.running.platform.askRound(intakeRound, [p.tenantId('acme')])
  await p.running.platform.askRound(intakeRound, [p.tenantId('globex')])
  await p.start('worker')
  const floodOver = async () => {
    const flood = (await list()).filter(({ subject }) => subject.startsWith('Flood'))
    assert.equal(flood.filter(({ state }) => state === 'handled').length, 60)
    return flood
  }
  await eventually(async () => void (await floodOver()), 30_000)
  const last = (await floodOver())
    .map(({ updated_at }) => updated_at)
    .toSorted()
    .at(-1)!
  const [alone] = await list('globex')
  assert.equal(alone!.state, 'handled')
  assert.ok(alone!.updated_at < last, `${alone!.updated_at} came after the flood, which ended ${last}`)
})
