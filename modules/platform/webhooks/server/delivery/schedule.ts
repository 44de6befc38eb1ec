// When a delivery is tried again, when a receiver is left alone for a while, and when it is given up: rules over plain figures.

const MINUTE = 60
const HOUR = 60 * MINUTE
/** Seconds after the first, second … failure: three days together. */
export const PAUSES = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
]
/** A receiver may ask for more patience than we have planned, but not for more than a day. */
const MOST_PATIENCE = 24 * HOUR

/** Failures one after the other from which on a receiver is probed by one delivery at a time. */
const PROBED_FROM = 3
const FIRST_PROBE = 10
const LAST_PROBE = 10 * MINUTE

/** So many failures, over so many seconds, and the webhook is paused. */
const PAUSED_AFTER = 20
const PAUSED_AFTER_SECONDS = 24 * HOUR

/**
 * Seconds until the next attempt after `attempts` failed ones, null when there is none. `random` from 0 to 1 spreads
 * what failed together by up to a fifth; `retryAfter` is the receiver's own wish in seconds.
 */
export function pauseAfter(attempts: number, random: number, retryAfter: number | null = null): number | null {
  const pause = PAUSES[attempts - 1]
  if (pause === undefined) return null
  const wished = Math.min(retryAfter ?? 0, MOST_PATIENCE)
  return Math.max(pause * (1 + random / 5), wished)
}

/** Seconds for which a receiver is left alone after some failures one after the other. */
export const restAfter = (failures: number): number =>
  failures < PROBED_FROM ? 0 : Math.min(FIRST_PROBE * 2 ** (failures - PROBED_FROM), LAST_PROBE)

/** How many deliveries are taken up at once: one only, to see whether a failing receiver is back. */
export const takenAtOnce = (failures: number): number => (failures < PROBED_FROM ? 50 : 1)

/** Whether a receiver is taken for dead. */
export const isDead = (failures: number, failingSeconds: number): boolean =>
  failures >= PAUSED_AFTER && failingSeconds >= PAUSED_AFTER_SECONDS

/** Seconds in a Retry-After header, given as seconds or as a date; null when it says neither. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  if (!header) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.round((at - now) / 1_000))
}
