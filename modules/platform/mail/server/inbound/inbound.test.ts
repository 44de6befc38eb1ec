// Mail that comes in, from the first byte to the hand-over.
import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { freePort, mailProgram } from '../../../../../e2e/mailbox.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import { inboundMails, mailAddresses } from '../../contract.ts'
import type { InboundRow } from '../tables.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { takingMail } from '#modules/support/tickets/contract/taking-mail.ts'
import { takeUpUnfinished } from '../unfinished.ts'
import { smtpService } from './listener.ts'
import { takeInOne } from '../intake/read.ts'

let p: TestPlatform
let port: number
let program: ReturnType<typeof mailProgram>
let door: { stop(): Promise<void> }
before(async () => {
  port = await freePort()
  program = mailProgram(port)
  p = await testPlatform({
    SMTP_IN_PORT: String(port),
    SMTP_IN_HOST: '127.0.0.1',
    MAIL_TRUSTED_AUTHSERV: 'mx.acme.test',
  })
  // The door alone: nobody works yet, as if the process ended right after it had said 250.
  door = await smtpService.start(p.running.platform)
})
after(() => p.close())

const list = async (tenant: 'acme' | 'globex' = 'acme') =>
  (await p.as(tenant, 'agent')(inboundMails.list, { limit: 200 })).items
async function mailOf(subject: string, state: string): Promise<InboundRow> {
  let found: InboundRow | undefined
  await eventually(async () => {
    found = (await list()).find((mail) => mail.subject === subject)
    assert.equal(found?.state, state)
  })
  return found!
}
/** As if it had come half an hour ago. */
async function age(id: string): Promise<void> {
  const owner = new pg.Client({ connectionString: p.url })
  await owner.connect()
  await owner.query('set session_replication_role = replica')
  await owner.query(`update inbound_mails set updated_at = now() - interval '30 minutes' where id = $1`, [id])
  await owner.end()
}

test('what was answered with 250 is there as it came, and is worked off once by whoever comes next', async () => {
  const raw = [
    'From: Анна <anna@x.test>',
    'To: support@acme.test',
    'Subject: Lift',
    '',
    'It stands \xff still',
    '',
  ].join('\r\n')
  await program.send({ envelope: { from: 'anna@x.test', to: ['support@acme.test', 'Support+home@ACME.test'] }, raw })
  const [kept, ...more] = await list()
  assert.deepEqual([kept!.state, more.length], ['received', 0])
  const answer = (await p.as('acme', 'agent')(inboundMails.raw, { id: kept!.id })) as RawAnswer
  assert.match(
    (await buffer(await answer.open())).toString(),
    new RegExp(`${raw.trim().replaceAll(/[.+]/g, '\\$&')}\\s*$`),
  )
  await door.stop()

  // Its round was asked for before anybody worked. Two processes take it in at the same time; a third comes late.
  const take = () => takeInOne(p.running.platform, p.tenantId('acme'), { mail: kept!.id })
  await Promise.all([take(), take()])
  await take()
  const { thread } = await mailOf('Lift', 'handled')
  await p.start('relay', 'worker')
  const { items } = await p.as('acme', 'agent')(tickets.list, { channel: 'email' })
  assert.deepEqual(
    items.map(({ id }) => id),
    [thread],
  )
})

test('a mail whose round was lost is taken in by whoever looks for what has stopped', async () => {
  const { platform } = p.running
  const lost = await platform.within(systemOf(p.tenantId('acme')), {}, async ({ db }) => {
    const { rows } = await sql<{ id: string }>`
      with kept as (
        insert into inbound_mails (recipient, envelope_from, from_name, from_address, subject, state, size, attachment_count, remote_address)
        values ('support@acme.test', 'x@x.test', '', '', '', 'received', 1, 0, '') returning id
      )
      insert into inbound_contents (mail, raw)
      select id, ${Buffer.from('From: x@x.test\r\nSubject: Lost\r\n\r\nx')}::bytea from kept returning mail as id`.execute(
      db,
    )
    return rows[0]!.id
  })
  await age(lost)
  await Promise.all([1, 2].map(() => platform.within(systemOf(p.tenantId('acme')), {}, takeUpUnfinished)))
  assert.equal((await mailOf('Lost', 'handled')).id, lost)
})

test('only known addresses are taken, and each organisation has its own mail', async () => {
  for (const to of ['sales@acme.test', 'support@initech.test', 'root@localhost'])
    await assert.rejects(program.send({ from: 'a@x.test', to, text: 'x' }), { responseCode: 550 })
  await program.send({ from: 'a@x.test', to: 'support@globex.test', subject: 'For Globex', text: 'x' })
  await eventually(async () => assert.equal((await list('globex')).length, 1))
  assert.ok(!(await list()).some(({ subject }) => subject === 'For Globex'))
  const { id } = (await list('globex'))[0]!
  await assert.rejects(p.as('acme', 'admin')(inboundMails.raw, { id }), { status: 404 })
  await assert.rejects(p.as('globex', 'client')(inboundMails.raw, { id }), { status: 403 })
})

