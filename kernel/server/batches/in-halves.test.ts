import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../../contract/index.ts'
import { inHalves } from './in-halves.ts'

const numbers = Array.from({ length: 20 }, (_none, at) => at)

test('one that spoils the work is found and set apart; all others are done once, in order', async () => {
  for (const bad of [[], [0], [19], [7], [3, 4, 15], numbers]) {
    const done: number[] = []
    const apart: number[] = []
    let tries = 0
    await inHalves(
      numbers,
      async (some) => {
        tries += 1
        if (some.some((one) => bad.includes(one))) throw new Error('spoilt')
        done.push(...some)
      },
      async (one, error) => {
        assert.match(String(error), /spoilt/)
        apart.push(one)
      },
    )
    assert.deepEqual(apart, bad)
    assert.deepEqual(
      done,
      numbers.filter((one) => !bad.includes(one)),
    )
    assert.ok(tries <= 1 + bad.length * 10, `${tries} tries for ${bad.length}`)
  }
})

test('a database that is away is not asked again for every half, and what stops the work stops it', async () => {
  let tries = 0
  const away = new Problem('unavailable', 503)
  const fail = async (): Promise<void> => {
    tries += 1
    throw away
  }
  await assert.rejects(inHalves(numbers, fail, fail), away)
  assert.equal(tries, 1)

  const done: number[] = []
  const work = async (some: readonly number[]) => {
    if (some.includes(5)) throw new Error('spoilt')
    done.push(...some)
  }
  await assert.rejects(
    inHalves(numbers, work, async (_one, error) => {
      throw error
    }),
    /spoilt/,
  )
  assert.deepEqual(done, [0, 1, 2, 3, 4])
})
