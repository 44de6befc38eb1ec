// Keys that order records by hand: between any two there is always another. Compared byte by byte (COLLATE "C").
//
// A key is a whole number of six base-62 digits and a fraction behind it that does not end in zero: between `U00000` and
// `U00010` lies `U00008`, between `U00000` and `U00001` lies `U00000V`. What goes to an end only counts the number on.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length
const WHOLE = 6
const END = BASE ** WHOLE
/** How far apart keys at the ends are put, so that much fits between them before fractions begin. */
const STEP = BASE ** 2

function wholeOf(key: string): number {
  let sum = 0
  for (let n = 0; n < WHOLE; n++) sum = sum * BASE + DIGITS.indexOf(key[n]!)
  return sum
}

function written(whole: number): string {
  let digits = ''
  for (let left = whole; digits.length < WHOLE; left = Math.floor(left / BASE)) digits = DIGITS[left % BASE]! + digits
  return digits
}

/** A key between two others; null stands for the end on that side. Throws when `after` does not stand before `before`. */
export function keyBetween(after: string | null, before: string | null): string {
  if (after !== null && before !== null && after >= before)
    throw new Error(`nothing lies between ${after} and ${before}`)
  const low = after === null ? -1 : wholeOf(after)
  const high = before === null ? END : wholeOf(before)
  if (after === null && before === null) return written(Math.floor(END / 2))
  if (after === null && high > 0) return written(Math.max(0, high - STEP))
  if (before === null && low < END - 1) return written(Math.min(END - 1, low + STEP))
  if (high - low > 1) return written(low + Math.floor((high - low) / 2))
  // `before` has a fraction: its number alone stands before it and behind `after`.
  if (high > low && after !== null && before !== null && before.length > WHOLE) return written(high)
  const floor = after?.slice(WHOLE) ?? ''
  const ceiling = before !== null && high === Math.max(low, 0) ? before.slice(WHOLE) : null
  return written(Math.max(low, 0)) + fractionBetween(floor, ceiling)
}

/** The middle of two fractions; `ceiling` null stands for one. Neither ends in zero. */
function fractionBetween(floor: string, ceiling: string | null): string {
  if (ceiling !== null) {
    let same = 0
    while (same < ceiling.length && (floor[same] ?? '0') === ceiling[same]) same++
    if (same > 0) return ceiling.slice(0, same) + fractionBetween(floor.slice(same), ceiling.slice(same))
  }
  const low = floor ? DIGITS.indexOf(floor[0]!) : 0
  const high = ceiling ? DIGITS.indexOf(ceiling[0]!) : BASE
  if (high - low > 1) return DIGITS[low + Math.floor((high - low) / 2)]!
  if (ceiling !== null && ceiling.length > 1) return ceiling[0]!
  return DIGITS[low]! + fractionBetween(floor.slice(1), null)
}

/** So many keys between two others, in order and as short as they can be. */
export function keysBetween(after: string | null, before: string | null, count: number): string[] {
  if (count <= 0) return []
  if (before === null) return following(after, count)
  if (after === null) return following(null, count, before)
  const middle = keyBetween(after, before)
  const left = Math.floor((count - 1) / 2)
  return [...keysBetween(after, middle, left), middle, ...keysBetween(middle, before, count - 1 - left)]
}

function following(after: string | null, count: number, before: string | null = null): string[] {
  const keys: string[] = []
  for (let edge = before ?? after; keys.length < count;) {
    edge = before === null ? keyBetween(edge, null) : keyBetween(null, edge)
    keys.push(edge)
  }
  return before === null ? keys : keys.toReversed()
}
