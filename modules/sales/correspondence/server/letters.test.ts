// Letters by real SMTP, both ways.
import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { eventually, type TestPlatform } from '#app/testing.ts'
import { type SmtpPlatform, smtpPlatform } from '#app/testing/smtp.ts'
import type { Call } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import { inboundMails, mailAddresses, outbox } from '#modules/platform/mail/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, contacts, merging } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { letters } from '../contract.ts'

let smtp: SmtpPlatform
let p: TestPlatform
let program: SmtpPlatform['program']
let seller: Call
let admin: Call
before(async () => {
  smtp = await smtpPlatform()
  ;({ p, program } = smtp)
  seller = p.as('acme', 'seller')
  admin = p.as('acme', 'admin')
  await admin(mailAddresses.create, { address: 'sales@acme.test', purpose: 'sales' })
  await p.start('relay', 'worker')
})
after(() => smtp.close())

const arrivedTo = async (address: string, count = 1) => (await smtp.arrivedTo(address, count)).at(-1)!
const lettersOf = async (record: string, entity: 'client' | 'deal' = 'client', by = seller) =>
  (await by(letters.about, { entity, record })).items
async function lettersAre(record: string, count: number, entity: 'client' | 'deal' = 'client') {
  await eventually(async () => assert.equal((await lettersOf(record, entity)).length, count))
  return lettersOf(record, entity)
}
const inboundOf = async (subject: string) =>
  (await admin(inboundMails.list, { limit: 200 })).items.find((one) => one.subject === subject)
async function settled(subject: string) {
  await eventually(async () => assert.ok(!['received', undefined].includes((await inboundOf(subject))?.state)))
  return (await inboundOf(subject))!
}

