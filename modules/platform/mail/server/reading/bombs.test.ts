import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { LIMITS } from './parsed-mail.ts'
import type { ParsedMail } from './parsed-mail.ts'
import { mailParser } from './parse.ts'
import type { ParseResult } from './parse.ts'

const parser = mailParser()
after(() => parser.close())

const parse = (raw: string): Promise<ParseResult> => parser.parse(Buffer.from(raw))

async function read(raw: string): Promise<ParsedMail> {
  const result = await parse(raw)
  assert.ok(result.ok, JSON.stringify(result))
  return result.mail
}

/** Read or refused, but within the limits of time and memory. */
async function survives(raw: string): Promise<void> {
  const result = await parse(raw)
  assert.ok(result.ok || result.reason === 'unparsable', JSON.stringify({ ...result, mail: null }))
}

const head = 'From: a@x.test\r\nTo: desk@acme.test\r\nSubject: bomb\r\n'
const people = (count: number) => Array.from({ length: count }, (_, index) => `u${index}@x.test`).join(', ')

test('50,000 recipients: a hundred are kept', async () => {
  const mail = await read(`From: a@x.test\r\nTo: ${people(50_000)}\r\nCc: ${people(50_000)}\r\n\r\nhi`)
  assert.equal(mail.to.length, LIMITS.recipients)
  assert.equal(mail.cc.length, LIMITS.recipients)
  assert.deepEqual(mail.truncated.toSorted(), ['headers', 'recipients'])
})

test('addresses in groups in groups: To: a:a:a:…', async () => {
  assert.equal((await read(`From: a@x.test\r\nTo: ${'a:'.repeat(20_000)}\r\n\r\nhi`)).from?.address, 'a@x.test')
  await survives(`From: a@x.test\r\nTo: ${'a:'.repeat(200_000)}\r\n\r\nhi`)
  await survives(`From: a@x.test\r\nTo: ${'('.repeat(200_000)}\r\n\r\nhi`)
  await survives(`From: a@x.test\r\nTo: ${'"\\'.repeat(200_000)}\r\n\r\nhi`)
})

test('a megabyte of links in text is cut, in html the html is dropped', async () => {
  const link = 'http://x.test/aaaaaaaa '
  const text = await read(`${head}\r\n${link.repeat(50_000)}`)
  assert.equal(text.text?.length, LIMITS.text)
  assert.deepEqual(text.truncated, ['text'])

  const html = await read(`${head}Content-Type: text/html\r\n\r\n${'<a href="http://x.test/">x</a>'.repeat(35_000)}`)
  assert.equal(html.html, null)
  assert.deepEqual(html.truncated, ['links'])
})

test('20,000 parts: two hundred attachments are kept', async () => {
  const part = '--b\r\nContent-Type: text/x-one\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n'
  const mail = await read(`${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(20_000)}--b--\r\n`)
  assert.equal(mail.attachments.length, LIMITS.attachments)
  assert.deepEqual(mail.truncated, ['attachments'])

  const texts = await read(
    `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(20_000)}--b--\r\n`,
  )
  assert.ok((texts.text?.length ?? 0) >= 20_000)
})

test('parts nested a thousand deep are refused, not followed', async () => {
  let raw = head
  for (let depth = 0; depth < 1_000; depth += 1)
    raw += `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n`
  const result = await parse(`${raw}\r\nhi`)
  assert.ok(!result.ok && result.reason === 'unparsable', JSON.stringify(result).slice(0, 200))
})

test('mails inside mails inside mails are one attachment', async () => {
  let raw = 'Subject: core\r\n\r\nhi'
  for (let depth = 0; depth < 300; depth += 1) raw = `${head}Content-Type: message/rfc822\r\n\r\n${raw}`
  assert.equal((await read(raw)).attachments.length, 1)
})

test('header bombs: a hundred thousand headers, one of ten megabytes, endless folding', async () => {
  for (const bomb of [
    'X-A: b\r\n'.repeat(100_000),
    `X-A: ${'b'.repeat(10_000_000)}\r\n`,
    `X-A: b\r\n${' \r\n'.repeat(300_000)}`,
  ]) {
    const result = await parse(`${head}${bomb}\r\nhi`)
    if (result.ok) assert.ok(result.mail.headers.length <= LIMITS.headers)
    else assert.equal(result.reason, 'unparsable')
  }
})

test('subjects of encoded words, references without end, parameters without end', async () => {
  assert.equal((await read(`${head}X-S: ${'=?utf-8?Q?a?= '.repeat(30_000)}\r\n\r\nhi`)).subject, 'bomb')
  const ids = Array.from({ length: 20_000 }, (_, index) => `<${index}@x.test>`).join(' ')
  const threaded = await read(`${head}References: ${ids}\r\n\r\nhi`)
  assert.equal(threaded.references.length, LIMITS.references)
  assert.equal(threaded.references[0], '<0@x.test>')
  await survives(`${head}Content-Type: text/plain; ${'a*0*=b; '.repeat(50_000)}\r\n\r\nhi`)
})

test('a mail over the time limit answers timeout, and the next mail is read by a fresh worker', async () => {
  const slow = Buffer.from(`${head}\r\n${'x y\r\n'.repeat(6_000_000)}`)
  const late = await parser.parse(slow, 20)
  assert.ok(!late.ok && late.reason === 'timeout', JSON.stringify({ ...late, mail: null }))
  assert.equal((await read(`${head}\r\nhi`)).text?.trim(), 'hi')
})

test('a mail over the memory limit answers memory, and the next mail is read by a fresh worker', async () => {
  const small = mailParser({ memoryMb: 16 })
  const part = '--b\r\nContent-Type: text/x-one\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n'
  const heavy = await small.parse(
    Buffer.from(`${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(100_000)}--b--\r\n`),
  )
  assert.ok(!heavy.ok && heavy.reason === 'memory', JSON.stringify({ ...heavy, mail: null }))
  assert.ok((await small.parse(Buffer.from(`${head}\r\nhi`))).ok)
  await small.close()
})
