import { setImmediate as breathe } from 'node:timers/promises'
import type { Platform } from '#kernel/server/context.ts'
import type { VolumeLanguage } from '../content/volume/volume-ticket.ts'
import type { Report } from '../seed.ts'
import { deskIds } from '../seeding/desk-records.ts'
import { type Batch, batchOf, type Intake, openIntake } from './copy-batches.ts'
import { deskCalendar } from './desk-calendar.ts'
import type { Site } from './sites.ts'
import { type VolumeDesk, type VolumeRows, volumeRows } from './volume-rows.ts'

// A second or two: a longer transaction would hold back the events of a running platform.
const BATCH = 2_000
// Rows that are made at a stretch while another batch is being written.
const STRETCH = 100

/** `largest`: how many of the tickets the first site gets; the others share the rest. Without it all get as many. */
export type Filling = {
  platform: Platform
  url: string
  sites: readonly Site[]
  lanes: number
  largest?: number | undefined
}

/**
 * Fills the sites up to `wanted` tickets in all, several sites at once, each batch in a transaction of its own. What is
 * there counts. When `signal` aborts, the batches at hand are finished. Answers how many tickets there are now.
 */
export async function addTickets(
  { platform, url, sites, lanes, largest }: Filling,
  wanted: number,
  report: Report,
  signal: AbortSignal,
): Promise<number> {
  const now = Date.now()
  const momentOf = deskCalendar(now)
  const work = await Promise.all(
    sites.map(async (site, index) => {
      const share = shareOf(index, sites.length, wanted, largest)
      return { site, there: await countTickets(platform, site.tenant), share }
    }),
  )
  let total = work.reduce((sum, { there }) => sum + there, 0)
  report(total, wanted)
  const failure = new AbortController()
  const halted = () => signal.aborted || failure.signal.aborted

  async function fill({ site, there, share }: (typeof work)[number], intake: Intake): Promise<void> {
    if (there >= share || halted()) return
    const desk = await volumeDesk(platform, site)
    const make = (n: number) => volumeRows(desk, n, momentOf((n + jitter(n)) / share), now)
    let writing: Promise<void> = Promise.resolve()
    try {
      for (let from = there; from < share && !halted(); from += BATCH) {
        const batch = await makeBatch(from, Math.min(share, from + BATCH), make)
        await writing
        writing = intake.write(site.tenant, batch).then(() => report((total += batch.size), wanted))
        writing.catch(() => {}) // Awaited before the next batch; a failure until then must not end the process.
      }
    } finally {
      await writing
    }
  }

  async function lane(): Promise<void> {
    const intake = await openIntake(url)
    try {
      for (let next = work.shift(); next; next = work.shift()) await fill(next, intake)
    } catch (error) {
      failure.abort()
      throw error
    } finally {
      await intake.close()
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, sites.length) }, lane))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return total
}

function shareOf(index: number, sites: number, wanted: number, largest?: number): number {
  if (largest === undefined) return Math.floor(wanted / sites) + (index < wanted % sites ? 1 : 0)
  return index === 0 ? largest : shareOf(index - 1, sites - 1, wanted - largest)
}

async function makeBatch(from: number, to: number, make: (n: number) => VolumeRows): Promise<Batch> {
  const rows: VolumeRows[] = []
  for (let n = from; n < to; n++) {
    rows.push(make(n))
    if (rows.length % STRETCH === 0) await breathe()
  }
  return batchOf(rows)
}

/** Half of the way to the next ticket at most, so that they do not come like clockwork. */
const jitter = (n: number) => ((n * 0.618_033_988_75) % 1) / 2

async function countTickets({ database }: Platform, tenant: string): Promise<number> {
  const { count } = (await database.tenant(tenant, 'read', (db) =>
    db
      .selectFrom('tickets')
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow(),
  )) as { count: number }
  return count
}

async function volumeDesk({ database }: Platform, { content, desk, slug, tenant }: Site): Promise<VolumeDesk> {
  const people = (await database.tenant(tenant, 'read', (db) =>
    db
      .selectFrom('users')
      .select(['id', 'role', 'language', 'teams'])
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .execute(),
  )) as { id: string; role: string; language: string; teams: string[] }[]
  const clients = people.filter(({ role }) => role === 'client')
  const speaking = (language: VolumeLanguage) => {
    const found = clients.filter((person) => person.language === language)
    return (found.length > 0 ? found : clients).map(({ id }) => id)
  }
  return {
    content,
    customers: { ru: speaking('ru'), en: speaking('en'), uz: speaking('uz') },
    agents: people.filter(({ role }) => role === 'agent').map(({ id, teams }) => ({ id, team: teams[0] ?? null })),
    category: deskIds({ slug }, desk).category,
    tags: desk.tags,
  }
}
