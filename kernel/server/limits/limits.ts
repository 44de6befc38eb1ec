// Which limit a request counts against, and how the caller learns of it.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hash } from 'node:crypto'
import { type Action, Problem } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Config } from '../config.ts'
import { defaultLimits, type LimitBook, sameForAll, type TenantLimits } from './book.ts'
import { type Limit, openBuckets } from './buckets.ts'
import { openSignInGuard, type Outcome } from './sign-in-guard.ts'
import type { Store } from './store.ts'

export type Limits = {
  /**
   * Counts a request and says in its headers what is left; throws 429 when nothing is. `calls` is the tenant whose secret
   * address is called, null where nobody has that address: then it is a stranger's request like any other.
   */
  count(request: FastifyRequest, reply: FastifyReply, action: Action, actor: Actor, calls?: Called): Promise<void>
  /** Runs a sign-in under its guard; throws 429 while this account has to wait at this address. */
  guarded<T>(
    action: Action,
    request: FastifyRequest,
    input: Record<string, unknown>,
    work: () => Promise<T>,
  ): Promise<T>
}

/** Whose secret address was called: a tenant's, nobody's (null), or that of an action without one. */
export type Called = string | null | undefined

// A desk that is opened asks for a lot at once; programs do not come as pages of ours.
const PAGES = 12
const CALLS_BURST = 0.1

type Classes = { api: Limit; web: Limit; calls: Limit }

const classesOf = ({ api_per_minute: perMinute, api_burst: burst, calls_per_minute }: TenantLimits): Classes => ({
  api: { perMinute, burst },
  web: { perMinute: perMinute * PAGES, burst: burst * PAGES },
  calls: { perMinute: calls_per_minute, burst: Math.ceil(calls_per_minute * CALLS_BURST) },
})

/** The limits of this process, counted together with all others in `store`. */
export function openLimits(
  { rateLimit, secretKey }: Pick<Config, 'rateLimit' | 'secretKey'>,
  store: Store,
  book: LimitBook = sameForAll(defaultLimits({ rateLimit })),
): Limits {
  if (!rateLimit.enabled) return { count: async () => {}, guarded: (_action, _request, _input, work) => work() }
  // Under the secret, so that nobody who reads the counts can guess whose they are.
  const nameOf = (key: string) => hash('sha256', `limits ${secretKey} ${key}`, 'base64url')
  const take = openBuckets({ store, nameOf })
  const guard = openSignInGuard({ store, nameOf })
  const known = new WeakMap<TenantLimits, Classes>()
  const limitsOf = (tenant: string): Classes => {
    const limits = book.of(tenant)
    const classes = known.get(limits) ?? classesOf(limits)
    known.set(limits, classes)
    return classes
  }

  /** Accounts count by themselves; strangers by address, where opening and renewing sessions has room for a whole office. */
  function classOf(
    request: FastifyRequest,
    action: Action,
    actor: Actor,
    calls: Called,
  ): [name: keyof Classes, key: string, limit: Limit] {
    // An address is its path: what is written behind it makes no other one.
    if (calls)
      return ['calls', Object.values(request.params as Record<string, string>).join(' '), limitsOf(calls).calls]
    const ours = request.headers['sec-fetch-site'] === 'same-origin' || action.session !== undefined
    const name = ours && calls !== null ? 'web' : 'api'
    return [name, actor.kind === 'anonymous' ? request.ip : actor.user_id, limitsOf(actor.tenant_id)[name]]
  }

  return {
    async count(request, reply, action, actor, calls) {
      if (action.rate === 'free') return
      const [name, key, limit] = classOf(request, action, actor, calls)
      const { allowed, remaining, fullIn, retryIn } = await take(`${name} ${key}`, limit)
      reply.header('ratelimit-policy', `"${name}";q=${limit.perMinute};w=60`)
      reply.header('ratelimit', `"${name}";r=${remaining};t=${fullIn}`)
      if (!allowed) throw new Problem('rate_limited', 429, { seconds: retryIn })
    },

    async guarded(action, request, input, work) {
      const account = input['username']
      if (action.session !== 'open' || typeof account !== 'string') return work()
      const slug = typeof input['tenant'] === 'string' ? input['tenant'] : undefined
      const wait = await guard.admit(account, request.ip, book.ofSignIn(account, slug).sign_in_attempts)
      if (wait > 0) throw new Problem('sign_in_limited', 429, { seconds: wait })
      let outcome: Outcome = 'void'
      try {
        const result = await work()
        outcome = 'right'
        return result
      } catch (error) {
        if (error instanceof Problem && error.status === 401) outcome = 'wrong'
        throw error
      } finally {
        await guard.settle(account, request.ip, outcome)
      }
    },
  }
}
