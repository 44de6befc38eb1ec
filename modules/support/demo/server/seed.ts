// Fills an empty database with the demo's desks, or adds what is missing in them.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Db } from '#kernel/server/database/index.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import type { Running } from '#kernel/server/platform.ts'
import { DEMO_DESKS, type DemoDesk, loadDemoDesk } from './content/demo-desk.ts'
import { playTicket } from './content/playback.ts'
import { addUsers, deskIds, deskRecords, type Place, tenantId } from './seeding/desk-records.ts'
import { demoFields } from './seeding/demo-fields.ts'
import { insertRows, takeNumbers } from './seeding/insert-rows.ts'
import { ticketHistory } from './seeding/ticket-history.ts'

type Seeded = Pick<Running, 'platform'>
/** Tells how far seeding is: `done` of `total`, or a word. */
export type Report = (done: number | string, total?: number) => void

const demoTenants = new Map(DEMO_DESKS.map((key) => [tenantId(key), key]))

/** Whether nobody uses this database yet: it has no tenants, or only a part of the demo because its seeding was interrupted. */
export async function isEmpty({ platform }: Seeded): Promise<boolean> {
  const tenants = await platform.database.platform('read', (db) => db.selectFrom('tenants').select('id').execute())
  return tenants.length < demoTenants.size && tenants.every(({ id }) => demoTenants.has(id as string))
}

/**
 * Seeds both desks, each in one transaction. What is there stays as it is, so that seeding again adds nothing.
 * Throws a StartError when another organisation has the slug of a desk. `now` is the moment from which the past is counted.
 */
export async function seedDemo(
  running: Seeded,
  report: Report = () => {},
  now: Temporal.Instant = Temporal.Now.instant(),
): Promise<void> {
  const seeded = now.round('second')
  for (const key of DEMO_DESKS) {
    const desk = loadDemoDesk(key)
    report(desk.tenant.name)
    await refuseTaken(running, key)
    await running.platform.within(systemOf(tenantId(key)), {}, async ({ db }) => {
      const place = { slug: key, domain: desk.tenant.domain }
      await addRecords(db, desk, place, seeded.toString())
      await insertRows(db, 'custom_fields', key === 'acme' ? demoFields(seeded.toString()) : [])
      await addTickets(db, desk, place, seeded)
    })
  }
}

async function refuseTaken({ platform }: Seeded, slug: string): Promise<void> {
  const taken = await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('slug', '=', slug).executeTakeFirst(),
  )
  if (taken && taken['id'] !== tenantId(slug))
    throw new StartError(
      `There is an organisation "${slug}" that the demo did not make: seed the demo into another database, or give that organisation another slug.`,
    )
}

/** The organisation, its mailbox, teams, people and categories, where they are missing. */
export async function addRecords(db: Db, desk: DemoDesk, place: Place, seeded: string): Promise<void> {
  const { tenant, mailbox, departments, teams, people, categories, erpModules } = deskRecords(desk, place, seeded)
  await insertRows(db, 'tenants', [tenant])
  await insertRows(db, 'mail_addresses', [mailbox])
  await addUsers(db, people)
  await insertRows(db, 'departments', departments)
  await insertRows(db, 'teams', teams)
  await insertRows(db, 'categories', categories)
  await insertRows(db, 'erp_modules', erpModules)
}

/** The tickets that are not there yet, numbered in the order in which they were opened. */
async function addTickets(db: Db, desk: DemoDesk, place: Place, seeded: Temporal.Instant): Promise<void> {
  const ids = deskIds(place, desk)
  const there = new Set((await db.selectFrom('tickets').select('id').execute()).map(({ id }) => id as string))
  const missing = desk.tickets
    .filter(({ key }) => !there.has(ids.ticket(key)))
    .map((told) => ({ told, played: playTicket(told, seeded, desk.tenant.zone) }))
    .sort((a, b) => Date.parse(a.played.opened_at) - Date.parse(b.played.opened_at))
  if (missing.length === 0) return
  const first = await takeNumbers(db, 'ticket', missing.length)
  const histories = missing.map(({ told, played }, index) => ticketHistory(told, played, ids, first + index))
  await insertRows(
    db,
    'tickets',
    histories.map(({ ticket }) => ticket),
  )
  await insertRows(
    db,
    'ticket_comments',
    histories.flatMap(({ comments }) => comments),
  )
  await insertRows(
    db,
    'event_log',
    histories.flatMap(({ events }) => events),
  )
}
