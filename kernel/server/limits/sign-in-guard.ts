// Guessing a secret gets slower with every wrong guess, for the one address that guesses: nobody else's sign-in waits for it.
// All processes count together: each step writes over what it has seen, and looks again when another was faster.
import { takingTurns } from '../idempotency/turns.ts'
import type { Store } from './store.ts'

const FREE = 5
const FIRST_WAIT = 60_000
const LONGEST_WAIT = 15 * 60_000
const FORGOTTEN_AFTER = 60 * 60_000
const MOST = 100_000

type Tries = { count: number; last: number; until: number }
/** What became of a try; `void` takes it back, because it proved nothing. */
export type Outcome = 'right' | 'wrong' | 'void'

export type GuardOptions = {
  store: Store
  /** The name under which all processes know an account at an address. */
  nameOf: (key: string) => string
  /** Milliseconds of a clock that all processes share. */
  now?: () => number
}

/** `free` tries (five), then waits of 1, 2, 4 … at most 15 minutes; a right one or a quiet hour forgets them. */
export function openSignInGuard({ store, nameOf, now = Date.now }: GuardOptions) {
  // What stands in the store as far as this process knows; all there is, while there is no store.
  const seen = new Map<string, string>()
  const inTurn = takingTurns()
  const me = nameOf(crypto.randomUUID()).slice(0, 8)
  let steps = 0

  function remember(key: string, text: string): void {
    // Whoever tried longest ago is forgotten first.
    seen.delete(key)
    if (seen.size >= MOST) seen.delete(seen.keys().next().value!)
    seen.set(key, text)
  }

  /** Takes one step from what stands there; `next` answers null where there is nothing to write. */
  const step = (key: string, next: (tries: Tries) => Tries | null): Promise<void> =>
    inTurn(key, async () => {
      for (;;) {
        const before = seen.get(key) ?? ''
        const tries = next(read(before))
        if (!tries) return
        // Two processes never write the same, or the slower one could not know that it was.
        const text = `${tries.count} ${tries.last} ${tries.until} ${me}${steps++}`
        const stands = await store.swap(nameOf(key), before, text, FORGOTTEN_AFTER)
        remember(key, stands ?? text)
        if (stands === undefined || stands === text) return
      }
    })

  return {
    /** Counts a try at once, so that many at the same time are many. Answers seconds to wait; 0 = go on, and tell `settle`. */
    async admit(account: string, address: string, free = FREE): Promise<number> {
      let seconds = 0
      await step(keyOf(account, address), (known) => {
        const at = now()
        const tries = at - known.last < FORGOTTEN_AFTER ? known : { count: 0, last: at, until: 0 }
        seconds = Math.max(0, Math.ceil((tries.until - at) / 1_000))
        if (seconds > 0) return null
        const count = tries.count + 1
        const wait = count < free ? 0 : Math.min(FIRST_WAIT * 2 ** (count - free), LONGEST_WAIT)
        return { count, last: at, until: wait > 0 ? at + wait : 0 }
      })
      return seconds
    },
    async settle(account: string, address: string, outcome: Outcome): Promise<void> {
      if (outcome === 'wrong') return
      await step(keyOf(account, address), (tries) => {
        if (tries.count === 0) return null
        return { ...tries, count: outcome === 'right' ? 0 : tries.count - 1, until: 0 }
      })
    },
  }
}

function read(text: string): Tries {
  const [count = 0, last = 0, until = 0] = text.split(' ').map(Number)
  return { count, last, until }
}

const keyOf = (account: string, address: string) => `${address} ${account.trim().toLowerCase()}`
