// Mail that leaves, or stays.
import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { mailbox } from '../../../../../e2e/mailbox.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { In } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { mail, outbox } from '../../contract.ts'
import { deliver } from './deliver.ts'

let p: TestPlatform
let kept: TestPlatform
let box: Awaited<ReturnType<typeof mailbox>>
/** Refusals still to come, by address. */
const refusals = new Map<string, number[]>()
before(async () => {
  box = await mailbox((address) => refusals.get(address)?.shift() ?? null)
  p = await testPlatform({
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(box.port),
    EMAIL_USE_TLS: 'false',
    EMAIL_TIMEOUT: '2',
  })
  kept = await testPlatform()
})
after(async () => {
  await p.close()
  await kept.close()
  await box.close()
})

const write = async (desk: TestPlatform, more: Partial<In<typeof mail.send>> = {}) => {
  const draft = {
    to: [{ name: 'Anna', address: 'anna@x.test' }],
    subject: 'Hi',
    text: 'Hello',
    language: 'en' as const,
    ...more,
  }
  const system = systemOf(desk.tenantId('acme'))
  const sent = await desk.running.platform.within(system, {}, ({ call }) => call(mail.send, draft))
  return sent!.id
}
const get = (id: string, desk = p) => desk.as('acme', 'admin')(outbox.get, { id })
const arrivals = (address: string) => box.arrived.filter(({ to }) => to.includes(address))

test('without a server mail is kept, and staff read it', async () => {
  const id = await write(kept)
  const row = await get(id, kept)
  assert.deepEqual([row.state, row.recipients[0]!.state, row.text], ['kept', 'kept', 'Hello'])
  assert.equal(row.from_address, 'support@acme.test')
  const answer = (await kept.as('acme', 'agent')(outbox.raw, { id })) as RawAnswer
  assert.match((await buffer(await answer.open())).toString(), /^Message-ID:\s+<t\./im)
  await assert.rejects(kept.as('acme', 'agent')(outbox.resend, { id }), { status: 403 })
  await assert.rejects(kept.as('acme', 'admin')(outbox.resend, { id }), { code: 'outbound_mail.no_server' })
  await assert.rejects(kept.as('acme', 'client')(outbox.get, { id }), { status: 403 })
  await assert.rejects(kept.as('globex', 'admin')(outbox.get, { id }), { status: 404 })
})

test('what holds a secret of its recipient only administrators read', async () => {
  const id = await write(kept, { confidential: true })
  await assert.rejects(kept.as('acme', 'agent')(outbox.get, { id }), { status: 404 })
  assert.equal((await get(id, kept)).confidential, true)
})

test('a server that is busy is asked again with the same mail, and only for those who still wait', async () => {
  refusals.set('busy@x.test', [451])
  const id = await write(p, {
    to: [{ name: '', address: 'ready@x.test' }],
    cc: [{ name: '', address: 'busy@x.test' }],
  })
  await p.start('relay', 'worker')
  await eventually(async () => assert.equal((await get(id)).recipients[1]!.state, 'retrying'))
  const waiting = await get(id)
  assert.deepEqual([waiting.state, waiting.attempts, waiting.recipients[1]!.code], ['queued', 1, 451])
  assert.notEqual(waiting.next_attempt_at, null)
  await eventually(async () => assert.equal((await get(id)).state, 'sent'))
  const [first] = arrivals('ready@x.test')
  const [second] = arrivals('busy@x.test')
  assert.equal(arrivals('ready@x.test').length, 1)
  assert.equal(first!.mail.messageId, second!.mail.messageId)
  assert.deepEqual(
    second!.mail.cc?.map(({ address }) => address),
    ['busy@x.test'],
  )
})

test('a refusal for good is not tried again, until somebody wants it', async () => {
  refusals.set('no@x.test', [550])
  const id = await write(p, { to: [{ name: '', address: 'no@x.test' }] })
  await eventually(async () => assert.equal((await get(id)).state, 'failed'))
  const { recipients, attempts } = await get(id)
  assert.deepEqual([recipients[0]!.cause, recipients[0]!.code, attempts], ['rejected', 550, 1])
  await p.as('acme', 'manager')(outbox.resend, { id })
  await eventually(async () => assert.equal((await get(id)).state, 'sent'))
})

test('a claim is honoured while it may be alive, and a lost one is taken up with the same Message-ID', async () => {
  const tenant = p.tenantId('acme')
  const id = await write(p, { to: [{ name: '', address: 'lost@x.test' }] })
  await eventually(() => assert.equal(arrivals('lost@x.test').length, 1))
  await eventually(async () => assert.equal((await get(id)).state, 'sent'))
  // As a process leaves it that ends between sending and writing down that it has sent.
  const claimed = async (ago: string) => {
    const owner = new pg.Client({ connectionString: p.url })
    await owner.connect()
    await owner.query('set session_replication_role = replica')
    await owner.query(
      `update outbound_mails set state = 'sending', recipients = jsonb_set(recipients, '{0,state}', '"pending"'),
       updated_at = now() - $2::interval where id = $1`,
      [id, ago],
    )
    await owner.end()
  }
  await claimed('1 second')
  await deliver(p.running.platform, tenant, { mail: id })
  assert.equal(arrivals('lost@x.test').length, 1)
  await claimed('1 hour')
  await Promise.all([1, 2, 3].map(() => deliver(p.running.platform, tenant, { mail: id })))
  const ids = arrivals('lost@x.test').map((one) => one.mail.messageId)
  assert.deepEqual([ids.length, new Set(ids).size, (await get(id)).state], [2, 1, 'sent'])
})

test('machines get a few mails and no more', async () => {
  const sent = []
  for (let count = 0; count < 8; count += 1) {
    const draft = {
      to: [{ name: '', address: 'robot@x.test' }],
      subject: 'Receipt',
      text: 'x',
      language: 'en' as const,
      automatic: true,
    }
    sent.push(
      await kept.running.platform.within(systemOf(kept.tenantId('acme')), {}, ({ call }) => call(mail.send, draft)),
    )
  }
  assert.deepEqual(
    sent.map((one) => one !== null),
    [true, true, true, true, true, false, false, false],
  )
})

test('no value of a mail writes a header', async () => {
  const id = await write(p, {
    to: [{ name: 'Eve\r\nBcc: all@x.test', address: 'eve@x.test' }],
    subject: 'Hi\r\nBcc: all@x.test',
    author: 'A\r\nReply-To: b@x.test',
  })
  await eventually(async () => assert.equal((await get(id)).state, 'sent'))
  const [arrived] = arrivals('eve@x.test')
  assert.doesNotMatch(arrived!.raw.toString(), /^(bcc|reply-to):/im)
  const bad = await write(p, { to: [{ name: '', address: 'a@x.test>\r\nRCPT TO:<b@x.test' }] })
  await eventually(async () => assert.equal((await get(bad)).state, 'failed'))
})
