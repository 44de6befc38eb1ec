// Mails about notices: gathered, in the reader's language, one click out of them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, type Person, testPlatform, type TestPlatform } from '#app/testing.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { outbox } from '#modules/platform/mail/contract.ts'
import { composeMail } from '#modules/platform/mail/server/smtp/compose.ts'
import { letterOf } from '#modules/platform/mail/server/outbound/letter.ts'
import type { MailContext } from '#modules/platform/mail/server/tables.ts'
import PostalMime from 'postal-mime'
import { noticeHistory, noticePreferences, notifications } from '../../contract.ts'
import type { NoticeContext } from '../tables.ts'
import { sendDueTo } from './due.ts'
import { inkOn, noticeLetter } from './letter.ts'

let p: TestPlatform
before(async () => {
  // Nobody works the queues off: what is due is sent when the test says so.
  p = await testPlatform()
})
after(() => p.close())

const say = (to: Person, title: string, body = 'Body') =>
  p.as('acme', 'manager')(notifications.send, { to: { users: [p.id('acme', to)] }, title, body })
/** Sends what is due to somebody some seconds from now; answers the mails as they leave. */
const after_ = (seconds: number, to: Person) =>
  p.running.platform.within(systemOf(p.tenantId('acme')), {}, (context) =>
    sendDueTo(
      { ...(context as NoticeContext), now: new Date(Date.now() + seconds * 1_000).toISOString() },
      p.id('acme', to),
    ),
  )
const read = (id: string) => p.as('acme', 'admin')(outbox.get, { id })
const historyOf = async (title: string) =>
  (await p.as('acme', 'admin')(noticeHistory.list, {})).items.find((one) => one.title === title)!

test('a mail is text and HTML, and nothing in it is markup of somebody else', async () => {
  await say('agent', 'Tea <script>alert(1)</script>', 'In the kitchen & "hall"\nAt five')
  assert.deepEqual(await after_(0, 'agent'), [], 'somebody may be about to see it on the screen')
  const [id] = await after_(15, 'agent')
  const row = await read(id!)
  assert.equal(row.recipient, 'agent@acme.test')
  assert.equal(row.subject, 'Tea <script>alert(1)</script>')
  assert.ok(!row.html!.includes('<script'))
  assert.ok(row.html!.includes('Tea &lt;script&gt;alert(1)&lt;/script&gt;'))
  assert.ok(row.html!.includes('In the kitchen &amp; &quot;hall&quot;<br>At five'))
  assert.match(row.text, /because of your notification settings: «Messages of your organisation»/)
  assert.deepEqual((await historyOf(row.subject)).email_reason, 'kept')
  const mail = await p.running.platform.within(systemOf(p.tenantId('acme')), {}, async (context) =>
    PostalMime.parse((await composeMail(await letterOf(context as MailContext, row))).raw),
  )
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value
  assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
  assert.match(
    header('list-unsubscribe')!.replaceAll(/\s/g, ''),
    /^<http:\/\/localhost:\d+\/api\/notifications\/unsubscribe\/[^>]+>$/,
  )
  assert.equal(header('auto-submitted'), 'auto-generated')
})

test('what follows a mail soon waits and comes in one', async () => {
  await say('agent', 'Second')
  await say('agent', 'Third')
  assert.deepEqual(await after_(20, 'agent'), [])
  const mails = await after_(400, 'agent')
  assert.equal(mails.length, 1)
  const row = await read(mails[0]!)
  assert.equal(row.subject, '2 notifications from acme')
  assert.ok(row.text.includes('Second') && row.text.includes('Third'))
  assert.deepEqual(await after_(800, 'agent'), [], 'nothing is sent twice')
})

test('what was read on the screen needs no mail', async () => {
  await say('analyst', 'Seen')
  const [line] = (await p.as('acme', 'analyst')(notifications.list, {})).items
  await p.as('acme', 'analyst')(notifications.update, { id: line!.id!, unread: false })
  assert.deepEqual(await after_(30, 'analyst'), [])
  assert.deepEqual((await historyOf('Seen')).email_reason, 'seen')
})

test('a daily digest waits for its time in the reader’s zone', async () => {
  const analyst = p.as('acme', 'analyst')
  await analyst(noticePreferences.update, { digest: 'daily', digest_at: '09:00', zone: 'Asia/Tashkent' })
  await say('analyst', 'Later')
  assert.deepEqual(await after_(60, 'analyst'), [])
  const { email, email_due } = await historyOf('Later')
  assert.equal(email, 'queued')
  const local = Temporal.Instant.from(email_due!).toZonedDateTimeISO('Asia/Tashkent')
  assert.equal(local.toPlainTime().toString(), '09:00:00')
  assert.equal((await after_(86_400, 'analyst')).length, 1)
})

test('one click ends mails of a kind, and opening the address alone does not', async () => {
  const app = await p.edge()
  await say('client', 'To be stopped')
  const [id] = await after_(15, 'client')
  const row = await read(id!)
  const path = row.unsubscribe!.slice(row.unsubscribe!.indexOf('/api/'))
  const opened = await app.inject({ method: 'GET', url: path })
  assert.equal(opened.statusCode, 200)
  assert.match(opened.body, /<form method="post">/)
  const choice = async () => {
    const { kinds } = await p.as('acme', 'client')(noticePreferences.get, {})
    return kinds.find(({ kind }) => kind === 'message')!.channels.email
  }
  assert.equal(await choice(), true)
  const stopped = await app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  })
  assert.equal(stopped.statusCode, 200)
  assert.equal(await choice(), false)
  assert.equal((await app.inject({ method: 'POST', url: `${path}x` })).statusCode, 404)
  await say('client', 'In the product only')
  assert.equal((await historyOf('In the product only')).email_reason, 'off')
  await eventually(async () => assert.deepEqual(await after_(9_000, 'client'), []))
})

test('an Arabic mail runs from right to left, and the button can be read on any colour', () => {
  const options = { language: 'ar', organisation: 'أكمي', reasons: null, preferencesUrl: 'http://x.test/p' }
  const items = [{ title: 'عنوان', body: 'نص', url: 'http://x.test/1' }]
  const { html } = noticeLetter(p.running.platform.texts, { ...options, colour: '#ffd400', items })
  assert.match(html, /<html lang="ar" dir="rtl">/)
  assert.match(html, /text-align:right/)
  assert.deepEqual(
    [inkOn('#ffd400'), inkOn('#1d4ed8'), inkOn('#000000'), inkOn('#ffffff')],
    ['#111418', '#ffffff', '#ffffff', '#111418'],
  )
})
