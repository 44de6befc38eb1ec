import { expect, test } from 'vitest'
import { nameBeingTyped, withName } from './mention.ts'

test.each([
  ['Ask @', 5, { from: 4, typed: '' }],
  ['Ask @An', 7, { from: 4, typed: 'An' }],
  ['Ask @Anna Pe', 12, { from: 4, typed: 'Anna Pe' }],
  ['Ask @Anna Petrova to', 20, null],
  ['@Оʻткир', 7, { from: 0, typed: 'Оʻткир' }],
  ['anna@acme.test', 14, null],
  ['Ask @An and go', 7, { from: 4, typed: 'An' }],
  ['no name', 7, null],
])('in "%s" at %i', (text, caret, found) => expect(nameBeingTyped(text, caret)).toEqual(found))

test('the name takes the place of what was typed', () => {
  expect(withName('Ask @An please', 7, 4, 'Anna Petrova')).toEqual({ text: 'Ask @Anna Petrova please', caret: 18 })
  expect(withName('@', 1, 0, 'Anna')).toEqual({ text: '@Anna ', caret: 6 })
})
