import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { LIMITS, headerValues } from './parsed-mail.ts'
import type { ParsedMail } from './parsed-mail.ts'
import { mailParser } from './parse.ts'

const mails = new URL('../fixtures/mails/', import.meta.url)
const parser = mailParser()
after(() => parser.close())

async function read(raw: Uint8Array | string): Promise<ParsedMail> {
  const result = await parser.parse(typeof raw === 'string' ? Buffer.from(raw) : raw)
  assert.ok(result.ok, JSON.stringify(result))
  return result.mail
}

const fixture = async (name: string) => read(await readFile(new URL(name, mails)))

test('a plain mail gives its people, subject, date and text', async () => {
  const mail = await fixture('basic_email.eml')
  assert.deepEqual(mail.from, { name: 'Mikel Lindsaar', address: 'test@lindsaar.net' })
  assert.deepEqual(mail.to, [{ name: 'Mikel Lindsaar', address: 'raasdnil@gmail.com' }])
  assert.equal(mail.subject, 'Testing 123')
  assert.equal(mail.date, '2008-11-22T04:04:59.000Z')
  assert.match(mail.text ?? '', /^Plain email\.\s+Hope it works well!/)
  assert.equal(mail.html, null)
  assert.deepEqual(mail.attachments, [])
  assert.deepEqual(mail.truncated, [])
})

test('attachments keep name, type and exact bytes; pictures of the html are inline', async () => {
  const pdf = await fixture('attachment_pdf.eml')
  assert.deepEqual(
    pdf.attachments.map(({ file_name, type, size, inline }) => ({ file_name, type, size, inline })),
    [{ file_name: 'broken.pdf', type: 'application/pdf', size: 1026, inline: false }],
  )
  assert.equal(Buffer.from(pdf.attachments[0]?.content.subarray(0, 5) ?? []).toString('latin1'), '%PDF-')

  const picture = await fixture('attachment_message_rfc822_inline_image.eml')
  assert.deepEqual(
    picture.attachments.map((part) => [part.type, part.inline]),
    [
      ['image/png', true],
      ['message/rfc822', false],
    ],
  )
})

test("a mail inside a mail stays an attachment and its text does not mix with the sender's", async () => {
  const mail = await fixture('attachment_message_rfc822.eml')
  assert.equal(mail.attachments[0]?.file_name, 'ForwardedMessage.eml')
  assert.equal(mail.text?.trim(), 'This is the first part.')
})

test('In-Reply-To and References are lists of ids, malformed ones left out', async () => {
  const reply = await fixture('raw_email_reply.eml')
  assert.deepEqual(reply.in_reply_to, ['<348F04F142D69C21-291E56D292BC@xxxx.net>'])
  assert.deepEqual(reply.references, ['<473FF3B8.9020707@xxx.org>', '<348F04F142D69C21-291E56D292BC@xxxx.net>'])
  assert.deepEqual((await fixture('empty_in_reply_to.eml')).in_reply_to, [])
})

test('charsets and encoded words', async () => {
  assert.equal((await fixture('japanese_iso_2022.eml')).subject, 'まみむめも')
  assert.equal((await fixture('japanese_attachment.eml')).attachments[0]?.file_name, 'てすと.txt')
  assert.equal((await fixture('utf8_headers.eml')).from?.address, 'jdöe@mächine.example')

  // "Привет" in windows-1251 (body) and koi8-r (subject).
  const russian = await read(
    Buffer.concat([
      Buffer.from(
        'From: a@x.test\r\nSubject: =?koi8-r?B?8NLJ18XU?=\r\nContent-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
      ),
      Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
    ]),
  )
  assert.equal(russian.subject, 'Привет')
  assert.equal(russian.text?.trim(), 'Привет')
})

test('every kept mail of other programs can be read', async () => {
  for (const name of await readdir(mails)) {
    if (name.endsWith('.eml')) assert.ok(await fixture(name), name)
  }
})

test('what is stored holds no NUL, no half surrogates, no line breaks in headers, no folders in file names', async () => {
  const mail = await read(
    'From: "A\0B" <a@x.test>\r\nSubject: one\0 =?utf-8?Q?two=0D=0ABcc:_evil@x.test?=\r\nX-Odd: a\0b\r\n' +
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nbody\0 text\r\n--b\r\n' +
      'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="../../etc/pass\0wd"\r\n\r\nx\r\n--b--\r\n',
  )
  assert.equal(mail.subject, 'one two Bcc: evil@x.test')
  assert.equal(mail.attachments[0]?.file_name, 'pass wd')
  assert.equal(mail.text?.trim(), 'body text')
  assert.ok(!JSON.stringify(mail).includes('\\u0000'))
})

test('obsolete comments in addresses are dropped, groups are opened, words without @ are no addresses', async () => {
  const mail = await read(
    'From: Pete(wow) <pete(his account)@silly.test(his host)>\r\nTo: Team: a@X.test, b@x.test;, undisclosed\r\n\r\nhi',
  )
  assert.equal(mail.from?.address, 'pete@silly.test')
  assert.deepEqual(
    mail.to.map((one) => one.address),
    ['a@x.test', 'b@x.test'],
  )
})

test('long headers and long names are cut and the cut is told', async () => {
  const mail = await read(`From: a@x.test\r\nX-Long: ${'v'.repeat(20_000)}\r\n${'X-Many: 1\r\n'.repeat(500)}\r\nhi`)
  assert.deepEqual(mail.truncated, ['headers'])
  assert.equal(headerValues(mail, 'x-long')[0]?.length, LIMITS.header_length)
  assert.equal(mail.headers.length, LIMITS.headers)
})

test('mails are read at the same time and in any number', async () => {
  const pool = mailParser({ workers: 2 })
  const subjects = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const result = await pool.parse(Buffer.from(`From: a@x.test\r\nSubject: ${index}\r\n\r\nhi`))
      return result.ok ? result.mail.subject : result.reason
    }),
  )
  assert.deepEqual(
    subjects,
    Array.from({ length: 20 }, (_, index) => String(index)),
  )
  await pool.close()
})

test('a closed pool answers instead of hanging', async () => {
  const pool = mailParser()
  const reading = pool.parse(Buffer.from('Subject: x\r\n\r\nhi'))
  await pool.close()
  assert.deepEqual(await reading, { ok: false, reason: 'unparsable', detail: 'parser closed' })
  assert.equal((await pool.parse(Buffer.from('x'))).ok, false)
})
