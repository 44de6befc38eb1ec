import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headerValues } from '../reading/parsed-mail.ts'
import { readMail } from '../reading/read-mail.ts'
import { REPLY_MARKERS } from '../replies/marker.ts'
import { visibleText } from '../replies/visible-text.ts'
import { mailHygiene } from '../routing/hygiene.ts'
import { threadIds } from '../routing/threading.ts'
import { composeMail, referencesFor } from './compose.ts'
import type { Letter } from './compose.ts'

const ids = threadIds(['a secret of enough length'])

const letter = (changes: Partial<Letter> = {}): Letter => ({
  from: { name: 'Анна Каримова', address: 'support@acme.test' },
  desk: 'Acme',
  to: [{ name: 'Клиент', address: 'client@x.test' }],
  cc: [],
  subject: 'Re: Счёт за май',
  reference: '42',
  text: 'Здравствуйте.\n\nСчёт: https://acme.test/a?b=1&c=<2>.',
  quoted: '',
  marker: REPLY_MARKERS.ru,
  message_id: ids.make('ticket-1', 'acme', 'acme.test'),
  in_reply_to: '<q@x.test>',
  references: ['<first@x.test>', '<q@x.test>'],
  attachments: [],
  date: new Date('2026-05-04T10:00:00Z'),
  automatic: false,
  loop_token: 'installation-1',
  list_id: null,
  ...changes,
})

const compose = async (changes: Partial<Letter> = {}) => {
  const { raw, envelope } = await composeMail(letter(changes))
  return { raw: raw.toString('latin1'), envelope, mail: await readMail(raw) }
}

test('an answer carries people, subject, threading and both texts', async () => {
  const { mail, envelope } = await compose({ cc: [{ name: '', address: 'boss@x.test' }] })
  assert.deepEqual(mail.from, { name: 'Анна Каримова via Acme', address: 'support@acme.test' })
  assert.deepEqual(mail.to, [{ name: 'Клиент', address: 'client@x.test' }])
  assert.deepEqual(envelope, { from: 'support@acme.test', to: ['client@x.test', 'boss@x.test'] })
  assert.equal(mail.subject, '[#42] Счёт за май')
  assert.equal(ids.verify(mail.message_id ?? '', 'acme'), 'ticket-1')
  assert.deepEqual(mail.in_reply_to, ['<q@x.test>'])
  assert.deepEqual(mail.references, ['<first@x.test>', '<q@x.test>'])
  assert.equal(mail.date, '2026-05-04T10:00:00.000Z')
  assert.equal(mail.text?.trim(), 'Здравствуйте.\n\nСчёт: https://acme.test/a?b=1&c=<2>.')
  assert.match(mail.html ?? '', /<p dir="auto">Здравствуйте\.<\/p>/)
  assert.match(
    mail.html ?? '',
    /<a href="https:\/\/acme\.test\/a\?b=1&amp;c=">https:\/\/acme\.test\/a\?b=1&amp;c=<\/a>&lt;2&gt;\./,
  )
})

test('our own mail is known again as a loop, and an automatic one as automatic', async () => {
  const own = { addresses: new Set<string>(), message_id_domains: new Set<string>(), loop_token: 'installation-1' }
  assert.equal(mailHygiene((await compose()).mail, own).reason, 'loop_header')

  const { mail } = await compose({ automatic: true, list_id: 'ticket-42.acme.test' })
  assert.deepEqual(headerValues(mail, 'auto-submitted'), ['auto-generated'])
  assert.deepEqual(headerValues(mail, 'x-auto-response-suppress'), ['All'])
  assert.deepEqual(headerValues(mail, 'list-id'), ['<ticket-42.acme.test>'])
  assert.equal(headerValues((await compose()).mail, 'auto-submitted').length, 0)
})

test('quoted history stands below the marker and folds away when the answer comes back', async () => {
  const { mail } = await compose({ text: 'Готово.', quoted: 'Лифт не едет\n\nПомогите' })
  assert.equal(mail.text?.trim(), `Готово.\n\n${REPLY_MARKERS.ru}\n> Лифт не едет\n>\n> Помогите`)
  for (const part of [
    { text: mail.text, html: null },
    { text: null, html: mail.html },
  ])
    assert.equal(visibleText(part).visible, 'Готово.')
})

