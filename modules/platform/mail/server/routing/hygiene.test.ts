import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { readMail } from '../reading/read-mail.ts'
import { mailHygiene } from './hygiene.ts'
import type { MailKind, OwnMail } from './hygiene.ts'
import { threadIds } from './threading.ts'

const own: OwnMail = {
  addresses: new Set(['support@acme.test']),
  message_id_domains: new Set(['acme.test']),
  loop_token: 'Installation-1',
}
const ours = threadIds(['a secret of enough length']).make('1', 'acme', 'acme.test')

async function hygiene(headers: string, envelopeFrom: string | null = 'anna@x.test') {
  const from = /^from:/im.test(headers) ? '' : 'From: Anna <anna@x.test>\r\n'
  return mailHygiene(
    await readMail(Buffer.from(`${from}To: support@acme.test\r\n${headers}\r\n\r\nhi`)),
    own,
    envelopeFrom,
  )
}

const CASES: [headers: string, kind: MailKind, reason: string][] = [
  ['Subject: Broken lift', 'person', 'person'],
  ['Auto-Submitted: no', 'person', 'person'],
  ['Message-ID: <A1B2@acme.test>', 'person', 'person'],
  ['Subject: Out of office hours, whom do I call?', 'person', 'person'],

  ['X-WorkerNet-Loop: installation-1', 'loop', 'loop_header'],
  [`Message-ID: ${ours}`, 'loop', 'own_message_id'],
  ['X-Loop: Support@acme.test', 'loop', 'x_loop'],
  ['From: Desk <SUPPORT@acme.test>', 'loop', 'own_address'],

  ['Content-Type: multipart/report; report-type=delivery-status; boundary=b', 'bounce', 'report_type'],
  ['X-Failed-Recipients: bob@x.test', 'bounce', 'failed_recipients'],
  [
    'From: Mail Delivery System <MAILER-DAEMON@x.test>\r\nSubject: Undelivered Mail Returned to Sender',
    'bounce',
    'daemon',
  ],

  ['Auto-Submitted: auto-replied (vacation)', 'out_of_office', 'vacation'],
  ['Auto-Submitted: auto-replied\r\nSubject: Автоматический ответ: отпуск', 'out_of_office', 'vacation'],
  [
    'X-Auto-Response-Suppress: All\r\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent',
    'out_of_office',
    'exchange_oof',
  ],
  ['Subject: Automatic reply: [#42] Broken lift', 'out_of_office', 'subject'],
  ['Subject: Автоответ: Счёт', 'out_of_office', 'subject'],
  ['Subject: Avtomatik javob: hisob', 'out_of_office', 'subject'],
  ['Subject: رد تلقائي: فاتورة', 'out_of_office', 'subject'],
  ['X-Autoreply: yes\r\nSubject: Я в отпуске до 1 декабря', 'out_of_office', 'absence'],
  ['Auto-Submitted: auto-generated\r\nSubject: I am on annual leave', 'out_of_office', 'absence'],
  ['Subject: Я в отпуске до 1 декабря, роутер не работает', 'person', 'person'],
  ['Delivered-To: Autoresponder', 'out_of_office', 'delivered_to_autoresponder'],

  ['Auto-Submitted: auto-generated', 'auto_reply', 'auto_submitted'],
  ['Auto-Submitted: auto-replied', 'auto_reply', 'auto_submitted'],
  ['X-Autoreply: yes', 'auto_reply', 'autoreply_header'],
  ['X-Autorespond: 1', 'auto_reply', 'autoreply_header'],
  ['X-Autoresponder: 1', 'auto_reply', 'autoreply_header'],
  ['Precedence: auto_reply', 'auto_reply', 'precedence'],
  ['Return-Path: <>', 'auto_reply', 'null_sender'],
  ['From: postmaster@x.test\r\nSubject: Quota', 'auto_reply', 'daemon'],
  ['From: ""\r\nSubject: x', 'auto_reply', 'no_sender'],

  ['List-Id: <news.x.test>', 'list', 'list_header'],
  ['List-Unsubscribe: <mailto:u@x.test>', 'list', 'list_header'],
  ['Precedence: bulk', 'list', 'precedence'],
  ['Precedence: junk', 'list', 'precedence'],
  ['X-Loop: somebody@else.test', 'list', 'x_loop'],
  ['X-Auto-Response-Suppress: DR, OOF, AutoReply', 'list', 'response_suppressed'],
  ['From: no-reply@shop.test', 'list', 'robot_address'],
  ['From: donotreply+1@shop.test', 'list', 'robot_address'],
]

test('kinds and the rules that decide them', async () => {
  for (const [headers, kind, reason] of CASES) {
    const found = await hygiene(headers)
    assert.deepEqual([found.kind, found.reason], [kind, reason], headers)
  }
})

test('only people and lists reopen; only people are answered by machines', async () => {
  for (const [headers, kind] of CASES) {
    const found = await hygiene(headers)
    assert.equal(found.suppress_auto_reply, kind !== 'person', headers)
    assert.equal(found.reopen, kind === 'person' || kind === 'list', headers)
  }
})

test('the null sender of the envelope is never answered', async () => {
  assert.equal((await hygiene('Subject: x', '')).reason, 'null_sender')
  assert.equal((await hygiene('Subject: Undeliverable: x', '')).kind, 'bounce')
})

test('delivery reports tell whom, why and which mail of ours', async () => {
  const read = async (name: string) => {
    const raw = await readFile(new URL(`../fixtures/mails/${name}`, import.meta.url))
    const { kind, bounce } = mailHygiene(await readMail(raw), own, '')
    assert.equal(kind, 'bounce', name)
    return bounce
  }
  const postfix = await read('multi_address_bounce1.eml')
  assert.deepEqual(
    postfix?.recipients.map((one) => [one.address, one.status, one.action, one.permanent]),
    [
      ['bbbbvhvbbvkjbhfbvbvjhb@gmail.com', '5.1.1', 'failed', true],
      ['bscdbcjhasbcjhbdscbhbsdhcbj@gmail.com', '5.1.1', 'failed', true],
      ['egyfefsdvsfvvhjsd@gmail.com', '5.1.1', 'failed', true],
      ['kfhejkfbsjkjsbhds@gmail.com', '5.1.1', 'failed', true],
      ['qfvhgsvhgsduiohncdhcvhsdfvsfygusd@gmail.com', '5.1.1', 'failed', true],
    ],
  )
  const delayed = await read('report_422.eml')
  assert.deepEqual(
    delayed?.recipients.map((one) => [one.status, one.action, one.permanent]),
    [['4.2.2', 'delayed', false]],
  )
  assert.deepEqual(
    (await read('report_530.eml'))?.recipients.map((one) => [one.status, one.permanent]),
    [['5.3.0', true]],
  )
  assert.equal((await read('multipart_report_multiple_status.eml'))?.recipients.length, 1)
})

test('a bounce of our mail names its Message-ID, and is a bounce although ours stands inside', async () => {
  const report =
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n' +
    'Reporting-MTA: dns; mx.x.test\r\n\r\nFinal-Recipient: rfc822; Bob@x.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such\r\n user\r\n' +
    `--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${ours}\r\nX-WorkerNet-Loop: installation-1\r\n\r\nhi\r\n--b--`
  const found = await hygiene(`From: mailer-daemon@x.test\r\n${report}`, '')
  assert.equal(found.kind, 'bounce')
  assert.deepEqual(found.bounce, {
    recipients: [
      { address: 'bob@x.test', status: '5.1.1', action: 'failed', permanent: true, diagnostic: '550 no such user' },
    ],
    original_message_id: ours,
  })
})
