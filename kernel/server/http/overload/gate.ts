// How many requests may be worked on at once. Whoever would wait for too long is told so at once instead.
import { randomInt } from 'node:crypto'
import { Problem } from '../../../contract/index.ts'

export type Gate = {
  /** Throws 503 `overloaded` when there is no room; costs a comparison. */
  check(): void
  /** Runs work inside; throws like `check`. */
  through<T>(work: () => Promise<T>): Promise<T>
}

/** A loop that turns later than this, twice in a row, cannot answer in time whatever it lets in. */
const TOO_LATE_MS = 3_000
const LOOK_MS = 250

/** `most` at once; `late` is how far the event loop is behind, in milliseconds. */
export function openGate(most: number, late: () => number): Gate {
  let inside = 0
  const check = () => {
    // Seconds are drawn, so that those who were refused together do not come back together.
    if (inside >= most || late() > TOO_LATE_MS) throw new Problem('overloaded', 503, { seconds: randomInt(2, 6) })
  }
  return {
    check,
    async through(work) {
      check()
      inside++
      try {
        return await work()
      } finally {
        inside--
      }
    },
  }
}

/**
 * Watches how late the event loop is. The lesser of two looks counts: a single pause (a suspended machine, a collection
 * of garbage) is over when it is seen.
 */
export function watchLoop(): { late: () => number; stop: () => void } {
  let expected = performance.now() + LOOK_MS
  let before = 0
  let last = 0
  const timer = setInterval(() => {
    const now = performance.now()
    before = last
    last = now - expected
    expected = now + LOOK_MS
  }, LOOK_MS).unref()
  return { late: () => Math.min(before, last), stop: () => clearInterval(timer) }
}
