// A person's own mailbox, against a real IMAP server (dovecot) and a real SMTP server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { inboundMails, mailAddresses, mailboxes, ownMailboxes } from '#modules/platform/mail/contract.ts'
import { type Dovecot, hasDovecot, startDovecot } from '#modules/platform/mail/server/mailboxes/testing.ts'
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { freePort, mailbox } from '../../../../../e2e/mailbox.ts'
import { letters } from '../../contract.ts'

const skip = hasDovecot ? false : 'dovecot is not installed'
let imap: Dovecot
let p: TestPlatform
let outside: Awaited<ReturnType<typeof mailbox>>
let seller: Call
let admin: Call

before(async () => {
  if (skip) return
  const ports = [await freePort(), await freePort()] as const
  imap = await startDovecot(ports)
  outside = await mailbox(() => null, { user: 'sanjar', pass: 'secret' })
  // No server of the platform: what leaves, leaves through the mailbox.
  p = await testPlatform({ OUTGOING_ALLOWLIST: [...ports, outside.port].map((port) => `localhost:${port}`).join(',') })
  seller = p.as('acme', 'seller')
  admin = p.as('acme', 'admin')
  await admin(mailAddresses.create, { address: 'sales@acme.test', purpose: 'sales' })
  const one = await imap.client('sanjar')
  await one.mailboxCreate('Sent')
  await one.logout()
  await p.start('relay', 'worker')
})
after(async () => {
  if (skip) return
  await p.close()
  await outside.close()
  await imap.stop()
})

const settings = (more: Record<string, unknown> = {}) => ({
  address: 'sanjar@home.test',
  username: 'sanjar',
  password: 'secret',
  host: 'localhost',
  port: imap.port,
  security: 'none' as const,
  smtp_host: 'localhost',
  smtp_port: outside.port,
  smtp_security: 'none' as const,
  sent_folder: 'Sent',
  ...more,
})

type Letter = { from: string; to: string; subject: string; more?: string; text?: string }
const raw = ({ from, to, subject, more = '', text = 'Some words.' }: Letter) =>
  `Return-Path: <${from}>\nFrom: ${from}\nTo: ${to}\nSubject: ${subject}\nMessage-ID: <${subject.replaceAll(' ', '-')}@x.test>\n${more}\n${text}\n`
const me = 'sanjar@home.test'
const came = (letter: Omit<Letter, 'to'>) => imap.put('sanjar', raw({ to: me, ...letter }))
async function sent(letter: Omit<Letter, 'from'>): Promise<void> {
  const one = await imap.client('sanjar')
  await one.append('Sent', raw({ from: me, ...letter }).replaceAll('\n', '\r\n'))
  await one.logout()
}
const lettersOf = async (record: string, entity: 'client' | 'deal' = 'client', by = seller) =>
  (await by(letters.about, { entity, record })).items
const subjectsAre = (record: string, subjects: string[], entity: 'client' | 'deal' = 'client') =>
  eventually(async () => {
    assert.deepEqual((await lettersOf(record, entity)).map(({ subject }) => subject).toSorted(), subjects.toSorted())
  })
const isConnected = () =>
  eventually(async () => {
    const { mailbox: box } = await seller(ownMailboxes.mine, {})
    assert.deepEqual([box?.state, box?.trouble], ['connected', null])
    assert.ok(box?.last_fetched_at)
  })
/** Everything that the database keeps of mails. */
const everything = () =>
  p.running.platform.database.tenant(p.tenantId('acme'), 'read', async (db) => {
    const kept: unknown[] = []
    for (const table of [
      'letters',
      'inbound_mails',
      'inbound_contents',
      'timeline_entries',
      'event_log',
      'audit_details',
    ])
      kept.push(
        await db
          .selectFrom(table as never)
          .selectAll()
          .execute(),
      )
    return JSON.stringify(kept, (_key, value: unknown) => (Buffer.isBuffer(value) ? value.toString() : value))
  })

