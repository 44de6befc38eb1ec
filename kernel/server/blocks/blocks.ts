// Suspicious addresses are turned away for a while. Whoever is signed in has shown who they are and goes on.
import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { type Action, Problem } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Logger } from '../log.ts'
import { isAddress, isPublic } from '../outgoing/addresses.ts'
import type { Bus } from '../shared/bus.ts'
import { BLOCKED_FOR_MS, openSuspicion } from './suspicion.ts'

export type Blocks = {
  /** Throws 429 `address_blocked` for a stranger from a blocked address. */
  admit(request: FastifyRequest, action: Action, actor: Actor): void
  /** Runs a sign-in and learns from its outcome. */
  watched<T>(
    action: Action,
    request: FastifyRequest,
    input: Record<string, unknown>,
    work: () => Promise<T>,
  ): Promise<T>
  /** Notes a request for something that does not exist. */
  strayed(request: FastifyRequest): void
}

export type BlocksOptions = { enabled: boolean; log: Logger; bus?: Pick<Bus, 'tell' | 'hear'> | undefined }
type Told = { address: string }

/** The blocks of this process; what one process blocks, the others hear of on the bus. */
export function openBlocks({ enabled, log, bus }: BlocksOptions): Blocks {
  if (!enabled) return { admit: () => {}, watched: (_action, _request, _input, work) => work(), strayed: () => {} }
  const suspicion = openSuspicion()
  bus?.hear('address_blocked', ({ address }: Told) => suspicion.block(address))

  function tell(address: string, reason: string): void {
    log.warn({ address, reason, minutes: BLOCKED_FOR_MS / 60_000 }, 'address blocked')
    bus?.tell('address_blocked', { address } satisfies Told)
  }

  return {
    admit({ ip }, action, actor) {
      // Sessions are renewed and closed by their tokens; what calls by a secret address is no stranger.
      const free = action.rate !== undefined || action.session === 'renew' || action.session === 'close'
      if (actor.kind !== 'anonymous' || free) return
      const seconds = suspicion.blockedFor(ip)
      if (seconds > 0) throw new Problem('address_blocked', 429, { seconds, minutes: Math.ceil(seconds / 60) })
    },

    async watched(action, request, input, work) {
      const account = input['username']
      if (action.session !== 'open' || typeof account !== 'string' || !isOneCaller(request)) return work()
      try {
        const result = await work()
        suspicion.right(request.ip, account)
        return result
      } catch (error) {
        const wrong = error instanceof Problem && error.status === 401
        if (wrong && suspicion.wrong(request.ip, account)) tell(request.ip, 'sign-ins to many accounts')
        throw error
      }
    },

    strayed(request) {
      const [path = ''] = request.url.split('?')
      if (isOneCaller(request) && suspicion.strayed(request.ip, path)) tell(request.ip, 'requests for unknown routes')
    },
  }
}

/**
 * Whether an address stands for one caller. This machine itself does not, nor does a proxy that TRUSTED_PROXIES does not
 * name: blocking it would shut everybody out. From a public address the headers of a proxy prove nothing.
 */
function isOneCaller({ ip, headers }: FastifyRequest): boolean {
  if (!isAddress(ip)) return false
  if (isPublic(ip)) return true
  if (ipaddr.process(ip).range() === 'loopback') return false
  return headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
}
