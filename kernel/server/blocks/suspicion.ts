// Which addresses behave like nobody who works here: guessing at many accounts, or looking for what might be left open.
import { networkOf } from './network.ts'

/** Accounts at which an address failed without getting in since. People who mistype get in afterwards, also in an office of hundreds. */
export const MOST_ACCOUNTS = 20
/** Different addresses of ours that do not exist. */
export const MOST_STRAYS = 100
export const BLOCKED_FOR_MS = 30 * 60_000

const WINDOW_MS = 15 * 60_000
const MOST = 20_000
const LONGEST = 100

type Seen = { since: number; accounts: Set<string>; strays: Set<string> }

/** `now` in milliseconds. */
export function openSuspicion(now: () => number = () => performance.now()) {
  const seen = new Map<string, Seen>()

  function of(address: string): Seen {
    const at = now()
    const known = seen.get(address)
    if (known && at - known.since < WINDOW_MS) return known
    seen.delete(address)
    // Whoever was noticed first is forgotten first.
    if (seen.size >= MOST) seen.delete(seen.keys().next().value!)
    const fresh = { since: at, accounts: new Set<string>(), strays: new Set<string>() }
    seen.set(address, fresh)
    return fresh
  }
  /** Answers what was noted where this was one too many; then it is forgotten. */
  function note(address: string, set: 'accounts' | 'strays', what: string, most: number): string[] | null {
    const network = networkOf(address)
    const noted = of(network)[set].add(what.slice(0, LONGEST))
    if (noted.size < most) return null
    seen.delete(network)
    return [...noted]
  }

  return {
    /** Notes a failed sign-in. Answers the accounts that were tried where they are too many, else null. */
    wrong: (address: string, account: string) => note(address, 'accounts', account.trim().toLowerCase(), MOST_ACCOUNTS),
    right(address: string, account: string): void {
      seen.get(networkOf(address))?.accounts.delete(account.trim().toLowerCase().slice(0, LONGEST))
    },
    /** Notes a request for what does not exist. Answers whether they are too many. */
    strayed: (address: string, path: string) => note(address, 'strays', path, MOST_STRAYS) !== null,
  }
}