test('the test names what hinders at either server, and the password goes nowhere else', { skip }, async () => {
  assert.equal((await seller(ownMailboxes.mine, {})).mailbox, null)
  await assert.rejects(seller(ownMailboxes.save, settings({ password: null })), { status: 422 })
  const box = await seller(ownMailboxes.save, settings({ is_active: false }))
  assert.deepEqual([box.owner, box.password, box.state], [p.id('acme', 'seller'), null, 'new'])
  const works = await seller(ownMailboxes.probe, {})
  assert.deepEqual([works.incoming.ok, works.outgoing.ok, works.sent], [true, true, 'Sent'])
  await seller(ownMailboxes.save, settings({ is_active: false, password: 'wrong' }))
  const wrong = await seller(ownMailboxes.probe, {})
  assert.deepEqual(
    [wrong.incoming.trouble, wrong.outgoing.trouble],
    ['mailbox_trouble.password', 'mailbox_trouble.password'],
  )
  await seller(ownMailboxes.save, settings({ is_active: false, smtp_host: '127.0.0.1', smtp_port: 587 }))
  assert.equal((await seller(ownMailboxes.probe, {})).outgoing.trouble, 'outgoing.address_refused')
  await assert.rejects(seller(ownMailboxes.save, settings({ host: 'evil.test', password: null })), { status: 422 })
})

test('only letters of clients come out of it, and nothing of the others is kept anywhere', { skip }, async () => {
  const client = await seller(clients.create, { name: 'Choyxona', email: 'office@choyxona.test' })
  await seller(contacts.create, { id: client.id, name: 'Nigora', email: 'nigora@choyxona.test' })
  const foreign = await admin(clients.create, { name: 'Of somebody else', email: 'theirs@firm.test' })
  await came({ from: 'nigora@choyxona.test', subject: 'Before anybody connected it' })
  await seller(ownMailboxes.save, settings())
  await isConnected()

  await sent({ to: 'Nigora <nigora@choyxona.test>', subject: 'From another program' })
  await sent({ to: 'mother@home.test', subject: 'Privately to mother' })
  await came({ from: 'mother@home.test', subject: 'Privately from mother' })
  await came({ from: 'theirs@firm.test', subject: 'Privately from a client of others' })
  await came({ from: 'agent@acme.test', subject: 'Privately among colleagues' })
  await came({
    from: 'nigora@choyxona.test',
    subject: 'Newsletter',
    more: 'List-Id: <news.choyxona.test>\nPrecedence: bulk\n',
  })
  await came({ from: 'Nigora <nigora@choyxona.test>', subject: 'What about the price' })
  await subjectsAre(client.id, ['From another program', 'What about the price'])
  const all = await lettersOf(client.id)
  const [out, received] = ['out', 'in'].map((way) => all.find(({ direction }) => direction === way)!)
  assert.deepEqual(
    [out!.author, out!.from_address, out!.state, out!.people[0]!.address],
    [p.id('acme', 'seller'), me, 'sent', 'nigora@choyxona.test'],
  )
  assert.deepEqual([received!.author, received!.people[0]!.address, received!.mail], [null, me, null])
  assert.equal((await lettersOf(foreign.id, 'client', admin)).length, 0)
  const kept = await everything()
  for (const word of ['Privately', 'mother@home', 'Before anybody', 'Newsletter']) assert.ok(!kept.includes(word), word)
  // Nothing was marked in the mailbox.
  const one = await imap.client('sanjar')
  await one.mailboxOpen('INBOX')
  assert.equal(((await one.search({ seen: true })) as number[]).length, 0)
  await one.logout()
  const { mailbox: box } = await seller(ownMailboxes.mine, {})
  assert.equal(box!.taken, 2)
})