test('the first mails of one person are read side by side, and all of them arrive', async () => {
  const subjects = Array.from({ length: 8 }, (_, at) => `Many ${at}`)
  await Promise.all(
    subjects.map((subject) => program.send({ from: 'new@many.test', to: 'support@acme.test', subject, text: subject })),
  )
  await eventually(async () => {
    const mine = (await list()).filter(({ subject }) => subjects.includes(subject))
    assert.deepEqual(new Set(mine.map(({ state }) => state)), new Set(['handled']))
    assert.equal(new Set(mine.map(({ thread }) => thread)).size, 8)
  })
})

test('an address is one organisation’s alone, at its own domain, and can be switched off', async () => {
  const admin = p.as('acme', 'admin')
  const made = await admin(mailAddresses.create, { address: 'Billing@acme.test', sender_name: 'Acme Billing' })
  assert.equal(made.address, 'billing@acme.test')
  await program.send({ from: 'a@x.test', to: 'BILLING@acme.test', subject: 'Bill', text: 'x' })
  assert.equal((await mailOf('Bill', 'handled')).recipient, 'billing@acme.test')
  await assert.rejects(admin(mailAddresses.create, { address: 'billing@acme.test' }), { code: 'mail_address.taken' })
  for (const address of ['support@globex.test', 'ceo@bank.test', 'x@sub.acme.test'])
    await assert.rejects(admin(mailAddresses.create, { address }), { status: 422 }, address)
  await admin(mailAddresses.create, { address: 'hello@acme.workernet.test' })
  await admin(mailAddresses.update, { id: made.id, is_active: false })
  await assert.rejects(program.send({ from: 'a@x.test', to: 'billing@acme.test', text: 'x' }), { responseCode: 550 })
  await assert.rejects(p.as('acme', 'agent')(mailAddresses.create, { address: 'b@acme.test' }), { status: 403 })
})

test('a mail that cannot be read is kept with a reason, and the next one is read', async () => {
  const deep = Array.from(
    { length: 400 },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  )
  await program.send({
    envelope: { from: 'bomb@x.test', to: ['support@acme.test'] },
    raw: `From: bomb@x.test\r\nSubject: Bomb\r\n${deep.join('')}x`,
  })
  const many = Array.from({ length: 20_000 }, (_, at) => `a${at}@x.test`).join(', ')
  await program.send({
    envelope: { from: 'bomb@x.test', to: ['support@acme.test'] },
    raw: `From: bomb@x.test\r\nTo: ${many}\r\nSubject: Crowd\r\n\r\n${'<http://x.test/> '.repeat(40_000)}`,
  })
  await program.send({ from: 'a@x.test', to: 'support@acme.test', subject: 'After the bombs', text: 'x' })
  await mailOf('After the bombs', 'handled')
  await eventually(async () => {
    for (const mail of (await list()).filter(({ envelope_from }) => envelope_from === 'bomb@x.test'))
      assert.ok(mail.state === 'handled' || (mail.state === 'failed' && mail.reason !== null), JSON.stringify(mail))
  })
})

test('our own mail and mail of nobody wait for a person, who may take it in', async () => {
  await program.send({
    from: 'support@acme.test',
    to: 'support@acme.test',
    subject: 'Ours',
    text: 'x',
    replyTo: 'form@x.test',
  })
  const ours = await mailOf('Ours', 'suspended')
  assert.deepEqual([ours.reason, ours.detail, ours.thread], ['loop', 'own_address', null])
  await program.send({
    envelope: { from: 'x@x.test', to: ['support@acme.test'] },
    raw: 'To: support@acme.test\r\nSubject: Nobody\r\n\r\nx',
  })
  assert.equal((await mailOf('Nobody', 'suspended')).reason, 'no_sender')
  await assert.rejects(p.as('acme', 'client')(inboundMails.restore, { id: ours.id }), { status: 403 })
  await p.as('acme', 'agent')(inboundMails.restore, { id: ours.id })
  const restored = await mailOf('Ours', 'handled')
  assert.notEqual(restored.thread, null)
  await assert.rejects(p.as('acme', 'agent')(inboundMails.restore, { id: ours.id }), {
    code: 'inbound_mail.not_waiting',
  })
})

