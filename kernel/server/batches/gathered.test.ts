import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { gathered } from './gathered.ts'

test('what comes while the work runs is done together, after it', async () => {
  const runs: string[][] = []
  const ask = gathered<string>(async (all) => {
    runs.push([...all])
    await setImmediate()
  })
  const first = ask(['a'])
  await Promise.resolve()
  await Promise.all([first, ask(['b']), ask(['c', 'd'])])
  assert.deepEqual(runs, [['a'], ['b', 'c', 'd']])
  await ask(['e'])
  assert.deepEqual(runs.at(-1), ['e'])
})

test('a failure is told to those whose work it was, and to nobody after them', async () => {
  let fails = true
  const ask = gathered<string>(async () => {
    if (fails) throw new Error('not now')
  })
  const two = [ask(['a']), ask(['b'])]
  for (const one of await Promise.allSettled(two)) assert.equal(one.status, 'rejected')
  fails = false
  await ask(['c'])
})
