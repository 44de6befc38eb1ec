// Any number of tickets and people for load: the demo's two desks grown large, or many desks of their kind.
import { availableParallelism } from 'node:os'
import type { Platform } from '#kernel/server/context.ts'
import type { Report } from './seed.ts'
import { addPeople } from './volume/add-people.ts'
import { addTickets } from './volume/add-tickets.ts'
import { settle } from './volume/copy-batches.ts'
import { demoSites, manySites } from './volume/sites.ts'

/**
 * How much there shall be in all, spread evenly over the organisations; `tenants` undefined means the demo's two, `largest`
 * of the tickets are the first one's.
 */
export type Volume = { tickets: number; users: number; tenants?: number; largest?: number }

export type VolumeOptions = {
  running: { platform: Platform }
  /** The address at which `running` has its database: COPY needs connections of its own. */
  url: string
  /** Runs a step and shows how far it is. */
  step: <T>(title: string, work: (report: Report) => Promise<T>) => Promise<T>
  /** Ends the work after the batches at hand. */
  signal?: AbortSignal
}

const MOST_LANES = 4

/**
 * Fills the organisations up to `volume`. What is there counts, so that an interrupted run goes on where it ended. Answers
 * how many tickets there are. They come with their replies but without events: a timeline begins with the next change.
 */
export async function seedVolume(
  { tickets, users, tenants, largest }: Volume,
  { running: { platform }, url, step, signal = new AbortController().signal }: VolumeOptions,
): Promise<number> {
  const sites = await step('Preparing the organisations', (report) =>
    tenants === undefined ? demoSites(platform, report) : manySites(platform, tenants, report, signal),
  )
  await step('Adding people', (report) => addPeople(platform, sites, Math.ceil(users / sites.length), report, signal))
  const lanes = Math.min(MOST_LANES, Math.max(2, availableParallelism() - 1))
  const total = await step('Adding tickets', (report) =>
    addTickets({ platform, url, sites, lanes, largest }, tickets, report, signal),
  )
  if (!signal.aborted) await step('Bringing the statistics up to date', () => settle(url))
  return total
}
