import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openForm } from './form.ts'

const part = (head: string, body: string) => `--edge\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`
const file = (body: string, name = 'filename="a.txt"') => part(`name="file"; ${name}\r\nContent-Type: text/plain`, body)

/** Read in pieces of so many bytes. */
async function read(form: string, size = 1_000, type = 'multipart/form-data; boundary=edge') {
  const whole = Buffer.from(form)
  async function* pieces() {
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
  }
  const { fields, file: sent } = await openForm(pieces(), type, new AbortController().signal)
  if (!sent) return { fields, sent: null }
  const bytes = Buffer.concat(await Array.fromAsync(sent.bytes)).toString()
  return { fields, sent: { name: sent.name, type: sent.type, bytes } }
}

test('fields and a file come apart alike, in whatever pieces they come', async () => {
  const bytes = 'one\r\n--edg\r\n-\r\n\r\n--other\r\nдва\r\n'
  const form = `${part('name="purpose"', 'avatar')}${part('name="empty"', '')}${file(bytes)}--edge--\r\n`
  for (const size of [1, 2, 3, 7, 64, 1_000])
    assert.deepEqual(await read(form, size), {
      fields: { purpose: 'avatar', empty: '' },
      sent: { name: 'a.txt', type: 'text/plain', bytes },
    })
})

test('names come as browsers and programs write them', async () => {
  const table: [string, string][] = [
    ['filename="счёт №5.txt"', 'счёт №5.txt'],
    ['filename="a%22b.txt"', 'a"b.txt'],
    ['filename="a\\"b.txt"', 'a"b.txt'],
    ['filename="C:\\fakepath\\a.txt"', 'a.txt'],
    ['filename=""', ''],
  ]
  for (const [written, name] of table) assert.equal((await read(`${file('x', written)}--edge--`)).sent?.name, name)
})

test('what stands before the first boundary and after the last is nothing; a form may have no file', async () => {
  assert.equal((await read(`preamble\r\n${file('x')}--edge--\r\nepilogue`)).sent?.bytes, 'x')
  assert.deepEqual(await read(`${part('name="a"', 'b')}--edge--`), { fields: { a: 'b' }, sent: null })
  assert.deepEqual(await read('--edge--'), { fields: {}, sent: null })
})

test('what is cut off or too much is refused, what says nothing of itself is left out', async () => {
  const whole = `${part('name="a"', 'b')}${file('bytes')}--edge--`
  for (let length = 0; length < whole.length - '--edge--'.length; length += 3)
    await assert.rejects(read(whole.slice(0, length)), { code: 'malformed_form' }, String(length))
  for (const form of [part('name="a"', 'x'.repeat(70_000)), part('name="a"', 'x').repeat(60)])
    await assert.rejects(read(`${form}--edge--`), { code: 'malformed_form' })
  for (const form of ['--edge\r\nContent-Type: text/plain\r\n\r\nx\r\n', `--edge\r\nX: ${'y'.repeat(9_000)}\r\n\r\n`])
    assert.deepEqual(await read(`${form}--edge--`), { fields: {}, sent: null })
})

test('a boundary is read with and without quotation marks; a form that names none is refused', async () => {
  const form = `${part('name="a"', 'b')}--edge--`
  for (const type of ['multipart/form-data; boundary=edge', 'Multipart/Form-Data; charset=utf-8; boundary="edge"'])
    assert.deepEqual((await read(form, 7, type)).fields, { a: 'b' })
  await assert.rejects(read(form, 7, 'multipart/form-data'), { code: 'malformed_form' })
})
