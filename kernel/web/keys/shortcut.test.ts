import assert from 'node:assert/strict'
import { test } from 'vitest'
import { chosenKeys } from '../../contract/index.ts'
import { comboOf, isPlain, isReserved, type Pressed, printed } from './combo.ts'
import { keysOf, refusalOf, shortcuts, withKeys } from './shortcut.ts'

const KEYS = shortcuts('desk', 'desk.keys', {
  reply: { keys: ['KeyR', 'alt+KeyL'] },
  note: { keys: ['KeyN'] },
  places: { keys: ['KeyG KeyT'] },
  merge: {},
  send: { keys: ['mod+Enter'], fixed: true },
})
const all = Object.values(KEYS)
const usual = chosenKeys.otherwise
const press = (code: string, held: Partial<Pressed> = {}): Pressed => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

test('a key is a place and what is held with it, whatever the layout writes there', () => {
  assert.equal(comboOf({ ...press('KeyR'), key: 'к' } as Pressed), 'KeyR')
  assert.equal(comboOf(press('Period', { ctrlKey: true, shiftKey: true })), 'mod+shift+Period')
  assert.equal(comboOf(press('Period', { metaKey: true, shiftKey: true })), 'mod+shift+Period')
  assert.equal(comboOf(press('ShiftLeft', { shiftKey: true })), null)
  assert.equal(comboOf(press('')), null)
})

test('keys are named as they are printed', () => {
  assert.deepEqual(printed('shift+Slash'), [['?']])
  assert.deepEqual(printed('mod+shift+Period'), [['mod', 'shift', '.']])
  assert.deepEqual(printed('KeyG KeyT'), [['G'], ['T']])
})

test('single keys are those that write by themselves', () => {
  assert.deepEqual(['KeyR', 'shift+KeyT', 'KeyG KeyT', 'alt+KeyE', 'mod+Slash'].map(isPlain), [
    true,
    true,
    true,
    false,
    false,
  ])
})

test('whoever chose a key has it in place of all the usual ones; none is a choice too', () => {
  const chosen = withKeys(usual, KEYS.reply, ['KeyQ'])
  assert.deepEqual(keysOf(KEYS.reply, chosen), ['KeyQ'])
  assert.deepEqual(keysOf(KEYS.reply, withKeys(chosen, KEYS.reply, [])), [])
  assert.deepEqual(withKeys(chosen, KEYS.reply, null), usual)
})

test('without single keys only combinations are left', () => {
  const chosen = { keys: {}, letters: false }
  assert.deepEqual(keysOf(KEYS.reply, chosen), ['alt+KeyL'])
  assert.deepEqual(keysOf(KEYS.note, chosen), [])
  assert.deepEqual(refusalOf(KEYS.merge, 'KeyM', all, chosen), { why: 'letters' })
})

test('a key that another shortcut has is refused with its name, and free again when that one gave it up', () => {
  assert.deepEqual(refusalOf(KEYS.merge, 'KeyN', all, usual), { why: 'taken', by: KEYS.note })
  assert.equal(refusalOf(KEYS.note, 'KeyN', all, usual), null)
  assert.equal(refusalOf(KEYS.merge, 'KeyN', all, withKeys(usual, KEYS.note, ['KeyM'])), null)
  assert.deepEqual(refusalOf(KEYS.note, 'KeyN', all, withKeys(usual, KEYS.merge, ['KeyN'])), {
    why: 'taken',
    by: KEYS.merge,
  })
})

test('a key that begins another would swallow it, and so would one that goes on after a whole one', () => {
  assert.deepEqual(refusalOf(KEYS.merge, 'KeyG', all, usual), { why: 'taken', by: KEYS.places })
  assert.deepEqual(refusalOf(KEYS.merge, 'KeyR KeyX', all, usual), { why: 'taken', by: KEYS.reply })
  assert.equal(refusalOf(KEYS.merge, 'KeyG KeyX', all, usual), null)
})

test('keys that move, confirm, edit text or never reach the page cannot be had', () => {
  for (const combo of ['Enter', 'Tab', 'shift+Tab', 'ArrowDown', 'mod+KeyC', 'mod+KeyW', 'F5', 'KeyG Enter'])
    assert.equal(isReserved(combo), true, combo)
  for (const combo of ['KeyM', 'alt+KeyM', 'mod+Period', 'mod+shift+KeyM'])
    assert.equal(isReserved(combo), false, combo)
})

test('what a person may keep is what the page makes', () => {
  const kept = {
    keys: { 'desk.reply': ['mod+shift+Period'], 'go/tickets': ['KeyG KeyT'], 'desk.note': [] },
    letters: false,
  }
  assert.deepEqual(chosenKeys.schema.parse(kept), kept)
  assert.equal(chosenKeys.schema.safeParse({ keys: { a: ['<script>'] }, letters: true }).success, false)
})
