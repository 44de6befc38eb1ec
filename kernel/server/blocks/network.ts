// Addresses and ranges in one way of writing, so that two can be compared.
import ipaddr from 'ipaddr.js'
import { isAddress } from '../outgoing/addresses.ts'

/** Of IPv6 the first half: one line has all the rest to itself and could change it with every request. */
const ONE_LINE = 64
/** What is wider is somebody's whole internet. */
const WIDEST = { ipv4: 8, ipv6: 20 } as const

type Parsed = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number]

/** The network that a caller stands for: its IPv4 address, or the half of its IPv6 address that is its line. */
export function networkOf(address: string): string {
  if (!isAddress(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return written([parsed, ONE_LINE])
}

/**
 * An address or a range as somebody wrote it, in the one way of writing: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/64`. Null
 * for what is none.
 */
export function readNetwork(text: string): string | null {
  const parsed = parse(text)
  return parsed && written(parsed)
}

/** Whether a network is too wide to be meant. */
export function isTooWide(network: string): boolean {
  const parsed = parse(network)
  return parsed !== null && parsed[1] < WIDEST[parsed[0].kind()]
}

/** Whether an address lies in a network that `readNetwork` or `networkOf` wrote. */
export function liesIn(address: string, network: string): boolean {
  const range = parse(network)
  return range !== null && isAddress(address) && matches(ipaddr.process(address), range)
}

/** Addresses of this machine: a proxy of one's own speaks from them. */
export const isLoopback = (address: string): boolean =>
  isAddress(address) && ipaddr.process(address).range() === 'loopback'

/** Many ranges, asked for one address at a time. */
export function rangesOf<T>(ranges: readonly (readonly [network: string, value: T])[]) {
  const parsed = ranges.flatMap(([network, value]) => {
    const range = parse(network)
    return range ? [{ range, value }] : []
  })
  return (address: string): T[] => {
    if (parsed.length === 0 || !isAddress(address)) return []
    const asked = ipaddr.process(address)
    return parsed.filter(({ range }) => matches(asked, range)).map(({ value }) => value)
  }
}

/** Whether a network is one that `networkOf` answers: those are found at once. */
export const isOneLine = (network: string): boolean =>
  network.includes(':') ? network.endsWith(`/${ONE_LINE}`) : !network.includes('/')

function parse(text: string): Parsed | null {
  const [address = '', bits, ...rest] = text.trim().split('/')
  if (!isAddress(address) || address.includes('%') || rest.length > 0) return null
  const parsed = ipaddr.process(address)
  const most = parsed.kind() === 'ipv4' ? 32 : 128
  // A range of IPv4 addresses inside of IPv6 would be counted from the wrong end.
  const width = bits === undefined ? most : address.includes(':') && most === 32 ? Number.NaN : Number(bits)
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null
  return Number.isInteger(width) && width <= most ? [parsed, width] : null
}

function written([address, bits]: Parsed): string {
  const most = address.kind() === 'ipv4' ? 32 : 128
  if (bits === most) return address.toString()
  const bytes = address
    .toByteArray()
    .map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))))
  return `${ipaddr.fromByteArray(bytes.map((byte) => byte & 0xff)).toString()}/${bits}`
}

const matches = (asked: ipaddr.IPv4 | ipaddr.IPv6, [range, bits]: Parsed): boolean =>
  asked.kind() === range.kind() && asked.match(range, bits)
