import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordingOf } from './texts.ts'

function russian() {
  const { add, words } = wordingOf('ru')
  add({
    record: { one: 'Заявка' },
    found_one: '{{count}} заявка',
    found_few: '{{count}} заявки',
    found_many: '{{count}} заявок',
    found_other: '{{count}} заявки',
    a: 'текст',
    refused: '$t(a): {{ name }} {{absent}}',
  })
  add({ a: { b: 'под ним' } })
  return words
}

test('a count chooses the form of the language', () => {
  const t = russian()
  assert.deepEqual(
    [1, 3, 5, 21, 1.5, 0].map((count) => t('found', { count })),
    ['1 заявка', '3 заявки', '5 заявок', '21 заявка', '1.5 заявки', '0 заявок'],
  )
  assert.equal(t('record.one', { count: 5 }), 'Заявка')
})

test('a key may be a text and the beginning of others; a text may name another; what is not there is undefined', () => {
  const t = russian()
  assert.equal(t('a'), 'текст')
  assert.equal(t('a.b'), 'под ним')
  assert.equal(t('refused', { name: '$& {{name}}', absent: '' }), 'текст: $& {{name}} ')
  assert.ok(t('refused', { name: '$t(a.b)', absent: '' })?.endsWith(': $t(a.b) '))
  assert.equal(t('nothing'), undefined)
})
