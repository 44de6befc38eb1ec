import assert from 'node:assert/strict'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { type Arrived, mailbox, mailProgram } from '../mailbox.ts'
import { startPlatform } from '../platform.ts'
import { listOf, openTicket, press, rowOf, see, signIn, statusOf, thread, write } from './person.ts'

// A desk of its own, whose mail goes out to a server that we are.
const box = await mailbox()
const platform = await startPlatform({
  env: { EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(box.port), EMAIL_USE_TLS: 'false' },
})
Object.assign(process.env, { E2E_URL: platform.url, E2E_SMTP_PORT: String(platform.smtpPort) })
after(async () => {
  await platform.stop()
  await box.close()
})

const FROM = 'Nigora Saidova <nigora@choyxona.example>'
const TITLE = 'No dial tone since Monday'
const REPLY = 'Здравствуйте! Линию починили сегодня утром.'

journey(
  'a real mail becomes a ticket, its answer a mail, and the answer to that the same ticket',
  { timeout: 120_000 },
  async (tools) => {
    const agent = tools.page
    const t = await signIn(agent, 'agent@acme.test')
    await see(listOf(agent, t).getByRole('link'))

    const program = mailProgram(tools.smtpPort)
    await program.send({
      from: FROM,
      to: 'support@acme.test',
      subject: TITLE,
      text: 'The phone in the kitchen is dead.',
    })
    await see(rowOf(agent, t, TITLE), 20_000)
    await openTicket(agent, t, TITLE)
    await see(thread(agent, t).getByText('The phone in the kitchen is dead.'))
    await write(agent, t, REPLY)

    const mail = await arrival(({ mail }) => mail.text?.includes(REPLY) === true)
    assert.deepEqual(mail.to, ['nigora@choyxona.example'])
    assert.match(mail.mail.subject ?? '', new RegExp(TITLE))
    assert.ok(mail.mail.messageId, 'a Message-ID of ours')
    assert.ok(mail.mail.inReplyTo, 'threaded under what the customer wrote')

    await program.answer(mail, FROM, 'It rings again, thank you!')
    await see(thread(agent, t).getByText('It rings again, thank you!'), 20_000)
    assert.equal(
      await thread(agent, t).getByText('The phone in the kitchen is dead.').count(),
      1,
      'no quotation shown twice',
    )
    await see(statusOf(agent, t, 'new').or(statusOf(agent, t, 'in_progress')))
    assert.equal(await rowOf(agent, t, TITLE).count(), 1, 'one ticket')

    // The administrator finds the answer in the outbox above the receipt, and that it arrived.
    const admin = await tools.newWindow()
    const a = await signIn(admin, 'admin@acme.test')
    await press(admin.getByRole('link', { name: a('menu.settings') }))
    await press(admin.getByRole('main').getByRole('link', { name: a('outbound_mail.many') }))
    await see(
      admin
        .getByRole('row')
        .filter({ hasText: TITLE })
        .filter({ hasText: a('outbound_mail.state.sent') }),
    )
    await press(admin.getByRole('main').getByRole('link', { name: TITLE }).first())
    await see(admin.getByRole('main').getByText(REPLY))
    await expectNoAxeViolations(admin)
  },
)

/** Waits for a mail that leaves the desk. */
async function arrival(isMeant: (mail: Arrived) => boolean): Promise<Arrived> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
    const found = box.arrived.find(isMeant)
    if (found) return found
  }
  throw new Error(`no such mail among ${box.arrived.map(({ mail }) => mail.subject).join(', ') || 'none'}`)
}