test('a letter leaves through it under its address, and the answer comes back to the deal', { skip }, async () => {
  const client = await seller(clients.create, { name: 'Somsa', email: 'olim@somsa.test' })
  const deal = await seller(deals.create, { title: 'Telephony', client: client.id })
  const of = { entity: 'deal', record: deal.id } as const
  assert.equal((await seller(letters.addressees, of)).own, me)
  const draft = { ...of, to: [{ address: 'olim@somsa.test' }], text: 'Here it is' }
  const letter = await seller(letters.send, { ...draft, subject: 'Our offer', sender: 'own' })
  assert.deepEqual([letter.from_address, letter.state], [me, 'queued'])
  await eventually(async () => assert.equal((await lettersOf(deal.id, 'deal'))[0]!.state, 'sent'))
  const [mail] = outside.arrived.filter(({ to }) => to.includes('olim@somsa.test'))
  assert.deepEqual([mail!.from, mail!.mail.from?.address, mail!.mail.subject], [me, me, 'Our offer'])
  assert.ok(!/via/.test(mail!.mail.from?.name ?? ''))
  // The provider puts it among those that were sent; it is a letter already.
  const one = await imap.client('sanjar')
  await one.append('Sent', mail!.raw)
  await one.logout()

  const id = mail!.mail.messageId!
  await came({
    from: 'lawyer@elsewhere.test',
    subject: 'Re: Our offer',
    more: `In-Reply-To: ${id}\nReferences: ${id}\n`,
  })
  await subjectsAre(deal.id, ['Our offer', 'Our offer'], 'deal')
  const answer = (await lettersOf(deal.id, 'deal')).find(({ direction }) => direction === 'in')!
  await seller(letters.send, { ...draft, subject: 'Re: Our offer', sender: 'own', answers: answer.id })
  await eventually(() => {
    const second = outside.arrived.find(({ mail: { inReplyTo } }) => inReplyTo === '<Re:-Our-offer@x.test>')
    assert.ok(second?.mail.references?.includes(id))
  })
  await subjectsAre(deal.id, ['Our offer', 'Our offer', 'Re: Our offer'], 'deal')
})

test('one mail to the mailbox of the organisation and to one’s own is one letter', { skip }, async () => {
  const client = await seller(clients.create, { name: 'Twice', email: 'twice@firm.test' })
  await imap.put('desk', 'Subject: none\n\nx\n')
  const box = { address: 'desk@acme.test', host: 'localhost', port: imap.port, security: 'none' as const }
  await admin(mailboxes.create, { ...box, username: 'desk', password: 'secret', purpose: 'sales' })
  const both = raw({ from: 'twice@firm.test', to: `desk@acme.test, ${me}`, subject: 'To both' })
  await imap.put('desk', both)
  await imap.put('sanjar', both)
  await eventually(async () => {
    const { items } = await admin(inboundMails.list, { limit: 200 })
    assert.equal(items.find(({ subject }) => subject === 'To both')?.state, 'handled')
  })
  await came({ from: 'twice@firm.test', subject: 'After both' })
  await subjectsAre(client.id, ['After both', 'To both'])
})

test('an administrator sees that it is there and may end it, and reads nothing', { skip }, async () => {
  const { items } = await admin(ownMailboxes.people, {})
  assert.deepEqual(
    items.map(({ owner, address, state }) => [owner, address, state]),
    [[p.id('acme', 'seller'), me, 'connected']],
  )
  assert.ok(!('username' in items[0]!) && !('password' in items[0]!))
  assert.equal((await admin(ownMailboxes.mine, {})).mailbox, null)
  assert.ok((await admin(mailboxes.list, {})).items.every(({ address }) => address !== me))
  await assert.rejects(p.as('acme', 'agent')(ownMailboxes.people, {}), { status: 403 })
  assert.deepEqual((await p.as('globex', 'admin')(ownMailboxes.people, {})).items, [])
  await assert.rejects(p.as('globex', 'admin')(ownMailboxes.disconnect, { id: items[0]!.id }), { status: 404 })

  await admin(users.update, { id: p.id('acme', 'seller'), is_active: false })
  await eventually(async () => assert.equal((await admin(ownMailboxes.people, {})).items[0]!.is_active, false))
  await admin(users.update, { id: p.id('acme', 'seller'), is_active: true })

  await admin(ownMailboxes.disconnect, { id: items[0]!.id })
  assert.equal((await p.as('acme', 'seller')(ownMailboxes.mine, {})).mailbox, null)
  const secrets = await p.running.platform.database.tenant(p.tenantId('acme'), 'read', (db) =>
    db
      .selectFrom('own_mailbox_secrets' as never)
      .selectAll()
      .execute(),
  )
  assert.deepEqual(secrets, [])
  const draft = {
    entity: 'client' as const,
    to: [{ address: 'a@b.test' }],
    subject: 'x',
    text: 'x',
    sender: 'own' as const,
  }
  const client = await admin(clients.create, { name: 'Any', email: 'any@firm.test' })
  await assert.rejects(admin(letters.send, { ...draft, record: client.id }), { code: 'letter.no_own_mailbox' })
})
