// Which addresses on the internet may be called on a user's word: public unicast ones, and nothing else.
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A host service with a public number that is no registry's business: Azure's. */
const SPECIAL_V4 = ['168.63.129.16/32'].map((network) => ipaddr.IPv4.parseCIDR(network))
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')
/** Public IPv4 addresses as a network that has only IPv6 sees them (RFC 6052). */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/**
 * Whether an address is a public one. An IPv4 address inside of an IPv6 one (mapped, NAT64) counts as itself; tunnels
 * (6to4, Teredo) are refused whole, because nobody serves there. What cannot be read is not public.
 */
export function isPublic(address: string): boolean {
  if (!isAddress(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.kind() === 'ipv4') return isPublicV4(parsed as ipaddr.IPv4)
  const v6 = parsed as ipaddr.IPv6
  if (v6.zoneId) return false
  if (v6.range() === 'ipv4Mapped') return isPublicV4(v6.toIPv4Address())
  if (v6.match(TRANSLATED)) return isPublicV4(new ipaddr.IPv4(v6.toByteArray().slice(12)))
  return v6.range() === 'unicast' && v6.match(GLOBAL_V6)
}

const isPublicV4 = (address: ipaddr.IPv4) =>
  address.range() === 'unicast' && !SPECIAL_V4.some((network) => address.match(network))

/** One way of writing an address, so that two can be compared: IPv4 mapped into IPv6 as itself. */
export const plainAddress = (address: string): string => ipaddr.process(address).toString()

export const isAddress = (host: string): boolean => isIP(host) !== 0
