import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { inboundMails } from '../../contract.ts'

let p: TestPlatform
const PORT = 8171
before(async () => {
  p = await testPlatform({ SMTP_IN_PORT: String(PORT), SMTP_IN_HOST: '127.0.0.1' })
  await p.start('relay', 'worker')
})
after(() => p.close())
const client = createTransport({ host: '127.0.0.1', port: PORT, ignoreTLS: true })

test('a mail is kept, read and told of', async () => {
  await client.sendMail({ from: 'anna@x.test', to: 'support@acme.test', subject: 'Lift', text: 'It stands still' })
  await eventually(async () => {
    const { items } = await p.as('acme', 'agent')(inboundMails.list, {})
    assert.equal(items[0]!.state, 'parsed')
  })
})
