import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashingTurns } from './hashing-turns.ts'
import { hashPassword, nobodysHash, passwordMatches } from '../passwords.ts'

test('so many hash at a time, so many wait in order, and the rest are told to come again', async () => {
  const inTurn = hashingTurns(2, 3)
  const ends: (() => void)[] = []
  const began: number[] = []
  const work = (n: number) =>
    inTurn(async () => {
      began.push(n)
      await new Promise<void>((resolve) => void ends.push(resolve))
      if (n === 1) throw new Error('broken')
      return n
    }).catch((error: Error) => error.message)
  const all = [0, 1, 2, 3, 4].map(work)
  assert.deepEqual(began, [0, 1])
  await assert.rejects(
    inTurn(async () => 0),
    { code: 'overloaded', status: 503, params: { seconds: 5 } },
  )
  for (const turn of [0, 1, 2, 3, 4]) {
    while (ends.length <= turn) await new Promise((resolve) => setImmediate(resolve))
    assert.ok(began.length <= turn + 2)
    ends[turn]!()
  }
  assert.deepEqual(await Promise.all(all), [0, 'broken', 2, 3, 4])
  assert.deepEqual(began, [0, 1, 2, 3, 4])
  assert.equal(await inTurn(async () => 'again'), 'again')
})

test('many sign-ins at once are all answered rightly, and everything else goes on', async () => {
  const stored = await hashPassword('right')
  const unknown = await nobodysHash
  const begun = performance.now()
  let turns = 0
  const beat = setInterval(() => turns++, 10)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_one, n) => passwordMatches(n % 2 ? stored : unknown, 'right')),
  )
  clearInterval(beat)
  assert.deepEqual(
    answers,
    answers.map((_one, n) => n % 2 === 1),
  )
  assert.ok(turns >= (performance.now() - begun) / 100, String(turns))
})