test('a letter leaves from a deal, its answer comes back to the deal, and both stand in its timeline', async () => {
  const client = await seller(clients.create, { name: 'Choyxona', email: 'office@choyxona.test', language: 'uz' })
  await seller(contacts.create, { id: client.id, name: 'Nigora', email: 'nigora@choyxona.test' })
  const deal = await seller(deals.create, { title: 'Telephony', client: client.id })
  const of = { entity: 'deal', record: deal.id } as const
  const { items, subject } = await seller(letters.addressees, of)
  assert.deepEqual(
    [items.map(({ address }) => address), subject],
    [['office@choyxona.test', 'nigora@choyxona.test'], 'Telephony'],
  )
  const uploaded = await p.running.platform.within(p.actor('acme', 'seller'), {}, ({ call }) =>
    call(fileStore.store, { name: 'price.txt', bytes: Buffer.from('100') }),
  )
  const to = [{ name: 'Nigora', address: 'nigora@choyxona.test' }]
  const sent = await seller(letters.send, {
    ...of,
    to,
    cc: [{ address: 'office@choyxona.test' }, { address: 'nigora@choyxona.test' }],
    subject: 'Our offer',
    text: 'Salom, mana taklifimiz.',
    files: [uploaded.id],
  })
  assert.deepEqual([sent.direction, sent.state, sent.author], ['out', 'queued', p.id('acme', 'seller')])

  const mail = await arrivedTo('nigora@choyxona.test')
  assert.deepEqual(mail.to.toSorted(), ['nigora@choyxona.test', 'office@choyxona.test'])
  assert.equal(mail.mail.from?.address, 'sales@acme.test')
  assert.equal(mail.mail.subject, 'Our offer')
  assert.equal(mail.mail.attachments[0]?.filename, 'price.txt')
  await eventually(async () => assert.equal((await lettersOf(deal.id, 'deal'))[0]!.state, 'sent'))

  await program.answer(mail, 'Nigora <nigora@choyxona.test>', 'Rahmat, kelishdik.', {
    attachments: [{ filename: 'signed.txt', content: 'yes' }],
  })
  const [answer] = await lettersAre(deal.id, 2, 'deal')
  assert.deepEqual(
    [answer!.direction, answer!.from_address, answer!.state, answer!.thread === sent.thread, answer!.client],
    ['in', 'nigora@choyxona.test', 'received', true, client.id],
  )
  const whole = await seller(letters.get, { id: answer!.id })
  assert.equal(whole.text, 'Rahmat, kelishdik.')
  assert.match(whole.quoted, /Salom, mana taklifimiz/)
  const [file] = whole.files
  const bytes = (await seller(letters.file, { id: whole.id, file: file!.file })) as RawAnswer
  assert.equal(String(await buffer(await bytes.open())), 'yes')

  const told = (await seller(timeline.list, { ...of, kinds: ['mail'] })).items
  assert.deepEqual(
    told.map(({ entry }) => [entry!.text, entry!.facts['direction']]),
    [
      ['Rahmat, kelishdik.', 'in'],
      ['Salom, mana taklifimiz.', 'out'],
    ],
  )
  // They are told with the client too, to whoever sees the deal.
  const ofClient = { entity: 'client', record: client.id } as const
  const beside = (await seller(timeline.list, { ...ofClient, kinds: ['mail'] })).items
  assert.deepEqual(
    beside.map(({ entry }) => [entry!.entity, entry!.record, entry!.facts['direction']]),
    [
      ['deal', deal.id, 'in'],
      ['deal', deal.id, 'out'],
    ],
  )
  assert.deepEqual((await lettersOf(client.id)).length, 2)
  assert.equal((await p.as('acme', 'agent')(tickets.list, { limit: 200 })).items.length, 0, 'no ticket')
  await eventually(async () => {
    const bell = (await seller(notifications.list, {})).items.filter(({ kind }) => kind === 'letter_received')
    assert.deepEqual(
      bell.map(({ link }) => link),
      [`/deals/${deal.id}`],
    )
  })

  // The answer to the answer stays in the conversation, and quotes what it answers.
  await seller(letters.send, { ...of, to, subject: 'Re: Our offer', text: 'Zoʻr', answers: answer!.id })
  const second = await arrivedTo('nigora@choyxona.test', 2)
  assert.equal(second.mail.inReplyTo, (await inboundOf('Re: Our offer'))!.message_id)
  assert.match(second.mail.text ?? '', /> Rahmat, kelishdik/)
})

test('mail to the address of sales goes to the client it comes from, or makes a lead; the same mail comes once', async () => {
  const known = await seller(clients.create, { name: 'Karim', email: 'karim@shop.test' })
  const first = { from: 'Karim <karim@shop.test>', to: 'sales@acme.test', subject: 'Price?', text: 'How much?' }
  const { messageId } = await program.send(first)
  await program.send({ ...first, messageId })
  const [letter] = await lettersAre(known.id, 1)
  assert.equal(letter!.subject, 'Price?')

  await program.send({ from: 'Zuhra New <zuhra@new.test>', to: 'sales@acme.test', subject: 'Hello', text: 'We need 5' })
  await settled('Hello')
  const { items } = await admin(clients.list, { q: 'zuhra@new.test' })
  assert.deepEqual(
    items.map(({ name, stage, email }) => [name, stage, email]),
    [['Zuhra New', 'lead', 'zuhra@new.test']],
  )
  await assert.rejects(
    lettersOf(items[0]!.id),
    { code: 'client.not_found' },
    'a lead of nobody is not the seller’s to see',
  )
  assert.equal((await lettersOf(items[0]!.id, 'client', admin)).length, 1)
  // A letter of a record is no mail that everybody at the desk reads.
  const seen = (await p.as('acme', 'agent')(inboundMails.list, { limit: 200 })).items
  assert.ok(seen.every(({ subject }) => !['Hello', 'Price?'].includes(subject)))
  assert.ok(
    (await p.as('acme', 'agent')(outbox.list, { limit: 200 })).items.every((one) => one.subject !== 'Our offer'),
  )
})

