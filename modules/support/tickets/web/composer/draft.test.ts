import assert from 'node:assert/strict'
import { test } from 'vitest'
import { arrivedSince, type Draft, draftKey, forgetOldDrafts, loadDraft, saveDraft } from './draft.ts'

function memory(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries))
  return {
    get length() {
      return map.size
    },
    key: (index: number) => [...map.keys()][index] ?? null,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}
const draft = (change: Partial<Draft> = {}): Draft => ({
  text: 'Здравствуйте',
  attachments: [],
  seen: null,
  at: '2026-01-01T00:00:00Z',
  version: null,
  dirty: true,
  shared: false,
  ...change,
})

test('a draft comes back as it was, and reply, note and colleague each have their own', () => {
  const store = memory()
  saveDraft(store, draftKey('ann', 't1', 'reply'), draft())
  assert.deepEqual(loadDraft(store, draftKey('ann', 't1', 'reply')), draft())
  assert.equal(loadDraft(store, draftKey('ann', 't1', 'note')), null)
  assert.equal(loadDraft(store, draftKey('bob', 't1', 'reply')), null)
})

test('what ready words want to change stays with the draft; what is no such thing does not', () => {
  const store = memory()
  const chosen = { status: 'waiting', beside: { add_tags: ['bank'] } } as const
  saveDraft(store, 'k', draft({ chosen: { ...chosen, beside: { add_tags: ['bank'] } } }))
  assert.deepEqual(loadDraft(store, 'k')?.chosen, chosen)
  store.setItem('k', JSON.stringify({ ...draft(), chosen: 'waiting' }))
  assert.equal(loadDraft(store, 'k')?.chosen, undefined)
})

test('an emptied draft is forgotten; one with only a file is kept', () => {
  const store = memory()
  saveDraft(store, 'k', draft())
  saveDraft(store, 'k', draft({ text: '  \n' }))
  assert.equal(store.length, 0)
  saveDraft(store, 'k', draft({ text: '', attachments: [{ id: 'f', name: 'a.png', size: 1, type: 'image/png' }] }))
  assert.equal(store.length, 1)
})

test('broken storage is no draft, and a full one says so', () => {
  assert.equal(loadDraft(memory({ k: '{"text":' }), 'k'), null)
  assert.equal(loadDraft(memory({ k: '{"text":5}' }), 'k'), null)
  const full = {
    ...memory(),
    setItem: () => {
      throw new Error('quota')
    },
  }
  assert.equal(saveDraft(full, 'k', draft()), false)
})

test('drafts untouched for a month are forgotten, other keys are left alone', () => {
  const store = memory({ other: 'x' })
  saveDraft(store, draftKey('ann', 'old', 'reply'), draft())
  saveDraft(store, draftKey('ann', 'new', 'reply'), draft({ at: '2026-02-10T00:00:00Z' }))
  forgetOldDrafts(store, Date.parse('2026-02-15T00:00:00Z'))
  assert.deepEqual([store.key(0), store.key(1)], ['other', draftKey('ann', 'new', 'reply')])
})

test('only what others wrote after the draft began stands in the way of sending', () => {
  const messages = [
    { id: '1', author: 'customer' },
    { id: '2', author: 'ann' },
    { id: '3', author: 'customer' },
    { id: '4', author: 'ann' },
  ]
  assert.deepEqual(
    arrivedSince(messages, '2', 'ann').map(({ id }) => id),
    ['3'],
  )
  assert.deepEqual(arrivedSince(messages, '3', 'ann'), [])
  assert.deepEqual(
    arrivedSince(messages, null, 'ann').map(({ id }) => id),
    ['1', '3'],
  )
})
