import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endingOf, fileNameOf } from './file-name.ts'

const names: [given: string, kept: string][] = [
  ['отчёт «касса» 💾.pdf', 'отчёт «касса» 💾.pdf'],
  [`it's "quoted".txt`, `it's "quoted".txt`],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\photo.jpg', 'photo.jpg'],
  ['..', 'file'],
  ['/', 'file'],
  ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie: x=1.txt'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  [`${'я'.repeat(300)}.docx`, `${'я'.repeat(250)}.docx`],
  [`${'a'.repeat(249)}💾💾.docx`, `${'a'.repeat(249)}.docx`],
]
for (const [given, kept] of names)
  test(`${JSON.stringify(given.slice(0, 30))} is kept as a name`, () => assert.equal(fileNameOf(given), kept))

test('an ending is what stands behind the last dot', () => {
  assert.deepEqual(['a.TXT', 'a.tar.gz', '.env', 'a.', 'a', 'a.b c'].map(endingOf), [
    'txt',
    'gz',
    null,
    null,
    null,
    null,
  ])
})
