import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sealWith } from './seal.ts'

const seal = sealWith('a key of the operator')

test('what is sealed is read again at its place, and looks different every time', () => {
  const sealed = seal.close('whsec_тайна', 'webhook:1')
  assert.equal(seal.open(sealed, 'webhook:1'), 'whsec_тайна')
  assert.notEqual(seal.close('whsec_тайна', 'webhook:1'), sealed)
  assert.ok(!sealed.includes('whsec'))
})

test('another place, another key and a changed value are refused', () => {
  const sealed = seal.close('secret', 'webhook:1')
  assert.throws(() => seal.open(sealed, 'webhook:2'))
  assert.throws(() => sealWith('another key').open(sealed, 'webhook:1'))
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1
    assert.throws(() => seal.open(`v1.${changed.toString('base64url')}`, 'webhook:1'), `byte ${at}`)
  }
  assert.throws(() => seal.open('v2.x', 'webhook:1'))
  assert.throws(() => seal.open('', 'webhook:1'))
})