test('what waits is taken in as a new ticket or into one, or deleted, one by one or together', async () => {
  const agent = p.as('acme', 'agent')
  const suspend = async (subject: string) => {
    const id = (await list()).find((mail) => mail.subject === 'Lift')!.message_id
    const headers = id ? { 'In-Reply-To': id } : {}
    await program.send({
      from: 'support@acme.test',
      replyTo: 'form@x.test',
      to: 'support@acme.test',
      subject,
      text: subject,
      headers,
    })
    return mailOf(subject, 'suspended')
  }
  const ticket = (await agent(tickets.list, { channel: 'email' })).items.find(({ title }) => title === 'Lift')!
  const fresh = await suspend('Fresh [#1]')
  await agent(inboundMails.restore, { id: fresh.id, as_new: true })
  const opened = await mailOf('Fresh [#1]', 'handled')
  assert.notEqual(opened.thread, ticket.id)

  const meant = await suspend('Meant for the lift')
  await assert.rejects(p.as('acme', 'client')(takingMail.takeMail, { id: ticket.id, mail: meant.id }), { status: 404 })
  await assert.rejects(p.as('globex', 'agent')(takingMail.takeMail, { id: ticket.id, mail: meant.id }), { status: 404 })
  await agent(takingMail.takeMail, { id: ticket.id, mail: meant.id })
  assert.equal((await mailOf('Meant for the lift', 'handled')).thread, ticket.id)
  const { items } = await agent(tickets.comments, { id: ticket.id })
  assert.deepEqual(
    items.map(({ text, internal }) => [text, internal]),
    [['Meant for the lift', false]],
  )

  const [one, two, three] = [await suspend('Spam 1'), await suspend('Spam 2'), await suspend('Spam 3')]
  await agent(inboundMails.remove, { id: one.id })
  assert.deepEqual(await agent(inboundMails.removeMany, { ids: [one.id, two.id, meant.id] }), { done: 1, left: 2 })
  assert.deepEqual(await agent(inboundMails.restoreMany, { ids: [one.id, three.id] }), { done: 1, left: 1 })
  await mailOf('Spam 3', 'handled')
  assert.deepEqual(
    (await list()).filter(({ id }) => id === one.id || id === two.id),
    [],
  )
})

test('what a filter on its way took for spam waits until somebody restores it', async () => {
  const win = { from: 'win@x.test', to: 'support@acme.test', subject: 'Win', text: 'Win' }
  await program.send({ ...win, headers: { 'X-Spam-Status': 'Yes, score=7.1 required=5.0' } })
  const held = await mailOf('Win', 'suspended')
  assert.equal(held.reason, 'spam')
  await p.as('acme', 'agent')(inboundMails.restore, { id: held.id })
  await mailOf('Win', 'handled')

  await program.send({ ...win, subject: 'Fair', text: 'Fair', headers: { 'X-Spam-Status': 'No, score=-1.2' } })
  await mailOf('Fair', 'handled')
})

test('what our own server calls forged waits when staff are named as its sender, and nobody else is believed', async () => {
  const from = async (subject: string, address: string, results: string) =>
    program.send({
      from: address,
      to: 'support@acme.test',
      subject,
      text: subject,
      headers: { 'Authentication-Results': results },
    })
  await from('Forged', 'agent@acme.test', 'mx.acme.test; dmarc=fail header.from=acme.test')
  assert.equal((await mailOf('Forged', 'suspended')).reason, 'forged_sender')
  await from('Said by anybody', 'agent@acme.test', 'mx.evil.test; dmarc=fail')
  await mailOf('Said by anybody', 'handled')
  await from('A customer behind a list', 'a@x.test', 'mx.acme.test; dmarc=fail')
  await mailOf('A customer behind a list', 'handled')
  await p.as('acme', 'agent')(inboundMails.restore, { id: (await mailOf('Forged', 'suspended')).id })
  await mailOf('Forged', 'handled')
})

test('neither queue nor log holds a word of a mail', async () => {
  const secret = 'Zimbabwe-7391'
  await program.send({ from: 'a@x.test', to: 'support@acme.test', subject: 'Secret', text: secret })
  await mailOf('Secret', 'handled')
  await p.running.platform.database.tenant(p.tenantId('acme'), 'read', async (db) => {
    const { rows } = await sql<{ data: string }>`select data::text as data from jobs.job`.execute(db)
    assert.ok(rows.length > 0 && rows.every(({ data }) => !data.includes(secret) && !data.includes('a@x.test')))
  })
})

test('a port that is taken is said in one sentence, when somebody asked for it', async () => {
  await assert.rejects(smtpService.start(p.running.platform), (error: Error) => {
    assert.ok(error instanceof StartError)
    assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${port}.*another program.*SMTP_IN_PORT=${port + 1}`))
    return true
  })
})
