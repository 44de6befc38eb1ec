// How many requests a caller has left: a bucket that is refilled evenly (GCRA), one number a caller.

/** `perMinute` refills the bucket, which holds a minute's worth and `burst` more. */
export type Limit = { perMinute: number; burst: number }
/** Seconds are whole, at least 1 where there is something to wait for. */
export type Verdict = { allowed: boolean; remaining: number; fullIn: number; retryIn: number }

const MINUTE = 60_000
const MOST = 100_000

/** Takes one request of a caller's; `now` in milliseconds. */
export function openBuckets(now: () => number = () => performance.now()) {
  // When each bucket will be full again.
  const full = new Map<string, number>()

  function forgetFull(at: number): void {
    for (const [key, when] of full) if (when <= at) full.delete(key)
    // Whoever was not seen for longest begins anew: better than to refuse everybody.
    for (const key of full.keys()) {
      if (full.size < MOST) return
      full.delete(key)
    }
  }

  return function take(key: string, { perMinute, burst }: Limit): Verdict {
    const at = now()
    const each = MINUTE / perMinute
    const whole = (perMinute + burst) * each
    const before = Math.max(full.get(key) ?? 0, at)
    const after = before + each
    const late = after - at - whole
    const seconds = (ms: number) => Math.ceil(ms / 1_000)
    if (late > 0.001)
      return { allowed: false, remaining: 0, fullIn: seconds(before - at), retryIn: Math.max(1, seconds(late)) }
    if (full.size >= MOST) forgetFull(at)
    full.set(key, after)
    return { allowed: true, remaining: Math.floor(-late / each + 0.001), fullIn: seconds(after - at), retryIn: 0 }
  }
}
