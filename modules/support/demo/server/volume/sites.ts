// Where a large desk stands: the demo's own organisations, or many of their kind.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { DEMO_DESKS, type DemoDesk, type DemoDeskKey, loadDemoDesk } from '../content/demo-desk.ts'
import { addRecords, type Report, seedDemo } from '../seed.ts'
import { type Place, tenantId } from '../seeding/desk-records.ts'

export type Site = Place & { tenant: string; content: DemoDeskKey; desk: DemoDesk }

/** The demo's two organisations with all their tickets; added when they are missing. */
export async function demoSites(platform: Platform, report: Report): Promise<Site[]> {
  await seedDemo({ platform }, report)
  return DEMO_DESKS.map((key) => {
    const desk = loadDemoDesk(key)
    return { slug: key, domain: desk.tenant.domain, tenant: tenantId(key), content: key, desk }
  })
}

/** `volume-001`, `volume-002` and so on: organisations with the demo's staff and one customer each, who sign in as theirs do. */
export async function manySites(
  platform: Platform,
  count: number,
  report: Report,
  signal: AbortSignal,
): Promise<Site[]> {
  const desks = DEMO_DESKS.map((key) => ({ key, desk: loadDemoDesk(key) }))
  const founded = Temporal.Now.instant().round('second').toString()
  const sites: Site[] = []
  for (let index = 0; index < count && !signal.aborted; index++) {
    report(index, count)
    const { key, desk } = desks[index % desks.length]!
    const number = String(index + 1).padStart(3, '0')
    const slug = `volume-${number}`
    const site: Site = {
      slug,
      domain: `${slug}.test`,
      tenant: tenantId(slug),
      content: key,
      desk: {
        ...desk,
        tenant: { ...desk.tenant, name: `${desk.tenant.name} ${number}` },
        customers: desk.customers.filter((person) => person.key === 'client'),
      },
    }
    await platform.within(systemOf(site.tenant), {}, ({ db }) => addRecords(db, site.desk, site, founded))
    sites.push(site)
  }
  return sites
}
