import assert from 'node:assert/strict'
import { test } from 'node:test'
import { threadCandidates, threadIds } from './threading.ts'

const ids = threadIds(['a secret of enough length'])
const THREAD = '0199a7c2-1111-7222-8333-444455556666'

test('an id we made verifies for its tenant, whatever case it comes back in', () => {
  const id = ids.make(THREAD, 'acme', 'Desk.Acme.test')
  assert.match(id, /^<t\.0199a7c2-[0-9a-f-]+\.[0-9a-f]{16}\.[0-9a-f]{24}@desk\.acme\.test>$/)
  assert.equal(ids.verify(id, 'acme'), THREAD)
  assert.equal(ids.verify(id.toUpperCase(), 'acme'), THREAD)
  assert.notEqual(ids.make(THREAD, 'acme', 'x.test'), ids.make(THREAD, 'acme', 'x.test'))
})

test('another tenant, a changed part, another secret and strange forms do not verify', () => {
  const id = ids.make(THREAD, 'acme', 'desk.test')
  const [, thread = '', random = '', hmac = ''] = /^<t\.([^.]+)\.([^.]+)\.([^@]+)@/.exec(id) ?? []
  assert.equal(ids.verify(id, 'globex'), null)
  assert.equal(ids.verify(id.replace(thread, `${thread}0`), 'acme'), null)
  assert.equal(ids.verify(id.replace(random, random.split('').toReversed().join('')), 'acme'), null)
  assert.equal(ids.verify(id.replace(hmac, '0'.repeat(24)), 'acme'), null)
  assert.equal(ids.verify(id.replace(hmac, hmac.slice(0, 8)), 'acme'), null)
  assert.equal(threadIds(['another secret, also long']).verify(id, 'acme'), null)
  for (const odd of ['', '<>', '<t.1.2.3@x>', 'x'.repeat(100_000), `<t.${'a'.repeat(100_000)}@x>`])
    assert.equal(ids.verify(odd, 'acme'), null)
})

test('the scope and the thread cannot be shifted into each other', () => {
  const id = ids.make('1-2', 'acme', 'x.test')
  assert.equal(ids.verify(id.replace('t.1-2.', 't.2.'), 'acme-1'), null)
})

test('a replaced secret still verifies what the old one signed', () => {
  const id = ids.make(THREAD, 'acme', 'x.test')
  assert.equal(threadIds(['the new secret, long enough', 'a secret of enough length']).verify(id, 'acme'), THREAD)
})

test('short secrets, threads with other characters and bad domains are refused', () => {
  assert.throws(() => threadIds(['short']))
  assert.throws(() => ids.make('a.b', 'acme', 'x.test'))
  assert.throws(() => ids.make('a', 'acme', 'x.test>\r\nBcc: evil@x.test'))
})

test('candidates: signed first by nearness, foreign ids for a lookup, forged ones nowhere, tokens as hints', () => {
  const near = ids.make('near', 'acme', 'x.test')
  const far = ids.make('far', 'acme', 'x.test')
  const foreign = ids.make('other', 'globex', 'x.test')
  const found = threadCandidates(
    {
      in_reply_to: ['<new@client.test>', near],
      references: ['<old@client.test>', far, foreign, near, '<new@client.test>'],
      subject: 'Re: [#DESK-42] [#42] счёт',
    },
    ids,
    'acme',
  )
  assert.deepEqual(found, {
    signed: ['near', 'far'],
    message_ids: ['<new@client.test>', '<old@client.test>'],
    subject_hints: ['DESK-42', '42'],
  })
})

test('a mail with hundreds of references gives at most thirty candidates', () => {
  const references = Array.from({ length: 500 }, (_, index) => `<${index}@x.test>`)
  const { message_ids } = threadCandidates({ in_reply_to: [], references, subject: '' }, ids, 'acme')
  assert.equal(message_ids.length, 30)
  assert.equal(message_ids[0], '<499@x.test>')
})
