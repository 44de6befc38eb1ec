// Hashing a password takes a core for some tens of milliseconds: a flood of sign-ins may not take them all.
import { availableParallelism } from 'node:os'
import { Problem } from '#kernel/contract/index.ts'

/** One core is left to everything else. */
const AT_ONCE = Math.max(1, availableParallelism() - 1)
/** A whole company may come at once in the morning; at about 30 ms each, the last of them waits for 15 s on one core. */
const WAITING = 500

/** Runs at most `most` pieces of work at a time, in order; throws 503 `overloaded` when `places` are waiting already. */
export function hashingTurns(most: number = AT_ONCE, places: number = WAITING) {
  const waiting: (() => void)[] = []
  let running = 0
  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= most) {
      if (waiting.length >= places) throw new Problem('overloaded', 503, { seconds: 5 })
      // Whoever leaves hands the place over, so that nobody slips in between.
      await new Promise<void>((resolve) => void waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
