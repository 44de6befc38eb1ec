// Mailboxes of other providers, against a real IMAP server.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually, testPlatform, type TestPlatform } from '#app/testing.ts'
import { freePort } from '../../../../../e2e/mailbox.ts'
import { teams } from '#modules/platform/identity/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { inboundMails, mailboxes, outbox } from '../../contract.ts'
import { type Dovecot, hasDovecot, startDovecot } from './testing.ts'

const skip = hasDovecot ? false : 'dovecot is not installed'
let imap: Dovecot
let p: TestPlatform
let silent: Server
let closed: number
let silentPort: number

before(async () => {
  if (skip) return
  const ports = [await freePort(), await freePort()] as const
  imap = await startDovecot(ports)
  silentPort = await freePort()
  closed = await freePort()
  // Takes connections and says nothing.
  silent = createServer((socket) => socket.on('error', () => {})).listen(silentPort, '127.0.0.1')
  const allowed = [...ports, silentPort, closed].map((port) => `localhost:${port}`)
  p = await testPlatform({ OUTGOING_ALLOWLIST: allowed.join(',') })
  await p.start('relay', 'worker')
})
after(async () => {
  if (skip) return
  silent.close()
  await p.close()
  await imap.stop()
})

const admin = () => p.as('acme', 'admin')
const settings = (user: string, more: Record<string, unknown> = {}) => ({
  address: `${user}@provider.test`,
  host: 'localhost',
  port: imap.port,
  security: 'none' as const,
  username: user,
  password: 'secret',
  ...more,
})
const mail = (subject: string, more = '') =>
  `Return-Path: <anna@x.test>\nFrom: Anna <anna@x.test>\nTo: desk@provider.test\nSubject: ${subject}\nMessage-ID: <${subject.replaceAll(' ', '-')}@x.test>\n${more}\nThe lift is stuck.\n`
const received = async () => (await admin()(inboundMails.list, { limit: 200 })).items
const opened = async (subject: string) => {
  const { items } = await admin()(tickets.list, { limit: 200 })
  return items.filter(({ title }) => title === subject)
}
const isOpen = (subject: string) => eventually(async () => assert.equal((await opened(subject)).length, 1, subject))

test('what lies in a mailbox unseen becomes tickets, and a new mail within seconds', { skip }, async (t) => {
  await imap.put('anna', mail('First'), mail('Second'))
  const team = (await admin()(teams.create, { name: 'Outside' })).id
  const queue = { display_name: 'Desk', topic: 'bug' as const, team }
  const { id } = await admin()(mailboxes.create, settings('anna', queue))
  await isOpen('First')
  const [first] = await opened('First')
  assert.deepEqual([first!.type, first!.team], ['bug', team])
  // Answers leave under the address that the customer wrote to.
  await admin()(tickets.comment, { id: first!.id, text: 'We come at ten' })
  await eventually(async () => {
    const { items } = await admin()(outbox.list, { limit: 50 })
    const answer = items.find(({ thread, automatic }) => thread === first!.id && !automatic)
    assert.deepEqual([answer?.from_address, answer?.desk], ['anna@provider.test', 'Desk'])
  })
  await isOpen('Second')
  await sleep(2_000)
  const begun = performance.now()
  await imap.put('anna', mail('Third'))
  await eventually(async () => assert.ok((await received()).some(({ message_id }) => message_id === '<Third@x.test>')))
  const seconds = (performance.now() - begun) / 1_000
  t.diagnostic(`by IDLE after ${seconds.toFixed(1)} s`)
  assert.ok(seconds < 10)
  await isOpen('Third')
  const box = await admin()(mailboxes.get, { id })
  assert.deepEqual([box.state, box.fetched, box.trouble, box.password], ['connected', 3, null, null])
  const client = await imap.client('anna')
  await client.mailboxOpen('INBOX')
  assert.deepEqual(await client.search({ seen: false }), [])
  await client.logout()
})

