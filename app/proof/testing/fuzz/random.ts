// Chance that can be repeated: the same seed makes the same calls.
export type Random = {
  /** From 0 up to, but not, 1. */
  next: () => number
  /** A whole number from 0 up to, but not, `below`. */
  below: (below: number) => number
  /** True this often, 0 to 1. */
  chance: (share: number) => boolean
  pick: <T>(from: readonly T[]) => T
}

/** A generator of 32 bits (mulberry32) for one call: of a run's seed and the call's number. */
export function randomOf(seed: number, ...numbers: number[]): Random {
  let state = seed >>> 0
  for (const number of numbers) state = Math.imul(state ^ (number + 0x9e3779b9), 0x85ebca6b) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number) => Math.floor(next() * most)
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (from) => from[below(from.length)]!,
  }
}
