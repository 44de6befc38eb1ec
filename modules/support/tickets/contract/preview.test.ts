import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginningOf } from './preview.ts'

const table: [string, string, string][] = [
  ['a short text stays', 'Касса не печатает', 'Касса не печатает'],
  ['lines become one', '  Добрый день,\r\n\r\n\tкасса\u00a0стоит \n', 'Добрый день, касса стоит'],
  ['what cannot be seen goes', 'a\u200bb\u0007c\u202e d', 'ab c d'],
  ['nothing stays nothing', ' \n\u200b ', ''],
]
for (const [name, text, wanted] of table) test(name, () => assert.equal(beginningOf(text), wanted))

test('a long text is cut at 200 characters, never through one', () => {
  const cut = beginningOf(`${'x'.repeat(198)}😀 and more`)
  assert.equal(cut, `${'x'.repeat(198)}…`)
  assert.ok(cut.isWellFormed())
  assert.equal(beginningOf('слово '.repeat(1_000)).length <= 200, true)
})
