import assert from 'node:assert/strict'

const FACTOR = 8
// Below this the clock and the garbage collector say more than the work does.
const NOTICEABLE_MS = 100

/**
 * Asserts that work on `FACTOR` times as much text does not take the square of it: a ratio within one run, in processor
 * time, so that a busy machine changes nothing. `work` gets the text's length.
 */
export function assertLinear(length: number, work: (length: number) => void, what: string): void {
  const large = processorMs(() => work(length))
  if (large < NOTICEABLE_MS) return
  const small = Math.min(
    processorMs(() => work(length / FACTOR)),
    processorMs(() => work(length / FACTOR)),
  )
  const ratio = large / Math.max(small, 1)
  assert.ok(ratio < FACTOR ** 1.7, `${what}: ${FACTOR} times the text took ${ratio.toFixed(0)} times as long`)
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
