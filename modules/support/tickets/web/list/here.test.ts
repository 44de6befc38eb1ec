import assert from 'node:assert/strict'
import { test } from 'vitest'
import { othersAt } from './here.ts'

const viewing = (user_id: string) => ({ user_id, state: 'viewing' as const })
const typing = (user_id: string) => ({ user_id, state: 'typing' as const })

test('oneself is nobody else', () => {
  assert.equal(othersAt([viewing('me')], 'me'), null)
  assert.equal(othersAt([], 'me'), null)
})

test('those who type are told before those who only look', () => {
  assert.deepEqual(othersAt([viewing('a'), viewing('me')], 'me'), { state: 'viewing', ids: ['a'] })
  assert.deepEqual(othersAt([viewing('a'), typing('b')], 'me'), { state: 'typing', ids: ['b'] })
})
