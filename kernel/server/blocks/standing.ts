// The blocks that stand, in memory: asked at every request, so that the many single addresses are found at once.
import { isLoopback, isOneLine, networkOf, rangesOf } from './network.ts'

/** One line of the table. `until` in milliseconds since 1970, null for as long as nobody lifts it; `hard` was made by a person. */
export type Standing = { network: string; allowed: boolean; hard: boolean; until: number | null }

const FOREVER = Number.MAX_SAFE_INTEGER
const MOST_FRESH = 20_000

/** `now` in milliseconds since 1970. */
export function openStanding(now: () => number = Date.now) {
  let single = new Map<string, Standing>()
  let ranges: (address: string) => Standing[] = () => []
  let isEmpty = true
  // Made here and not known to stand in the table yet.
  const fresh = new Map<string, number>()

  const lasts = ({ until }: Standing) => (until ?? FOREVER) > now()
  function found(address: string): Standing[] {
    const one = single.get(networkOf(address))
    return [...(one ? [one] : []), ...ranges(address)].filter(lasts)
  }

  return {
    /** What the table says now. */
    replace(rows: readonly Standing[]): void {
      single = new Map(rows.filter(({ network }) => isOneLine(network)).map((row) => [row.network, row]))
      ranges = rangesOf(rows.filter(({ network }) => !isOneLine(network)).map((row) => [row.network, row] as const))
      isEmpty = rows.length === 0
    },
    add(network: string, until: number): void {
      if (fresh.size >= MOST_FRESH) fresh.delete(fresh.keys().next().value!)
      fresh.set(network, until)
    },
    /** It stands in the table by now, or never will. */
    settle: (network: string) => void fresh.delete(network),
    isAllowed: (address: string): boolean =>
      isLoopback(address) || (!isEmpty && found(address).some(({ allowed }) => allowed)),
    /** Seconds until the address may ask again, 0 = it may; `hard` holds for those who are signed in too. */
    blockedFor(address: string): { seconds: number; hard: boolean } {
      if (isEmpty && fresh.size === 0) return NOT_BLOCKED
      const network = networkOf(address)
      const standing = isEmpty ? [] : found(address)
      const made = fresh.get(network) ?? 0
      if ((standing.length === 0 && made === 0) || isLoopback(address)) return NOT_BLOCKED
      if (standing.some(({ allowed }) => allowed)) return NOT_BLOCKED
      const until = Math.max(made, ...standing.map((one) => one.until ?? FOREVER))
      const seconds = Math.max(0, Math.ceil((until - now()) / 1_000))
      if (seconds === 0) fresh.delete(network)
      return { seconds: Math.min(seconds, LONGEST_WAIT), hard: standing.some(({ hard }) => hard) }
    },
  }
}

/** What is said to wait for, where nobody knows how long. */
const LONGEST_WAIT = 86_400
const NOT_BLOCKED = { seconds: 0, hard: false }