test(
  'a folder that numbers its mails anew loses and doubles none, with a Message-ID or without',
  { skip },
  async () => {
    await imap.put('boris', mail('Numbered'), 'From: b@x.test\nSubject: No id\n\nx\n')
    await admin()(mailboxes.create, settings('boris'))
    await isOpen('Numbered')
    await isOpen('No id')
    await sleep(1_000)
    await imap.renumber('boris')
    await imap.put('boris', mail('After numbers'))
    await isOpen('After numbers')
    await eventually(async () => {
      const own = (await received()).filter(({ recipient }) => recipient === 'boris@provider.test')
      assert.deepEqual(own.map(({ state, reason }) => `${state} ${reason}`).toSorted(), [
        'handled duplicate',
        'handled duplicate',
        'handled null',
        'handled null',
        'handled null',
      ])
    })
    for (const subject of ['Numbered', 'No id', 'After numbers']) await isOpen(subject)
  },
)

test(
  'read mails are moved or deleted when that is wished; one mail in two mailboxes is one ticket',
  { skip },
  async () => {
    const client = await imap.client('vera')
    await client.mailboxCreate('Read')
    await client.logout()
    await imap.put('vera', mail('Twice'), mail('Bomb', 'Content-Type: multipart/mixed; boundary=\n'), mail('Behind it'))
    await imap.put('galina', mail('Twice'))
    await admin()(mailboxes.create, settings('vera', { after_reading: 'move', move_to: 'Read' }))
    await admin()(mailboxes.create, settings('galina', { after_reading: 'delete' }))
    await isOpen('Behind it')
    await eventually(async () => {
      const both = (await received()).filter(({ message_id }) => message_id === '<Twice@x.test>')
      assert.deepEqual(
        both.map(({ state }) => state),
        ['handled', 'handled'],
      )
    })
    await isOpen('Twice')
    await eventually(async () => {
      const counts: number[] = []
      for (const [user, folder] of [
        ['vera', 'INBOX'],
        ['vera', 'Read'],
        ['galina', 'INBOX'],
      ] as const) {
        const one = await imap.client(user)
        counts.push((await one.mailboxOpen(folder)).exists)
        await one.logout()
      }
      assert.deepEqual(counts, [0, 3, 0])
    })
  },
)

test('the test names the cause, and what fails stops nobody else', { skip }, async () => {
  await imap.put('dilshod', 'Subject: x\n\nx\n')
  const { id } = await admin()(mailboxes.create, settings('dilshod', { is_active: false }))
  const trouble = async (changes: Record<string, unknown>) => {
    await admin()(mailboxes.update, { id, ...changes, password: (changes['password'] as string) ?? 'secret' })
    const { ok, trouble: code } = await admin()(mailboxes.probe, { id })
    return ok ? 'ok' : code
  }
  assert.equal(await trouble({}), 'ok')
  assert.equal(await trouble({ password: 'wrong' }), 'mailbox_trouble.password')
  assert.equal(await trouble({ folder: 'Nowhere' }), 'mailbox_trouble.folder')
  assert.equal(await trouble({ folder: 'INBOX', port: imap.tlsPort, security: 'tls' }), 'outgoing.tls')
  assert.equal(await trouble({ port: imap.port, security: 'tls' }), 'mailbox_trouble.no_tls')
  assert.equal(await trouble({ security: 'none', port: closed }), 'outgoing.connection_refused')
  assert.equal(await trouble({ host: 'nothing.invalid', port: 993 }), 'outgoing.name_not_found')
  assert.equal(await trouble({ host: '127.0.0.1', port: 143 }), 'outgoing.address_refused')
  assert.equal(await trouble({ host: 'localhost', port: 25 }), 'mailbox_trouble.port')
  assert.equal(await trouble({ port: silentPort }), 'outgoing.timeout')
  // A password goes to no server that it was not written for.
  await assert.rejects(admin()(mailboxes.update, { id, host: 'evil.test' }), { status: 422 })

  await admin()(mailboxes.update, { id, port: closed, is_active: true })
  await imap.put('anna', mail('Meanwhile'))
  await isOpen('Meanwhile')
  await eventually(async () => {
    const box = await admin()(mailboxes.get, { id })
    assert.deepEqual([box.state, box.trouble], ['failing', 'outgoing.connection_refused'])
  })
  await admin()(mailboxes.update, { id, port: imap.port })
  await eventually(async () => assert.equal((await admin()(mailboxes.get, { id })).state, 'connected'))
  await assert.rejects(p.as('acme', 'agent')(mailboxes.list, {}), { status: 403 })
  assert.deepEqual((await p.as('globex', 'admin')(mailboxes.list, {})).items, [])
})

test('a server that comes back is read again', { skip }, async () => {
  await imap.restart()
  await imap.put('anna', mail('After the restart'))
  await isOpen('After the restart')
})
