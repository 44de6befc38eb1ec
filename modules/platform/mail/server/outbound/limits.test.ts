// What is held back, and what a delivery report leaves behind.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { components } from '#modules/platform/components/contract.ts'
import { goneAddresses, mail, outbox } from '../../contract.ts'
import { MailSettings } from '../../contract/settings.ts'
import { noteBounce } from '../inbound/bounce.ts'
import type { Bounce, BouncedRecipient } from '../routing/bounce.ts'
import { areThereAgain } from './gone.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

type Draft = { address: string; subject?: string; thread?: string; html?: string; automatic?: boolean }
const send = ({ address, ...more }: Draft) =>
  p.running.platform.within(systemOf(p.tenantId('acme')), {}, ({ call }) =>
    call(mail.send, {
      to: [{ name: '', address }],
      subject: 'x',
      text: 'x',
      language: 'en',
      automatic: true,
      ...more,
    }),
  )
const written = async (address: string) =>
  (await p.as('acme', 'admin')(outbox.list, { recipient: address, limit: 100 })).items
const causes = async (address: string) =>
  (await written(address)).flatMap(({ recipients }) => recipients.map(({ cause }) => cause).filter(Boolean))
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setTimeout(20)
}
async function passes(draft: Draft, times: number): Promise<number> {
  for (let count = 0; count < times; count++) await send(draft)
  return (await written(draft.address)).filter(({ state }) => state !== 'failed').length
}

test('one ticket writes one address ten automatic mails in ten minutes; what stays is shown with its reason', async () => {
  const thread = '00000000-0000-4000-8000-000000000001'
  assert.equal(await passes({ address: 'a@x.test', thread, html: '<p>x</p>' }, 13), 10)
  assert.deepEqual(await causes('a@x.test'), ['limit_ticket', 'limit_ticket', 'limit_ticket'])
  // Another ticket has a bucket of its own, a person none.
  assert.notEqual(await send({ address: 'a@x.test', thread: thread.replace(/1$/, '2'), html: '<p>x</p>' }), null)
  assert.notEqual(await send({ address: 'a@x.test', thread, automatic: false }), null)
})

test('all tickets together write one address thirty, and receipts five an hour', async () => {
  assert.equal(await passes({ address: 'b@x.test', html: '<p>x</p>' }, 33), 30)
  assert.deepEqual([...new Set(await causes('b@x.test'))], ['limit_all'])
  assert.equal(await passes({ address: 'c@x.test' }, 7), 5)
  assert.deepEqual([...new Set(await causes('c@x.test'))], ['limit_receipts'])
})

test('a second receipt under the same subject within three hours stays here', async () => {
  const thread = '00000000-0000-4000-8000-00000000000'
  const receipt = (ticket: number, subject: string) =>
    send({ address: 'd@x.test', thread: `${thread}${ticket}`, subject })
  assert.notEqual(await receipt(1, 'Lift'), null)
  assert.equal(await receipt(2, 'Lift'), null)
  assert.notEqual(await receipt(3, 'Stairs'), null)
  assert.equal(await receipt(4, 'Lift'), null)
  assert.deepEqual(await causes('d@x.test'), ['limit_subject', 'limit_subject'])
})

test('an organisation sets its own limits, and another keeps those that came', async () => {
  const configure = p.as('acme', 'admin')
  const receipts = () => p.running.platform.components.settings(p.tenantId('acme'), MailSettings).receipts_an_hour
  await configure(components.configure, { component: 'mail', receipts_an_hour: 2, same_subject_minutes: 0 })
  await until(() => receipts() === 2)
  assert.equal(await passes({ address: 'e@x.test' }, 4), 2)
  const thread = '00000000-0000-4000-8000-000000000007'
  assert.equal(await passes({ address: 'f@x.test', subject: 'Lift', thread }, 2), 2)
  await assert.rejects(configure(components.configure, { component: 'mail', of_all_in_ten_minutes: 0 }), {
    code: 'invalid',
  })
  await configure(components.remove, { component: 'mail' })
  await until(() => receipts() === 5)
  assert.equal(await passes({ address: 'g@x.test' }, 7), 5)
})

test('an address that does not exist gets no more automatic mail until somebody writes from it', async () => {
  const agent = p.as('acme', 'agent')
  const { id } = (await send({ address: 'gone@x.test' }))!
  const report = async (report: Partial<BouncedRecipient>) => {
    const { message_id } = await p.as('acme', 'admin')(outbox.get, { id })
    const one = {
      address: 'gone@x.test',
      status: '5.1.1',
      action: 'failed' as const,
      permanent: true,
      diagnostic: 'no such user',
    }
    const bounce: Bounce = { recipients: [{ ...one, ...report }], original_message_id: message_id }
    return p.running.platform.within(systemOf(p.tenantId('acme')), {}, (context) => noteBounce(context, bounce))
  }
  const fate = async () => (await p.as('acme', 'admin')(outbox.get, { id })).recipients[0]!

  assert.ok(await report({ status: '4.4.1', action: 'delayed', permanent: false, diagnostic: 'later' }))
  assert.deepEqual([(await fate()).state, (await fate()).cause, (await fate()).message], ['kept', 'delayed', 'later'])
  assert.notEqual(await send({ address: 'gone@x.test' }), null)

  await report({ status: '5.2.2', diagnostic: 'mailbox full' })
  assert.deepEqual([(await fate()).state, (await fate()).status], ['bounced', '5.2.2'])
  assert.equal((await agent(goneAddresses.get, { address: 'gone@x.test' })).gone, null)
  assert.notEqual(await send({ address: 'gone@x.test' }), null)

  // Somebody else's address in a report about our mail proves nothing.
  await report({ address: 'boss@x.test' })
  assert.notEqual(await send({ address: 'boss@x.test' }), null)

  await report({})
  const { gone } = await agent(goneAddresses.get, { address: 'Gone@x.test' })
  assert.deepEqual([gone?.status, gone?.said], ['5.1.1', 'no such user'])
  await assert.rejects(p.as('acme', 'client')(goneAddresses.get, { address: 'gone@x.test' }), { status: 403 })
  assert.equal((await p.as('globex', 'agent')(goneAddresses.get, { address: 'gone@x.test' })).gone, null)
  assert.equal(await send({ address: 'gone@x.test' }), null)
  assert.notEqual(await send({ address: 'gone@x.test', automatic: false }), null)
  assert.deepEqual(await causes('gone@x.test'), ['bounced', 'undeliverable'].toSorted().toReversed())
  await p.running.platform.within(systemOf(p.tenantId('acme')), {}, (context) =>
    areThereAgain(context, ['Gone@x.test']),
  )
  assert.notEqual(await send({ address: 'gone@x.test' }), null)
  await report({})
  await agent(goneAddresses.clear, { address: 'gone@x.test' })
  assert.notEqual(await send({ address: 'gone@x.test' }), null)
})
