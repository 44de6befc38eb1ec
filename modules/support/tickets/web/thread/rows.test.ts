import assert from 'node:assert/strict'
import { test } from 'vitest'
import { estimatedHeight, rowsOf } from './rows.ts'
import type { Message, StoryItem } from './story.ts'

const message = (id: string, text = 'x') => ({ id, text, attachments: [] }) as unknown as Message
const said = (id: string): StoryItem => ({ kind: 'message', key: id, message: message(id) })
const day = (at: string): StoryItem => ({ kind: 'day', key: `day:${at}`, at })

test('a day stands with what begins it, and rows keep their keys when older ones come before', () => {
  const before = rowsOf([day('2'), said('b'), said('c')], 'c')
  assert.deepEqual(
    before.map(({ key, day: at, isFirstUnread }) => [key, at, isFirstUnread]),
    [
      ['b', '2', false],
      ['c', null, true],
    ],
  )
  const after = rowsOf([day('1'), said('a'), day('2'), said('b'), said('c')], null)
  assert.deepEqual(
    after.map(({ key }) => key),
    ['a', 'b', 'c'],
  )
})

test('long texts are expected to be higher than short ones', () => {
  const height = (text: string) =>
    estimatedHeight({
      key: 'a',
      day: null,
      isFirstUnread: false,
      item: { kind: 'message', key: 'a', message: message('a', text) },
    })
  assert.ok(height('a\nb\nc\nd') > height('a'))
  assert.ok(height('word '.repeat(100)) > height('word '))
})
