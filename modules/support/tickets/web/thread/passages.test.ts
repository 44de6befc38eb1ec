import assert from 'node:assert/strict'
import { test } from 'vitest'
import { passagesOf, splitQuote } from './passages.ts'

const links = (text: string) =>
  passagesOf(text)
    .filter(({ href }) => href)
    .map(({ href }) => href)

const cases: [text: string, links: string[]][] = [
  ['Смотрите https://acme.test/help.', ['https://acme.test/help']],
  ['(https://acme.test/a)', ['https://acme.test/a']],
  ['https://acme.test/a_(b)', ['https://acme.test/a_(b)']],
  ['пишите на info@acme.test, ждём', ['mailto:info@acme.test']],
  ['javascript:alert(1)', []],
  ['«https://acme.test/ы»', ['https://acme.test/ы']],
]
for (const [text, expected] of cases) {
  test(`links of ${text}`, () => {
    assert.deepEqual(links(text), expected)
    assert.equal(
      passagesOf(text)
        .map((passage) => passage.text)
        .join(''),
      text,
    )
  })
}

test('a quoted mail at the end is folded together with the line that announces it', () => {
  const text = 'Да, помогло.\n\nВт, 3 мар. 2026 г., Анна написала:\n> Попробуйте ещё раз\n> и напишите нам\n'
  assert.deepEqual(splitQuote(text), {
    visible: 'Да, помогло.',
    quoted: 'Вт, 3 мар. 2026 г., Анна написала:\n> Попробуйте ещё раз\n> и напишите нам',
  })
  assert.deepEqual(splitQuote('Yes\n\nOn Tue Ann wrote:\n> hi'), { visible: 'Yes', quoted: 'On Tue Ann wrote:\n> hi' })
})

test('an answer written between quotes stays whole, and so does a mail of quotes alone', () => {
  for (const text of ['> question\nanswer', '> only quoted', 'no quotes\n']) {
    assert.deepEqual(splitQuote(text), { visible: text, quoted: null })
  }
})

test('a signature below its mark is folded, alone or with a quotation below it', () => {
  assert.deepEqual(splitQuote('Спасибо\n-- \nИван\n+998 71 200'), {
    visible: 'Спасибо',
    quoted: '-- \nИван\n+998 71 200',
  })
  assert.deepEqual(splitQuote('Yes\n--\nAnn\n\nOn Tue Bob wrote:\n> hi'), {
    visible: 'Yes',
    quoted: '--\nAnn\n\nOn Tue Bob wrote:\n> hi',
  })
  const list = `items\n-- \n${'line\n'.repeat(20)}`
  assert.equal(splitQuote(list).quoted, null)
})
