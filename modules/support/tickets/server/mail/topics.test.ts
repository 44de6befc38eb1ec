// Addresses that say what their mails are about, by real SMTP.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { mailAddresses } from '#modules/platform/mail/contract.ts'
import { freePort, mailProgram } from '../../../../../e2e/mailbox.ts'
import { tickets } from '../../contract.ts'

let p: TestPlatform
let program: ReturnType<typeof mailProgram>
before(async () => {
  const port = await freePort()
  p = await testPlatform({ SMTP_IN_PORT: String(port), SMTP_IN_HOST: '127.0.0.1' })
  program = mailProgram(port)
  await p.start('relay', 'worker')
})
after(() => p.close())

test('a mail to bugs@ opens a bug, one to feedback@ a feature request, one to support@ a question', async () => {
  const admin = p.as('acme', 'admin')
  await admin(mailAddresses.create, { address: 'bugs@acme.test', topic: 'bug' })
  await admin(mailAddresses.create, { address: 'feedback@acme.test', topic: 'feature_request' })
  for (const local of ['bugs', 'feedback', 'support'])
    await program.send({
      from: 'Anna <anna@shop.test>',
      to: `${local}@acme.test`,
      subject: `About ${local}`,
      text: 'The receipt prints twice.',
    })
  await eventually(async () => {
    const { items } = await p.as('acme', 'agent')(tickets.list, { sort: 'number' })
    assert.deepEqual(Object.fromEntries(items.map(({ title, type }) => [title, type])), {
      'About bugs': 'bug',
      'About feedback': 'feature_request',
      'About support': 'question',
    })
  }, 20_000)
})
