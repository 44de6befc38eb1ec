import { expect, test } from 'vitest'
import { NOTHING, textBeingSought, together, withWords } from './insertion.ts'

test.each([
  ['/', { from: 0, typed: '' }],
  ['/ответ кл', { from: 0, typed: 'ответ кл' }],
  ['Hello ::thanks', { from: 6, typed: 'thanks' }],
  ['line\n/re', { from: 5, typed: 're' }],
  ['and/or', null],
  ['https://shop.test', null],
  ['see / then', null],
  ['/etc/hosts', null],
])('%j seeks %j', (text, found) => expect(textBeingSought(text, text.length)).toEqual(found))

test('ready words stand where the mark was', () => {
  expect(withWords('Hi /th and on', 3, 6, 'thanks')).toEqual({ text: 'Hi thanks and on', caret: 9 })
})

test('a second choice wins, and tags gather', () => {
  const first = together(NOTHING, { status: 'waiting', beside: { priority: 'low', add_tags: ['a'] } })
  expect(together(first, { status: null, beside: { priority: 'high', add_tags: ['a', 'b'] } })).toEqual({
    status: 'waiting',
    beside: { priority: 'high', add_tags: ['a', 'b'] },
  })
})
