import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyBetween, keysBetween } from './keys.ts'

const inOrder = (keys: readonly string[]) => {
  for (let n = 1; n < keys.length; n++) assert.ok(keys[n - 1]! < keys[n]!, `${keys[n - 1]} < ${keys[n]}`)
  for (const key of keys) assert.match(key, /^[0-9A-Za-z]{6}([0-9A-Za-z]*[1-9A-Za-z])?$/)
}

test('a hundred thousand at either end need no more than the number', () => {
  let last = keyBetween(null, null)
  let first = last
  for (let n = 0; n < 100_000; n++) {
    const next = keyBetween(last, null)
    const before = keyBetween(null, first)
    assert.ok(next > last && before < first && next.length === 6 && before.length === 6)
    last = next
    first = before
  }
})

test('between two there is always another, wherever one puts it', () => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  const keys: string[] = []
  for (let n = 0; n < 5_000; n++) {
    const at = random(keys.length + 1)
    keys.splice(at, 0, keyBetween(keys[at - 1] ?? null, keys[at] ?? null))
  }
  inOrder(keys)
  assert.ok(Math.max(...keys.map((key) => key.length)) < 16)
})

test('one gap takes hundreds from either side, a letter for every five', () => {
  for (const side of ['after', 'before'] as const) {
    const [low, high] = ['U00000', 'U00001']
    const keys: string[] = []
    for (let n = 0; n < 300; n++)
      if (side === 'after') keys.unshift(keyBetween(low, keys[0] ?? high))
      else keys.push(keyBetween(keys.at(-1) ?? low, high))
    inOrder([low, ...keys, high])
    assert.ok(Math.max(...keys.map((key) => key.length)) <= 68)
  }
})

test('the very ends still give keys', () => {
  inOrder(['000000V', keyBetween('000000V', null)])
  inOrder([keyBetween(null, '000000V'), '000000V'])
  inOrder([keyBetween(null, '000001'), '000001'])
  inOrder(['zzzzzz', keyBetween('zzzzzz', null)])
  inOrder(['zzzzzzV', keyBetween('zzzzzzV', null)])
  assert.throws(() => keyBetween('V', 'V'))
})

test('many keys for one gap are short and in order', () => {
  for (const [after, before] of [
    ['U00000', 'U00001'],
    ['U00000V', 'U00000W'],
    [null, 'U00000'],
    ['U00000', null],
    [null, null],
  ] as const) {
    const keys = keysBetween(after, before, 1_000)
    assert.equal(keys.length, 1_000)
    inOrder([...(after ? [after] : []), ...keys, ...(before ? [before] : [])])
    assert.ok(Math.max(...keys.map((key) => key.length)) <= 10)
  }
})
