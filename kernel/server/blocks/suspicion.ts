// Which addresses behave like nobody who works here: guessing at many accounts, or looking for what might be left open.
import ipaddr from 'ipaddr.js'
import { isAddress } from '../outgoing/addresses.ts'

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
  const blocked = new Map<string, number>()

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
  /** Answers whether this was one too many, which blocks the address. */
  function note(address: string, set: 'accounts' | 'strays', what: string, most: number): boolean {
    const network = networkOf(address)
    const noted = of(network)[set].add(what.slice(0, LONGEST))
    if (noted.size < most) return false
    seen.delete(network)
    block(network)
    return true
  }
  function block(address: string): void {
    if (blocked.size >= MOST) blocked.delete(blocked.keys().next().value!)
    blocked.set(networkOf(address), now() + BLOCKED_FOR_MS)
  }

  return {
    wrong: (address: string, account: string) => note(address, 'accounts', account.trim().toLowerCase(), MOST_ACCOUNTS),
    right(address: string, account: string): void {
      seen.get(networkOf(address))?.accounts.delete(account.trim().toLowerCase().slice(0, LONGEST))
    },
    strayed: (address: string, path: string) => note(address, 'strays', path, MOST_STRAYS),
    block,
    /** Seconds until the address may ask again; 0 = it may. */
    blockedFor(address: string): number {
      if (blocked.size === 0) return 0
      const network = networkOf(address)
      const until = blocked.get(network)
      if (until === undefined) return 0
      const left = Math.ceil((until - now()) / 1_000)
      if (left <= 0) blocked.delete(network)
      return Math.max(0, left)
    },
  }
}

/** Of IPv6 the first half: one line has all the rest to itself and could change it with every request. */
export function networkOf(address: string): string {
  if (!address.includes(':') || !isAddress(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::`
}
