// Guessing a secret gets slower with every wrong guess, for the one address that guesses: nobody else's sign-in waits for it.

const FREE = 5
const FIRST_WAIT = 60_000
const LONGEST_WAIT = 15 * 60_000
const FORGOTTEN_AFTER = 60 * 60_000
const MOST = 100_000

type Tries = { count: number; last: number; until: number }
/** What became of a try; `void` takes it back, because it proved nothing. */
export type Outcome = 'right' | 'wrong' | 'void'

/** Five tries, then waits of 1, 2, 4 … at most 15 minutes; a right one or a quiet hour forgets them. `now` in milliseconds. */
export function openSignInGuard(now: () => number = () => performance.now()) {
  const tried = new Map<string, Tries>()

  return {
    /** Counts a try at once, so that many at the same time are many. Answers seconds to wait; 0 = go on, and tell `settle`. */
    admit(account: string, address: string): number {
      const at = now()
      const key = keyOf(account, address)
      const known = tried.get(key)
      const tries = known && at - known.last < FORGOTTEN_AFTER ? known : { count: 0, last: at, until: 0 }
      if (at < tries.until) return Math.ceil((tries.until - at) / 1_000)
      const count = tries.count + 1
      const wait = count < FREE ? 0 : Math.min(FIRST_WAIT * 2 ** (count - FREE), LONGEST_WAIT)
      // Whoever tried longest ago is forgotten first.
      tried.delete(key)
      if (tried.size >= MOST) tried.delete(tried.keys().next().value!)
      tried.set(key, { count, last: at, until: wait > 0 ? at + wait : 0 })
      return 0
    },
    settle(account: string, address: string, outcome: Outcome): void {
      const key = keyOf(account, address)
      const tries = tried.get(key)
      if (!tries || outcome === 'wrong') return
      if (outcome === 'right' || tries.count === 1) tried.delete(key)
      else tried.set(key, { ...tries, count: tries.count - 1, until: 0 })
    },
  }
}

const keyOf = (account: string, address: string) => `${address} ${account.trim().toLowerCase()}`
