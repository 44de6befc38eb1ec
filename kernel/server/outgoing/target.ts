// From what somebody wrote to the address that is called: read the URL, resolve its name once, check every address.
import { isIPv6 } from 'node:net'
import { isAddress, isPublic, plainAddress } from './addresses.ts'
import { OutgoingRefusal } from './refusal.ts'

/** `host` as TLS and `Host` name it, without brackets and without a last dot. */
export type Target = { url: URL; host: string; port: number; secure: boolean; listed: boolean }

/** Entries of OUTGOING_ALLOWLIST: `host:port`, the host as a URL writes it. */
export type Allowlist = ReadonlySet<string>

export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80))

const entry = (host: string, port: number) => `${isAddress(host) ? plainAddress(host) : host}:${port}`

/** `host:port` in the one way in which it is compared; undefined when it is none. */
export function allowlistEntry(written: string): string | undefined {
  const url = /^[^/?#@\s]+:\d{1,5}$/.test(written) ? URL.parse(`http://${written}`) : null
  return url ? entry(hostOf(url), portOf(url)) : undefined
}

/** Ports of the web, and those that any user of a machine may open: below 1024 live mail, files and terminals. */
const isUsualPort = (port: number) => port === 80 || port === 443 || port >= 1_024

/**
 * Reads a URL somebody wrote. The URL standard has already turned 0x7f.1, 2130706433 and full-width digits into what
 * they mean. Throws an OutgoingRefusal for what is refused whatever its name resolves to.
 */
export function readTarget(written: string, allowlist: Allowlist): Target {
  const url = written.length <= 2_000 ? URL.parse(written) : null
  const secure = url?.protocol === 'https:'
  if (!url || (!secure && url.protocol !== 'http:') || !hostOf(url)) throw new OutgoingRefusal('outgoing.url_refused')
  if (url.username || url.password) throw new OutgoingRefusal('outgoing.credentials_refused')
  const host = hostOf(url)
  const port = portOf(url)
  const listed = allowlist.has(entry(host, port))
  if (!listed && !isUsualPort(port)) throw new OutgoingRefusal('outgoing.port_refused', { port })
  const target = { url, host, port, secure, listed }
  if (isAddress(host)) checkAddresses(target, [host], allowlist)
  // This machine by its name, whatever a name server says of it (RFC 6761).
  if (/(^|\.)localhost$/i.test(host)) checkAddresses(target, ['127.0.0.1', '::1'], allowlist)
  return target
}

/** A server that is no web server, by host and port: the rules of `readTarget`, with the `usual` ports of its protocol. */
export function readServer(host: string, port: number, allowlist: Allowlist, usual: readonly number[]): Target {
  const url = URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}:${port}`)
  if (!url || !hostOf(url) || url.pathname !== '/' || url.username || url.search || url.hash)
    throw new OutgoingRefusal('outgoing.url_refused')
  const name = hostOf(url)
  const listed = allowlist.has(entry(name, port))
  if (!listed && !usual.includes(port) && port < 1_024) throw new OutgoingRefusal('outgoing.port_refused', { port })
  const target = { url, host: name, port, secure: false, listed }
  if (isAddress(name)) checkAddresses(target, [name], allowlist)
  return target
}

/** Finds the addresses of a name; what it throws is a fault of the lookup. */
export type Resolve = (host: string, listed: boolean, signal: AbortSignal) => Promise<string[]>

/** Resolves the target's name once and answers the addresses that may be called. Throws an OutgoingRefusal. */
export async function addressesOf(
  target: Target,
  { allowlist, resolve, signal }: { allowlist: Allowlist; resolve: Resolve; signal: AbortSignal },
): Promise<string[]> {
  const { host, listed } = target
  const found = isAddress(host) ? [host] : await resolve(host, listed, signal)
  if (found.length === 0) throw new OutgoingRefusal('outgoing.name_not_found', { host })
  return checkAddresses(target, found, allowlist)
}

/**
 * The addresses a call may go to. A listed name may lie anywhere; of another, listed addresses are taken alone, else every
 * one must be public: a name that is public and private at once is a trick.
 */
function checkAddresses({ host, port, listed }: Target, addresses: string[], allowlist: Allowlist): string[] {
  if (listed) return addresses
  const listedOnes = addresses.filter((address) => isAddress(address) && allowlist.has(entry(address, port)))
  if (listedOnes.length > 0) return listedOnes
  // The address itself is not told: what a name means inside of our network is nobody's business.
  if (!addresses.every(isPublic)) throw new OutgoingRefusal('outgoing.address_refused', { host, port })
  return addresses
}
