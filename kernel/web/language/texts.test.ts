import assert from 'node:assert/strict'
import { test } from 'vitest'
import { createTexts } from './texts.ts'

test('what is not there yet is empty, is sent for once, and tells whoever shows it', async () => {
  Object.assign(globalThis, { document: { documentElement: {} } })
  let asked = 0
  const later = { default: { settings: { title: 'Settings' } } }
  const texts = createTexts([
    { en: async () => ({ default: { desk: 'Desk' }, rest: async () => (asked++, later) }) },
    { en: async () => ({ default: { whole: 'Whole' } }) },
  ])
  await texts.speak('en', { byChoice: false })
  const [before, told] = [texts.spoken(), Promise.withResolvers<void>()]
  texts.subscribe(told.resolve)
  assert.deepEqual([texts.t('desk'), texts.t('whole'), texts.t('settings.title')], ['Desk', 'Whole', ''])
  assert.equal(texts.has('settings.title'), false)
  await told.promise
  assert.notEqual(texts.spoken(), before)
  assert.equal(texts.t('settings.title'), 'Settings')
  assert.equal(texts.t('nobody.wrote.this'), 'nobody.wrote.this')
  assert.equal(asked, 1)
  assert.equal(texts.whole(), texts.whole())
})

test('words that nobody missed come without the page being drawn anew', async () => {
  Object.assign(globalThis, { document: { documentElement: {} } })
  const later = { default: { settings: { title: 'Settings' } } }
  const texts = createTexts([{ en: async () => ({ default: { desk: 'Desk' }, rest: async () => later }) }])
  await texts.speak('en', { byChoice: false })
  const before = texts.spoken()
  assert.equal(texts.t('desk'), 'Desk')
  await texts.whole()
  assert.equal(texts.spoken(), before)
  assert.equal(texts.t('settings.title'), 'Settings')
})
