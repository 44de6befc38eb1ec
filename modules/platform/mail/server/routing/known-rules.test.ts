// The rules by which other help desks tell machines' mail, one mail each: all of them hold here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMail } from '../reading/read-mail.ts'
import { mailHygiene, type OwnMail } from './hygiene.ts'
import { threadIds } from './threading.ts'

const own: OwnMail = {
  addresses: new Set(['support@acme.test']),
  message_id_domains: new Set(['acme.test']),
  loop_token: 'installation-1',
}
const ours = threadIds(['a secret of enough length']).make('1', 'acme', 'acme.test')
const FROM = 'From: Anna <anna@x.test>'

/** Where a rule comes from, the mail, and whether it may set a conversation going again; none is answered by a machine. */
const MAILS: readonly (readonly [source: string, headers: string, reopens: boolean, envelopeFrom?: string])[] = [
  ['Zammad: List-Unsubscribe', `${FROM}\r\nList-Unsubscribe: <https://x.test/u>`, true],
  ['Zammad: X-Loop', `${FROM}\r\nX-Loop: yes`, true],
  ['Zammad: Precedence bulk', `${FROM}\r\nPrecedence: bulk`, true],
  ['Zammad: Precedence list', `${FROM}\r\nPrecedence: list`, true],
  ['Zammad: Precedence junk', `${FROM}\r\nPrecedence: Junk`, true],
  ['Zammad: Auto-Submitted auto-generated', `${FROM}\r\nAuto-Submitted: auto-generated`, false],
  ['Zammad: Auto-Submitted auto-replied', `${FROM}\r\nAuto-Submitted: Auto-Replied`, false],
  ['Zammad: X-Auto-Response-Suppress All', `${FROM}\r\nX-Auto-Response-Suppress: All`, true],
  ['Zammad: a Message-ID of our own', `${FROM}\r\nMessage-ID: ${ours}`, false],
  ['Zammad: out of office', `${FROM}\r\nSubject: Out of Office: Lift\r\nAuto-Submitted: auto-replied`, false],
  ['RT: null Return-Path', `${FROM}\r\nReturn-Path: <>`, false],
  ['RT: null sender of the envelope', FROM, false, ''],
  ['RT: From mailer-daemon', 'From: MAILER-DAEMON@x.test', false],
  ['RT: From postmaster', 'From: Postmaster <postmaster@x.test>', false],
  ['RT: From empty', 'From: <>', false],
  ['RT: any Auto-Submitted but no', `${FROM}\r\nAuto-Submitted: something-new`, false],
  ['RT: X-RT-Loop-Prevention', `${FROM}\r\nX-RT-Loop-Prevention: desk.example`, true],
  ['FreeScout: X-Autoreply', `${FROM}\r\nX-Autoreply: yes`, false],
  ['FreeScout: X-Autorespond', `${FROM}\r\nX-Autorespond: Lift`, false],
  ['FreeScout: X-Autoresponder', `${FROM}\r\nX-Autoresponder: 1`, false],
  ['FreeScout: Delivered-To autoresponder', `${FROM}\r\nDelivered-To: Autoresponder`, false],
]

for (const [source, headers, reopens, envelopeFrom = 'anna@x.test'] of MAILS) {
  test(source, async () => {
    const found = mailHygiene(
      await readMail(Buffer.from(`${headers}\r\nTo: support@acme.test\r\n\r\nhi`)),
      own,
      envelopeFrom,
    )
    assert.equal(found.suppress_auto_reply, true)
    assert.equal(found.reopen, reopens)
  })
}

test('Zammad, RT: what says that it is no machine’s is a person’s', async () => {
  const mail = await readMail(Buffer.from(`${FROM}\r\nAuto-Submitted: no\r\nTo: support@acme.test\r\n\r\nhi`))
  assert.equal(mailHygiene(mail, own, 'anna@x.test').kind, 'person')
})
