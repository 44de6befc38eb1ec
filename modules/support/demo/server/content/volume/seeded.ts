// Randomness that a number decides: the same seed always tells the same story, on every machine.

/** A source of choices; every call moves it on. */
export type Seeded = {
  /** A whole number from `low` to `high`, both included. */
  whole: (low: number, high: number) => number
  pick: <T>(list: readonly T[]) => T
  /** True with the given probability, 0 to 1. */
  chance: (probability: number) => boolean
}

/** Seeds are whole numbers; neighbours give unrelated choices. `stream` keeps two uses of the same seed apart. */
export function seeded(seed: number, stream = 0): Seeded {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0
  // mulberry32 by Tommy Ettinger, public domain: 32 bits of state are plenty for picking phrases.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    whole,
    pick: (list) => list[whole(0, list.length - 1)]!,
    chance: (probability) => next() < probability,
  }
}
