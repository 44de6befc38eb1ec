import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'vitest'
import { chosenKeys } from '../../contract/index.ts'
import { answerKeys, inForce, setChosen } from './press.ts'
import { shortcuts } from './shortcut.ts'

const KEYS = shortcuts('desk', 'desk.keys', {
  reply: { keys: ['KeyR', 'alt+KeyL'] },
  next: { keys: ['KeyJ'], repeats: true },
  places: { keys: ['KeyG KeyT'] },
  find: { keys: ['mod+KeyK'], everywhere: true },
})
const all = Object.values(KEYS)
let done: string[] = []
let stop = () => {}
const does = (names: readonly (keyof typeof KEYS)[], by = '') =>
  Object.fromEntries(names.map((name) => [KEYS[name].id, () => void done.push(`${by}${name}`)]))

beforeEach(() => {
  done = []
  document.body.innerHTML = '<p tabindex="0">x</p><textarea></textarea><div role="dialog"><button>y</button></div>'
  stop = answerKeys(all, () => does(['reply', 'next', 'places', 'find']))
})
afterEach(() => {
  stop()
  setChosen(chosenKeys.otherwise)
})

function press(
  code: string,
  { at = 'p', altGraph = false, ...init }: KeyboardEventInit & { at?: string; altGraph?: boolean } = {},
): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...init })
  // The stage's browser takes every Alt for AltGr.
  event.getModifierState = (name) => name === 'AltGraph' && altGraph
  document.querySelector(at)!.dispatchEvent(event)
  return event
}

test('a press does what its place stands for, on any layout', () => {
  const event = press('KeyR', { key: 'к' })
  assert.deepEqual(done, ['reply'])
  assert.equal(event.defaultPrevented, true)
})

test('while somebody types only keys held with others count; in a dialogue only those that hold everywhere', () => {
  press('KeyR', { at: 'textarea' })
  press('KeyR', { at: 'button' })
  press('KeyL', { at: 'button', altKey: true })
  assert.deepEqual(done, [])
  press('KeyL', { at: 'textarea', altKey: true })
  press('KeyK', { at: 'button', ctrlKey: true })
  assert.deepEqual(done, ['reply', 'find'])
})

test('composing, the third level of a layout and what somebody else has taken are left alone', () => {
  press('KeyR', { isComposing: true })
  press('KeyL', { altKey: true, altGraph: true })
  document.querySelector('p')!.addEventListener('keydown', (event) => event.preventDefault(), { once: true })
  press('KeyR')
  assert.deepEqual(done, [])
})

test('two keys one after the other; another key in between forgets the first', () => {
  press('KeyG')
  press('KeyT')
  assert.deepEqual(done, ['places'])
  press('KeyG')
  press('KeyR')
  press('KeyT')
  assert.deepEqual(done, ['places', 'reply'])
})

test('a held key repeats only what may go on', () => {
  press('KeyR', { repeat: true })
  press('KeyJ', { repeat: true })
  assert.deepEqual(done, ['next'])
})

test('the page goes before what is general, and its newest part before the rest', () => {
  stop()
  const general = [answerKeys(all, () => does(['reply', 'find'], 'general '), true)]
  const page = answerKeys(all, () => does(['reply'], 'page '))
  general.push(answerKeys(all, () => does(['next'], 'late '), true))
  press('KeyR')
  press('KeyK', { metaKey: true })
  assert.deepEqual(done, ['page reply', 'general find'])
  assert.deepEqual(
    inForce().map(({ shortcut }) => shortcut.id),
    ['desk.reply', 'desk.next', 'desk.find'],
  )
  page()
  for (const one of general) one()
})

test('the person’s own keys take the place of the usual ones at once', () => {
  setChosen({ keys: { 'desk.reply': ['KeyQ'] }, letters: true })
  press('KeyR')
  press('KeyQ')
  assert.deepEqual(done, ['reply'])
  setChosen({ keys: {}, letters: false })
  press('KeyR')
  press('KeyL', { altKey: true })
  assert.deepEqual(done, ['reply', 'reply'])
})
