import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typeOf } from './content-type.ts'

const allowed = 'pdf,doc,docx,jpg,jpeg,png,gif,mp4,avi,txt,log,csv,xlsx,zip,json,eml,webp,webm'.split(',')
const table: [string, head: string, name: string, wanted: string | null][] = [
  ['a picture is a picture whatever its name', '\x89PNG\r\n\x1a\n....', 'report.pdf', 'image/png'],
  ['a program is refused whatever its name', 'MZ\x90\x00\x03', 'photo.jpg', null],
  ['an ELF program too', '\x7fELF\x02\x01', 'photo.png', null],
  ['a web page is only text', '<html><script>', 'page.html', 'text/plain'],
  ['a drawing with scripts is only text', '<svg onload="x">', 'a.svg', 'text/plain'],
  ['the name tells texts apart', 'a;b\n1;2', 'rows.csv', 'text/csv'],
  ['Russian text of an old program', '\xcf\xf0\xe8\xe2\xe5\xf2', 'kassa.log', 'text/plain'],
  ['text in UTF-16', '\xff\xfeP\x00', 'a.txt', 'text/plain'],
  [
    'office files are told from archives by name',
    'PK\x03\x04',
    'a.xlsx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  ['an archive', 'PK\x03\x04', 'a.jar', 'application/zip'],
  ['a film', '\x00\x00\x00\x20ftypisom', 'a.mp4', 'video/mp4'],
  ['an empty file is an empty text', '', 'a.txt', 'text/plain'],
  ['old office files look alike', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a.xls', 'application/msword'],
]
for (const [name, head, file, wanted] of table)
  test(name, () => assert.equal(typeOf(Buffer.from(head, 'latin1'), file, allowed), wanted))

test('what is not on the list is refused', () => {
  assert.equal(typeOf(Buffer.from('%PDF-1.7'), 'a.pdf', ['png']), null)
})
