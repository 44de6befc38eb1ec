import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import type { Report } from '../seed.ts'
import { addUsers, deskIds } from '../seeding/desk-records.ts'
import type { Site } from './sites.ts'
import { STAFF_SHARE, volumeUser } from './volume-people.ts'

const BATCH = 5_000

/** Fills every site up to `wanted` people, who all sign in with the demo's password; stops soon when `signal` aborts. */
export async function addPeople(
  platform: Platform,
  sites: readonly Site[],
  wanted: number,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, site] of sites.entries()) {
    if (signal.aborted) return
    const people = await missingPeople(platform, site, wanted)
    const tell = (left: number) => report((index + 1) * wanted - left, sites.length * wanted)
    for (let from = 0; from < people.length && !signal.aborted; from += BATCH) {
      tell(people.length - from)
      const part = people.slice(from, from + BATCH)
      await platform.within(systemOf(site.tenant), {}, ({ db }) => addUsers(db, part))
    }
    tell(0)
  }
}

async function missingPeople({ database }: Platform, { slug, domain, desk, tenant }: Site, wanted: number) {
  const counted = (await database.tenant(tenant, 'read', (db) =>
    db
      .selectFrom('users')
      .select(['role', (eb) => eb.fn.countAll().as('count')])
      .groupBy('role')
      .execute(),
  )) as { role: string; count: number }[]
  const there = (role: string) => counted.find((row) => row.role === role)?.count ?? 0
  const all = counted.reduce((sum, { count }) => sum + count, 0)
  const now = Date.now()
  const { team } = deskIds({ slug }, desk)
  const teams = desk.tenant.teams.map(({ key }) => team(key))
  const agents = Math.max(0, Math.min(Math.round(wanted * STAFF_SHARE) - there('agent'), wanted - all))
  const clients = Math.max(0, wanted - all - agents)
  const next = (role: string, count: number) => Array.from({ length: count }, (_, index) => there(role) + index)
  return [
    ...next('agent', agents).map((n) => volumeUser(slug, n, { role: 'agent', domain, teams }, now)),
    ...next('client', clients).map((n) => volumeUser(slug, n, { role: 'client' }, now)),
  ]
}
