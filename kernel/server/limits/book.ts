// Which limits hold for whom: the platform's, or what an organisation chose for itself. Kept in memory, for every request asks.
import type { Config } from '../config.ts'
import type { Database } from '../database/index.ts'
import type { Logger } from '../log.ts'
import type { Bus } from '../shared/bus.ts'

/** Requests a minute of one account, and how many at once beyond them; wrong passwords; calls a minute at one address of hooks. */
export type TenantLimits = {
  api_per_minute: number
  api_burst: number
  sign_in_attempts: number
  calls_per_minute: number
}
export type LimitName = keyof TenantLimits

export type LimitBook = {
  defaults: TenantLimits
  of(tenantId: string): TenantLimits
  /** Of a sign-in name. It follows from what was typed and never from whether somebody has that name. */
  ofSignIn(username: string, slug?: string): TenantLimits
  /** Reads them anew; never throws. */
  refresh(): Promise<void>
  stop(): void
}

type Stored = { id: string; slug: string; domain: string | null; limits: Partial<TenantLimits> }

// Changes are told at once; this is for those that were not heard, or made by the platform's administrators.
const REFRESH_MS = 60_000

export const defaultLimits = ({ rateLimit }: Pick<Config, 'rateLimit'>): TenantLimits => ({
  api_per_minute: rateLimit.perMinute,
  api_burst: rateLimit.burst,
  sign_in_attempts: 5,
  calls_per_minute: 1_000,
})

/** Everybody's are the platform's. */
export function sameForAll(defaults: TenantLimits): LimitBook {
  return { defaults, of: () => defaults, ofSignIn: () => defaults, refresh: async () => {}, stop: () => {} }
}

export type BookOptions = {
  defaults: TenantLimits
  database: Pick<Database, 'platform'>
  log: Logger
  bus: Pick<Bus, 'onReturn'>
}

export function openLimitBook({ defaults, database, log, bus }: BookOptions): LimitBook {
  let byTenant: ReadonlyMap<string, TenantLimits> = new Map()
  let bySlug: ReadonlyMap<string, TenantLimits> = new Map()
  let byDomain: ReadonlyMap<string, TenantLimits> = new Map()
  let reading: Promise<void> | null = null
  let again = false

  async function read(): Promise<void> {
    try {
      const found = (await database.platform('read', (db) =>
        db
          .selectFrom('tenants')
          .select((eb) => [
            'id',
            'slug',
            'domain',
            eb
              .ref('config', '->')
              .key('limits' as never)
              .as('limits'),
          ])
          .where((eb) => eb(eb.ref('config', '->').key('limits' as never), 'is not', null))
          .where('deleted_at', 'is', null)
          .execute(),
      )) as Stored[]
      const own = found.map(({ limits, ...tenant }) => ({ ...tenant, limits: { ...defaults, ...limits } }))
      byTenant = new Map(own.map(({ id, limits }) => [id, limits]))
      bySlug = new Map(own.map(({ slug, limits }) => [slug, limits]))
      byDomain = new Map(own.flatMap(({ domain, limits }) => (domain ? [[domain.toLowerCase(), limits]] : [])))
    } catch (error) {
      log.warn({ error: String(error) }, 'limits of tenants are not read')
    }
  }

  /** A change that is told while they are read may have come too late for that reading. */
  async function refresh(): Promise<void> {
    if (reading) {
      again = true
      return reading
    }
    reading = (async () => {
      do {
        again = false
        await read()
      } while (again)
    })()
    await reading
    reading = null
  }

  const timer = setInterval(() => void refresh(), REFRESH_MS).unref()
  bus.onReturn(() => void refresh())

  return {
    defaults,
    of: (tenantId) => byTenant.get(tenantId) ?? defaults,
    ofSignIn(username, slug) {
      if (slug !== undefined) return bySlug.get(slug) ?? defaults
      const [, domain = ''] = /@([^@]+)$/.exec(username.trim().toLowerCase()) ?? []
      return byDomain.get(domain) ?? defaults
    },
    refresh,
    stop: () => clearInterval(timer),
  }
}
