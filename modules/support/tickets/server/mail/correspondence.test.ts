// Tickets by real SMTP, both ways.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { eventually, type TestPlatform } from '#app/testing.ts'
import { type SmtpPlatform, smtpPlatform } from '#app/testing/smtp.ts'
import type { Call, Row } from '#kernel/contract/index.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { inboundMails, outbox } from '#modules/platform/mail/contract.ts'
import { notifications } from '#modules/platform/notifications/contract.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { rules } from '#modules/platform/rules/contract.ts'
import { tickets, type Ticket } from '../../contract.ts'

let p: TestPlatform
let smtp: SmtpPlatform
let program: SmtpPlatform['program']
let arrivedTo: SmtpPlatform['arrivedTo']
let agent: Call
before(async () => {
  smtp = await smtpPlatform()
  ;({ p, program, arrivedTo } = smtp)
  agent = p.as('acme', 'agent')
  await p.start('relay', 'worker')
})
after(() => smtp.close())

/** The ticket of this title, once it is there. */
async function ticketOf(title: string, by = agent): Promise<Row<typeof Ticket>> {
  let found: Row<typeof Ticket> | undefined
  await eventually(async () => {
    const { items } = await by(tickets.list, {})
    found = items.find((ticket) => ticket.title === title)
    assert.ok(found, `no ticket "${title}"`)
  })
  return found!
}
const commentsOf = async (id: string, by = agent) => (await by(tickets.comments, { id })).items
async function commentsAre(id: string, count: number) {
  await eventually(async () => assert.equal((await commentsOf(id)).length, count))
  return commentsOf(id)
}
/** Everything that came in was dealt with. */
const quiet = (call = agent) =>
  eventually(async () => {
    const { items } = await call(inboundMails.list, { state: ['received', 'parsed'] })
    assert.deepEqual(items, [])
  })

test('a mail becomes a ticket, its answer reaches the sender, and their answer comes back to the ticket', async () => {
  const photo = randomBytes(200_000)
  const files = [
    { filename: 'касса.png', content: Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), photo]) },
    { filename: 'log.txt', content: 'строка\r\nещё строка\r\n' },
  ]
  const sent = await program.send({
    from: 'Анна Каримова <anna@shop.test>',
    to: 'support@acme.test',
    cc: 'Boss <boss@shop.test>',
    subject: 'Касса стоит',
    text: 'Добрый день, касса не печатает.\n\n-- \nАнна Каримова\nМагазин на Чиланзаре',
    attachments: files,
  })
  const ticket = await ticketOf('Касса стоит')
  assert.equal(ticket.channel, 'email')
  const { description } = await agent(tickets.get, { id: ticket.id })
  assert.match(description, /^Добрый день, касса не печатает\./)
  const requester = await p.as('acme', 'admin')(users.get, { id: ticket.requester })
  assert.deepEqual(
    [requester.email, requester.name, requester.role, requester.language],
    ['anna@shop.test', 'Анна Каримова', 'client', 'ru'],
  )
  const kept = (await agent(tickets.attachments, { id: ticket.id })).items
  assert.deepEqual(
    kept.map(({ name }) => name),
    ['касса.png', 'log.txt'],
  )
  for (const [index, file] of kept.entries()) {
    const answer = (await agent(tickets.attachment, { id: ticket.id, attachment: file.id })) as RawAnswer
    assert.deepEqual(await buffer(await answer.open()), Buffer.from(files[index]!.content as string))
  }

  const [receipt] = await arrivedTo('anna@shop.test')
  assert.equal(receipt!.mail.subject, `[#${ticket.number}] Касса стоит`)
  assert.match(receipt!.mail.text ?? '', new RegExp(`Номер обращения — ${ticket.number}`))
  assert.deepEqual(receipt!.to, ['anna@shop.test'])
  assert.equal(receipt!.mail.inReplyTo, sent.messageId)

  await agent(tickets.comment, { id: ticket.id, text: 'Секрет: она уже звонила', internal: true })
  const written = await agent(tickets.comment, { id: ticket.id, text: 'Перезагрузите кассу.', status: 'waiting' })
  assert.equal(written.delivery, 'queued')
  const [, reply] = await arrivedTo('anna@shop.test', 2)
  assert.deepEqual(reply!.to.toSorted(), ['anna@shop.test', 'boss@shop.test'])
  assert.deepEqual(reply!.mail.from, { address: 'support@acme.test', name: 'agent of acme via acme' })
  assert.equal(reply!.mail.cc?.[0]?.address, 'boss@shop.test')
  assert.match(reply!.mail.text ?? '', /^Перезагрузите кассу\.\n\n—— .* ——\n> Добрый день, касса не печатает\./)
  assert.doesNotMatch(reply!.raw.toString('utf8') + reply!.mail.text, /Секрет/)
  assert.equal(reply!.mail.inReplyTo, receipt!.mail.messageId)
  assert.match(reply!.mail.references ?? '', new RegExp(sent.messageId.replaceAll(/[.+$]/g, '\\$&')))
  await eventually(async () => assert.equal((await commentsOf(ticket.id))[1]!.delivery, 'sent'))

  const log = Buffer.from('1;2\n')
  await program.answer(reply!, 'anna@shop.test', 'Не помогло.', { attachments: [{ filename: 'a.csv', content: log }] })
  const all = await commentsAre(ticket.id, 3)
  const back = all[2]!
  assert.deepEqual(
    [back.text, back.channel, back.author, back.internal],
    ['Не помогло.', 'email', ticket.requester, false],
  )
  assert.match(back.quoted ?? '', /Перезагрузите кассу/)
  assert.deepEqual(
    back.attachments.map(({ name, size }) => [name, size]),
    [['a.csv', 4]],
  )
  assert.equal((await agent(tickets.get, { id: ticket.id })).status, 'in_progress')
  // The one in Cc answers as well, and is somebody else.
  await program.answer(reply!, 'Boss <boss@shop.test>', 'Я подтверждаю.')
  const boss = (await commentsAre(ticket.id, 4))[3]!
  assert.notEqual(boss.author, ticket.requester)
  assert.equal(boss.text, 'Я подтверждаю.')
})