test('attachments keep their bytes and names, whatever they claim to be', async () => {
  const content = Buffer.from('From: evil@x.test\r\n\r\n.\r\n--b')
  const { mail } = await compose({
    attachments: [
      { file_name: 'отчёт за май.pdf', type: 'application/pdf', content: Buffer.from([0, 1, 2, 255]) },
      { file_name: 'a\r\nb".eml', type: 'message/rfc822', content },
      { file_name: '', type: 'text/html\r\nX-Evil: 1', content },
    ],
  })
  assert.deepEqual(
    mail.attachments.map((part) => [part.file_name, part.type, Buffer.from(part.content).toString('latin1')]),
    [
      ['отчёт за май.pdf', 'application/pdf', '\x00\x01\x02\xff'],
      ['a b".eml', 'message/rfc822', content.toString('latin1')],
      ['file', 'application/octet-stream', content.toString('latin1')],
    ],
  )
})

test('no name, subject, token or reference can add a header or a recipient', async () => {
  const evil = 'x\r\nBcc: evil@x.test\r\n\r\nbody\u2028\u0000\u202e'
  const { raw, envelope, mail } = await compose({
    from: { name: evil, address: 'support@acme.test' },
    desk: evil,
    to: [{ name: `${evil}" <evil@x.test>, "`, address: 'client@x.test' }],
    subject: evil,
    loop_token: evil,
    references: [`<a@x.test>\r\nBcc: evil@x.test`, '<ok@x.test>'],
    marker: evil,
    quoted: 'q',
  })
  assert.doesNotMatch(raw.slice(0, raw.indexOf('\r\n\r\n')), /^bcc:/im)
  assert.deepEqual(envelope.to, ['client@x.test'])
  assert.deepEqual(
    mail.to.map((one) => one.address),
    ['client@x.test'],
  )
  assert.deepEqual(mail.references, ['<ok@x.test>'])
  assert.equal(mail.subject, '[#42] x Bcc: evil@x.test body')
})

test('addresses and ids that are none are refused', async () => {
  for (const address of [
    '',
    'a',
    'a@',
    '@b',
    'a b@x.test',
    'a@x.test, c@x.test',
    'a@x.test\r\nBcc: e@x.test',
    '"a b"@x.test',
    'a@b@c',
    '<a@x.test>',
    'a@-x.test',
    `${'a'.repeat(300)}@x.test`,
  ]) {
    await assert.rejects(compose({ to: [{ name: '', address }] }), /not a mail address/, address)
  }
  await assert.rejects(compose({ message_id: '<a@x>\r\nBcc: e@x.test' }), /not a Message-ID/)
  await assert.rejects(compose({ in_reply_to: 'nothing' }), /not a Message-ID/)
  await assert.rejects(compose({ list_id: 'a>\r\nb' }), /not a List-Id/)
  await assert.rejects(compose({ to: [] }), /needs a recipient/)
  for (const address of ["o'brien+tag@x.test", 'пётр@почта.рф', 'a@localhost'])
    assert.equal((await compose({ to: [{ name: '', address }] })).mail.to.length, 1, address)
})

test('references: at most twenty, the first and the newest, and an answer refers to what it answers', async () => {
  const references = Array.from({ length: 60 }, (_, index) => `<${index}@x.test>`)
  const { mail } = await compose({ references })
  assert.equal(mail.references.length, 20)
  assert.deepEqual(
    [mail.references[0], mail.references[1], mail.references.at(-1)],
    ['<0@x.test>', '<41@x.test>', '<59@x.test>'],
  )
  assert.deepEqual(referencesFor({ message_id: '<c@x>', references: ['<a@x>'], in_reply_to: ['<b@x>'] }), [
    '<a@x>',
    '<c@x>',
  ])
  assert.deepEqual(referencesFor({ message_id: '<c@x>', references: [], in_reply_to: ['<b@x>'] }), ['<b@x>', '<c@x>'])
})

test('no line is longer than SMTP allows', async () => {
  const { raw } = await compose({ text: 'ы'.repeat(5_000), subject: 'щ'.repeat(500), quoted: 'x'.repeat(5_000) })
  assert.ok(raw.split('\r\n').every((line) => line.length <= 998))
})
