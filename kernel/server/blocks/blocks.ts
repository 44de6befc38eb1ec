// Suspicious addresses are turned away for a while, and those that somebody blocked for as long as they said. Whoever is
// signed in has shown who they are and goes on where the block made itself.
import type { FastifyRequest } from 'fastify'
import { type Action, Problem } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Database } from '../database/index.ts'
import type { Logger } from '../log.ts'
import { isAddress, isPublic } from '../outgoing/addresses.ts'
import type { Bus } from '../shared/bus.ts'
import { isLoopback, networkOf } from './network.ts'
import { openStanding, type Standing } from './standing.ts'
import { BLOCKED_FOR_MS, openSuspicion } from './suspicion.ts'

export type Blocks = {
  /** Throws 429 `address_blocked` for who is blocked. `stranger` = also where the action takes calls of other systems. */
  admit(request: FastifyRequest, action: Action, actor: Actor, stranger?: boolean): void
  /** Runs a sign-in and learns from its outcome. */
  watched<T>(
    action: Action,
    request: FastifyRequest,
    input: Record<string, unknown>,
    work: () => Promise<T>,
  ): Promise<T>
  /** Notes a request for something that does not exist. */
  strayed(request: FastifyRequest): void
  /** Reads anew what stands in the table; never throws. */
  refresh(): Promise<void>
  stop(): void
}

/** An address that was just blocked by its doings; `accounts` are the sign-in names that it tried. */
export type Blocked = {
  network: string
  address: string
  cause: 'sign_ins' | 'strays'
  until: string
  accounts: readonly string[]
}

export type BlocksOptions = {
  /** Whether addresses are blocked by their doings. Those that people blocked are turned away all the same. */
  enabled: boolean
  log: Logger
  bus?: Pick<Bus, 'tell' | 'hear' | 'onReturn'> | undefined
  /** Where blocks are kept; those of a process without are its own. */
  database?: Pick<Database, 'platform'>
  /** Keeps a block and tells people. */
  keep?: (blocked: Blocked) => Promise<void>
}
type Told = { network: string; until: number }
type Stored = { network: string; kind: string; cause: string; until: string | null }

const MOST = 50_000
// Changes are told at once; this is for those that were not heard.
const REFRESH_MS = 60_000

/** The blocks of this process; what one process blocks, the others hear of on the bus, and all read it from the table. */
export function openBlocks({ enabled, log, bus, database, keep }: BlocksOptions): Blocks {
  const suspicion = openSuspicion()
  const standing = openStanding()
  bus?.hear('address_blocked', ({ network, until }: Told) => {
    standing.add(network, until)
    // By then it stands in the table, or whoever blocked it could not write it.
    setTimeout(() => void refresh().then(() => standing.settle(network)), 5_000).unref()
  })
  bus?.onReturn(() => void refresh())
  const timer = database && setInterval(() => void refresh(), REFRESH_MS).unref()

  async function refresh(): Promise<void> {
    if (!database) return
    try {
      const rows = (await database.platform('read', (db) =>
        db
          .selectFrom('address_blocks')
          .select(['network', 'kind', 'cause', 'until'])
          .where('is_active', '=', true)
          .where('deleted_at', 'is', null)
          .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', new Date().toISOString())]))
          .orderBy('created_at', 'desc')
          .limit(MOST)
          .execute(),
      )) as Stored[]
      standing.replace(rows.map(standingOf))
    } catch (error) {
      log.warn({ error: String(error) }, 'blocked addresses are not read')
    }
  }

  function block(address: string, cause: Blocked['cause'], accounts: readonly string[]): void {
    if (standing.isAllowed(address)) return
    const network = networkOf(address)
    const until = Date.now() + BLOCKED_FOR_MS
    standing.add(network, until)
    log.warn({ address, reason: cause, minutes: BLOCKED_FOR_MS / 60_000 }, 'address blocked')
    bus?.tell('address_blocked', { network, until } satisfies Told)
    if (!keep) return
    keep({ network, address, cause, until: new Date(until).toISOString(), accounts })
      .then(refresh)
      .then(() => standing.settle(network))
      // It holds here and where it was heard of, until it ends.
      .catch((error: unknown) => log.error({ error: String(error), address }, 'a blocked address is not kept'))
  }

  return {
    refresh,
    stop: () => clearInterval(timer),

    admit({ ip }, action, actor, stranger = false) {
      if (action.rate === 'free') return
      const { seconds, hard } = standing.blockedFor(ip)
      if (seconds === 0) return
      // Sessions are renewed and closed by their tokens; what calls by a secret address is no stranger.
      const isKnown = actor.kind !== 'anonymous' || action.session === 'renew' || action.session === 'close'
      if (!hard && (isKnown || (action.rate !== undefined && !stranger))) return
      throw new Problem(hard ? 'address_refused' : 'address_blocked', hard ? 403 : 429, {
        seconds,
        minutes: Math.ceil(seconds / 60),
      })
    },

    async watched(action, request, input, work) {
      const account = input['username']
      if (!enabled || action.session !== 'open' || typeof account !== 'string' || !isOneCaller(request)) return work()
      try {
        const result = await work()
        suspicion.right(request.ip, account)
        return result
      } catch (error) {
        const wrong = error instanceof Problem && error.status === 401
        const accounts = wrong ? suspicion.wrong(request.ip, account) : null
        if (accounts) block(request.ip, 'sign_ins', accounts)
        throw error
      }
    },

    strayed(request) {
      const [path = ''] = request.url.split('?')
      if (enabled && isOneCaller(request) && suspicion.strayed(request.ip, path)) block(request.ip, 'strays', [])
    },
  }
}

const standingOf = ({ network, kind, cause, until }: Stored): Standing => ({
  network,
  allowed: kind === 'allow',
  hard: kind === 'block' && cause === 'manual',
  until: until === null ? null : Date.parse(until),
})

/**
 * Whether an address stands for one caller. This machine itself does not, nor does a proxy that TRUSTED_PROXIES does not
 * name: blocking it would shut everybody out. From a public address the headers of a proxy prove nothing.
 */
function isOneCaller({ ip, headers }: FastifyRequest): boolean {
  if (!isAddress(ip)) return false
  if (isPublic(ip)) return true
  if (isLoopback(ip)) return false
  return headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
}