test('an answer to a resolved ticket opens it again; to a closed one it opens another that names it', async () => {
  await program.send({ from: 'b@shop.test', to: 'support@acme.test', subject: 'Bill', text: 'Wrong bill' })
  const ticket = await ticketOf('Bill')
  const [receipt] = await arrivedTo('b@shop.test')
  await agent(tickets.move, { id: ticket.id, status: 'resolved' })
  await program.answer(receipt!, 'b@shop.test', 'Still wrong')
  await commentsAre(ticket.id, 1)
  assert.equal((await agent(tickets.get, { id: ticket.id })).status, 'in_progress')
  await agent(tickets.move, { id: ticket.id, status: 'resolved' })
  await agent(tickets.move, { id: ticket.id, status: 'closed' })
  await program.answer(receipt!, 'b@shop.test', 'And again')
  const other = await ticketOf(`Bill (#${ticket.number})`)
  assert.notEqual(other.id, ticket.id)
  assert.equal((await commentsOf(ticket.id)).length, 1)
})

test('an absence notice is a note: it moves nothing and is not answered', async () => {
  await program.send({ from: 'c@shop.test', to: 'support@acme.test', subject: 'Away', text: 'Help' })
  const ticket = await ticketOf('Away')
  const [receipt] = await arrivedTo('c@shop.test')
  await agent(tickets.move, { id: ticket.id, status: 'waiting' })
  await program.answer(receipt!, 'c@shop.test', 'I am back on Monday', {
    subject: 'Automatic reply: Away',
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  const [note] = await commentsAre(ticket.id, 1)
  assert.equal(note!.internal, true)
  assert.equal((await agent(tickets.get, { id: ticket.id })).status, 'waiting')
  await quiet()
  await arrivedTo('c@shop.test', 1)
})

test('a mail that comes twice is one ticket; its Message-ID at another organisation is another', async () => {
  const mail = {
    from: 'd@shop.test',
    to: 'support@acme.test',
    subject: 'Twice',
    text: 'Once',
    messageId: '<same@shop.test>',
  }
  await program.send(mail)
  await program.send(mail)
  await program.send({ ...mail, to: 'support+x@globex.test' })
  const globex = p.as('globex', 'agent')
  // Nothing of a plain mail is folded away.
  const { id } = await ticketOf('Twice')
  assert.equal((await agent(tickets.get, { id })).description, 'Once')
  await ticketOf('Twice', globex)
  await quiet()
  for (const call of [agent, globex])
    assert.equal((await call(tickets.list, {})).items.filter(({ title }) => title === 'Twice').length, 1)
  const { items } = await agent(inboundMails.list, {})
  const same = items.filter(({ message_id }) => message_id === '<same@shop.test>')
  assert.deepEqual(
    same.map(({ reason }) => reason),
    ['duplicate', null],
  )
  assert.equal(same[0]!.detail, same[1]!.id)
})

test('the number in a subject leads to a ticket only those who have to do with it', async () => {
  await program.send({ from: 'e@shop.test', to: 'support@acme.test', subject: 'Mine', text: 'x' })
  const ticket = await ticketOf('Mine')
  const subject = `Re: [#${ticket.number}] Mine`
  await program.send({ from: 'e@shop.test', to: 'support@acme.test', subject, text: 'it is me' })
  assert.equal((await commentsAre(ticket.id, 1))[0]!.text, 'it is me')
  await program.send({ from: 'stranger@evil.test', to: 'support@acme.test', subject, text: 'it is me' })
  await quiet()
  assert.equal((await commentsOf(ticket.id)).length, 1)
  const { items } = await agent(tickets.list, {})
  assert.equal(items.filter(({ title }) => title === 'Mine').length, 2)
  // Whoever writes an agent's name into From is not heard by the customer.
  await program.send({ from: 'agent@acme.test', to: 'support@acme.test', subject, text: 'Send me your password' })
  const forged = (await commentsAre(ticket.id, 2))[1]!
  assert.equal(forged.internal, true)
  await arrivedTo('e@shop.test', 1)
})

test('an agent answers by mail: the customer gets it from the desk', async () => {
  await program.send({
    from: 'f@shop.test',
    to: 'support@acme.test',
    cc: 'manager@acme.test',
    subject: 'Door',
    text: 'Shut',
  })
  const ticket = await ticketOf('Door')
  await agent(tickets.comment, { id: ticket.id, text: 'Which door?' })
  const [question] = await arrivedTo('manager@acme.test')
  await program.answer(question!, 'manager@acme.test', 'The left one, I saw it.')
  const [, reply] = await commentsAre(ticket.id, 2)
  assert.deepEqual([reply!.author, reply!.internal], [p.id('acme', 'manager'), false])
  const sent = await arrivedTo('f@shop.test', 3)
  assert.equal(sent[2]!.mail.from?.name, 'manager of acme via acme')
  assert.deepEqual(sent[2]!.to, ['f@shop.test'])
})

test('a name that would write headers writes none', async () => {
  const name = 'Eve\r\nBcc: all@acme.test'
  await program.send({
    from: { name, address: 'eve@shop.test' },
    to: 'support@acme.test',
    subject: 'A\r\nBcc: x@y.test\r\n\r\nB',
    text: 'x',
  })
  const [receipt] = await arrivedTo('eve@shop.test')
  assert.deepEqual(receipt!.to, ['eve@shop.test'])
  assert.doesNotMatch(receipt!.raw.toString(), /^bcc:/im)
})

test('whom nobody can reach is said on the mail, and a report that comes later too', async () => {
  await program.send({ from: 'gone@shop.test', to: 'support@acme.test', cc: 'g@shop.test', subject: 'Gone', text: 'x' })
  const ticket = await ticketOf('Gone')
  const { id } = await agent(tickets.comment, { id: ticket.id, text: 'Hello' })
  const state = async () => (await commentsOf(ticket.id)).find((one) => one.id === id)!.delivery
  await eventually(async () => assert.equal(await state(), 'partly'))
  const [reply] = await arrivedTo('g@shop.test')
  const mail = (await commentsOf(ticket.id))[0]!.mail!
  const { recipients } = await agent(outbox.get, { id: mail })
  assert.deepEqual(
    recipients.map(({ address, state: of, cause, code }) => [address, of, cause, code]),
    [
      ['gone@shop.test', 'failed', 'rejected', 550],
      ['g@shop.test', 'accepted', null, null],
    ],
  )
  await program.send({
    envelope: { from: '', to: ['support@acme.test'] },
    raw: [
      'From: MAILER-DAEMON@shop.test',
      'To: support@acme.test',
      'Subject: Undelivered',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'no',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; shop.test',
      '',
      'Final-Recipient: rfc822; g@shop.test',
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${reply!.mail.messageId}`,
      '',
      '--b--',
      '',
    ].join('\r\n'),
  })
  await eventually(async () => assert.equal(await state(), 'failed'))
  await eventually(async () => {
    const { items } = await agent(notifications.list, {})
    assert.deepEqual(
      items.filter(({ kind }) => kind === 'ticket_reply_returned').map(({ record }) => record === null),
      [false],
    )
  })
  await quiet()
  assert.equal((await agent(tickets.list, { total: true, q: 'Undelivered' })).items.length, 0)
})

test('a rule answers a person by mail, and no machine', async (t) => {
  const manager = p.as('acme', 'manager')
  const rule = await manager(rules.create, {
    name: 'Hours',
    entity: 'ticket',
    trigger: { on: 'created' },
    conditions: { field: 'title', test: 'contains', values: ['opening hours'] },
    steps: [{ step: 'tickets.answer', params: { text: 'From 9 to 18' } }],
  })
  t.after(() => manager(rules.remove, { id: rule.id }))
  const mail = { to: 'support@acme.test', subject: 'Your opening hours', text: 'When?' }
  await program.send({ ...mail, from: 'asks@shop.test' })
  const ticket = await ticketOf(mail.subject)
  const [answer] = await commentsAre(ticket.id, 1)
  assert.deepEqual([answer!.text, answer!.automatic, answer!.internal], ['From 9 to 18', true, false])
  const [, sent] = await arrivedTo('asks@shop.test', 2)
  assert.match(sent!.raw.toString(), /Auto-Submitted: auto-generated/)
  const machine = { ...mail, from: 'robot@shop.test', subject: 'Robot on opening hours' }
  await program.send({ ...machine, headers: { 'Auto-Submitted': 'auto-generated' } })
  const other = await ticketOf(machine.subject)
  await eventually(async () => {
    const [run] = (await manager(rules.trace, { entity: 'ticket', record: other.id, rule: rule.id })).items
    assert.equal(run?.steps[0]?.code, 'rule_code.machine_wrote')
  })
  assert.equal((await commentsOf(other.id)).length, 0)
})
