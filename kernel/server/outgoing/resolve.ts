import { lookup, Resolver } from 'node:dns/promises'
import { lookupRefusal } from './refusal.ts'

/**
 * The addresses of a name. Names that the operator listed are looked up as the machine does it (hosts file, search domains).
 * Strangers' names go to the name servers by sockets of our own, which can be given up: a lookup by the machine holds one
 * of few threads for as long as a hostile name server likes.
 */
export async function resolveName(host: string, listed: boolean, signal: AbortSignal): Promise<string[]> {
  // Never asked of a name server (RFC 6761).
  if (/(^|\.)localhost$/.test(host)) return listed ? lookedUp(host) : ['127.0.0.1', '::1']
  if (listed) return lookedUp(host)
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (found.length > 0) return found
    throw lookupRefusal((answers[0] as PromiseRejectedResult).reason, host)
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

async function lookedUp(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    throw lookupRefusal(error, host)
  }
}