test('machines, colleagues and strangers who answer wait for a person, and support stays with the desk', async () => {
  const client = await seller(clients.create, { name: 'Olim', email: 'olim@firm.test' })
  const of = { entity: 'client', record: client.id } as const
  const to = [{ address: 'olim@firm.test' }]
  await seller(letters.send, { ...of, to, subject: 'Terms', text: 'See below' })
  const mail = await arrivedTo('olim@firm.test')

  await program.answer(mail, 'stranger@elsewhere.test', 'I am Olim', { subject: 'Re: Terms, stranger' })
  const stranger = await settled('Re: Terms, stranger')
  assert.deepEqual([stranger.state, stranger.reason], ['suspended', 'unknown_correspondent'])
  assert.equal((await lettersOf(client.id)).length, 1)
  await admin(inboundMails.restore, { id: stranger.id })
  await lettersAre(client.id, 2)

  await program.answer(mail, 'olim@firm.test', 'Back on Monday', {
    subject: 'Automatic reply: Terms',
    headers: { 'auto-submitted': 'auto-replied' },
  })
  const [absent] = await lettersAre(client.id, 3)
  assert.equal(absent!.automatic, true)

  const staff = { from: `agent@acme.test`, to: 'sales@acme.test', subject: 'Forwarded', text: 'Look' }
  await program.send(staff)
  assert.equal((await settled('Forwarded')).reason, 'from_staff')

  await program.send({ from: 'olim@firm.test', to: 'support@acme.test', subject: 'Broken', text: 'No tone' })
  assert.equal((await settled('Broken')).state, 'handled')
  const titles = (await p.as('acme', 'agent')(tickets.list, { limit: 200 })).items.map(({ title }) => title)
  assert.deepEqual(titles, ['Broken'])
})

test('a letter that is refused says so, and its writer is told', async () => {
  const client = await seller(clients.create, { name: 'Gone', email: 'gone@firm.test' })
  const of = { entity: 'client', record: client.id } as const
  await seller(letters.send, { ...of, to: [{ address: 'gone@firm.test' }], subject: 'Are you there', text: 'Hm' })
  await eventually(async () => {
    const [letter] = await lettersOf(client.id)
    assert.deepEqual([letter!.state, letter!.people[0]!.state], ['failed', 'failed'])
  })
  await eventually(async () => {
    const { items } = await seller(notifications.list, {})
    assert.ok(items.some(({ kind, link }) => kind === 'letter_returned' && link === `/clients/${client.id}`))
  })
})

test('letters are read with their record only, and move with a merged client', async () => {
  const one = await admin(clients.create, { name: 'One', email: 'one@firm.test' })
  const other = await admin(clients.create, { name: 'Other', email: 'other@firm.test' })
  const draft = { entity: 'client', subject: 'Secret', text: 'Between us' } as const
  const written = await admin(letters.send, { ...draft, record: other.id, to: [{ address: 'other@firm.test' }] })
  const refused = { code: 'client.not_found' }
  await assert.rejects(lettersOf(other.id), refused)
  await assert.rejects(seller(letters.get, { id: written.id }), { code: 'letter.not_found' })
  await assert.rejects(seller(letters.send, { ...draft, record: other.id, to: [{ address: 'a@b.test' }] }), refused)
  await assert.rejects(
    admin(letters.send, { ...draft, record: one.id, to: [{ address: 'a@b.test' }], answers: written.id }),
    { status: 422 },
  )
  await assert.rejects(p.as('acme', 'agent')(letters.get, { id: written.id }), { status: 403 })

  await admin(merging.merge, { id: one.id, other: other.id })
  assert.equal((await lettersOf(one.id, 'client', admin)).length, 1)
  const mail = await arrivedTo('other@firm.test')
  await program.answer(mail, 'other@firm.test', 'Still me')
  await eventually(async () => assert.equal((await lettersOf(one.id, 'client', admin)).length, 2))
})
