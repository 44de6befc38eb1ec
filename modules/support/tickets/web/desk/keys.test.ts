import assert from 'node:assert/strict'
import { test } from 'vitest'
import { keyName, shortcutOf } from './keys.ts'

const press = (code: string, change: Partial<KeyboardEvent> = {}) => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  defaultPrevented: false,
  ...change,
})

test('a shortcut is a place on the keyboard, whatever the layout writes there', () => {
  assert.equal(shortcutOf(press('KeyR', { key: 'к' } as Partial<KeyboardEvent>), false), 'reply')
  assert.equal(shortcutOf(press('Slash', { key: '.' } as Partial<KeyboardEvent>), false), 'search')
  assert.equal(shortcutOf(press('Slash', { shiftKey: true }), false), 'sheet')
})

test('keys stay what they are while somebody types, composes or uses the browser’s own shortcuts', () => {
  assert.equal(shortcutOf(press('KeyR'), true), null)
  assert.equal(shortcutOf(press('KeyR', { ctrlKey: true }), false), null)
  assert.equal(shortcutOf(press('KeyR', { metaKey: true }), false), null)
  assert.equal(shortcutOf(press('KeyR', { isComposing: true }), false), null)
  assert.equal(shortcutOf(press('KeyR', { defaultPrevented: true }), false), null)
  assert.equal(shortcutOf(press('KeyR', { shiftKey: true }), false), null)
})

test('the sheet names keys as they are printed', () => {
  assert.deepEqual([keyName('reply'), keyName('search'), keyName('sheet')], ['R', '/', '?'])
})
