import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyType, uploadType } from './content-type.ts'

const allowed = 'pdf,doc,docx,jpg,jpeg,png,gif,mp4,avi,txt,log,csv,xlsx,zip,json,eml,webp,webm'.split(',')
/** The type, or the code of the refusal without `file.`. */
const typeOf = (head: Uint8Array, name: string, kinds: readonly string[]) =>
  uploadType(head, name, kinds).catch(({ code }: { code: string }) => code.replace('file.', ''))
const PNG =
  '\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDAT'
const MZ = 'MZ\x90\x00\x03\x00\x00\x00'
const ZIP = 'PK\x03\x04\x14\x00\x00\x00\x08\x00'
const OLE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const table: [what: string, head: string, name: string, upload: string | null, mail: string | null][] = [
  ['a picture under the name of a document', PNG, 'report.pdf', 'ending_differs', 'image/png'],
  ['a picture without an ending', PNG, 'photo', 'image/png', 'image/png'],
  ['a photograph', '\xff\xd8\xff\xe0\x00\x10JFIF', 'a.JPEG', 'image/jpeg', 'image/jpeg'],
  ['a program is refused whatever its name', MZ, 'photo.jpg', null, null],
  ['an ELF program too', '\x7fELF\x02\x01', 'photo.png', null, null],
  ['a script is a program by its name', 'del *.*', 'clean.bat', null, null],
  ['a web page is only text, and no kind to attach', '<html><script>', 'page.html', null, 'text/plain'],
  ['a web page under a name of text is only text', '<html><script>', 'page.txt', 'text/plain', 'text/plain'],
  ['a drawing with scripts is no picture', '<svg onload="x">', 'a.png', 'ending_differs', 'text/plain'],
  ['the name tells texts apart', 'a;b\n1;2', 'rows.csv', 'text/csv', 'text/csv'],
  ['XML may be a log', '<?xml version="1.0"?><a/>', 'a.log', 'text/plain', 'text/plain'],
  ['Russian text of an old program', '\xcf\xf0\xe8\xe2\xe5\xf2', 'kassa.log', 'text/plain', 'text/plain'],
  ['text in UTF-16', '\xff\xfeP\x00', 'a.txt', 'text/plain', 'text/plain'],
  ['text without an ending', 'hello', 'README', 'text/plain', 'text/plain'],
  ['office files are told from archives by name', ZIP, 'a.xlsx', XLSX, XLSX],
  ['an archive', ZIP, 'a.zip', 'application/zip', 'application/zip'],
  ['a Java program is no archive', ZIP, 'a.jar', null, null],
  ['an old document', OLE, 'a.doc', 'application/msword', 'application/msword'],
  ['an old table is not on the list', OLE, 'a.xls', null, 'application/vnd.ms-excel'],
  ['a document with a password', OLE, 'a.xlsx', XLSX, XLSX],
  ['a film', '\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2', 'a.mp4', 'video/mp4', 'video/mp4'],
  ['bytes that nobody knows', '\x00\x01\x02\x03', 'a.png', null, 'application/octet-stream'],
]
for (const [what, text, name, upload, mail] of table)
  test(what, async () => {
    const head = Buffer.from(text, 'latin1')
    assert.equal(await typeOf(head, name, allowed), upload ?? 'type_refused')
    assert.equal(await anyType(head, name), mail)
  })

test('what is not on the list is refused, and what is on it without a signature of its own is believed', async () => {
  assert.equal(await typeOf(Buffer.from('%PDF-1.7'), 'a.pdf', ['png']), 'type_refused')
  assert.equal(await typeOf(Buffer.from([0, 1, 2, 3]), 'plan.dwgx', ['dwgx']), 'application/octet-stream')
})

test('no beginning of a file breaks the recognition', async () => {
  for (const [, text] of table) {
    const whole = Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(64, 0xff)])
    for (let length = 0; length <= whole.length; length++) await anyType(whole.subarray(0, length), 'a')
  }
})
