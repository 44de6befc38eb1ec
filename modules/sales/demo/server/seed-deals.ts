// Deals of the demo's telecom company on every stage of their way; seeding again adds nothing.
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Running } from '#kernel/server/platform.ts'
import { sql } from 'kysely'
import { clients } from '#modules/sales/clients/contract.ts'
import { deals, lossReasons, pipelines, pipelineStages } from '#modules/sales/deals/contract.ts'

const SLUG = 'acme'
const DEALS = 60
const DAY_MS = 86_400_000
const SOLD = [
  'Интернет для офиса, 100 Мбит/с',
  'Телефония на 20 номеров',
  'Резервный канал',
  'Wi-Fi для гостей',
  'Видеонаблюдение, 8 камер',
  'Ofis uchun internet, 300 Mbit/s',
  'IP-telefoniya',
  'Static addresses and a firewall',
  'Оптика до склада',
  'Kuzatuv kameralari',
]

/** Needs the clients of the demo. Answers how many deals were made. */
export async function seedDeals({ platform }: Pick<Running, 'platform'>): Promise<number> {
  const tenant = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('slug', '=', SLUG).executeTakeFirst(),
  )) as { id: string } | undefined
  if (!tenant) return 0
  return platform.within(systemOf(tenant.id), {}, async (context) => {
    const { call, db, now } = context
    const there = await call(deals.list, { limit: 1 })
    const buyers = (await call(clients.list, { limit: 100, sort: 'created_at' })).items
    if (there.items.length > 0 || buyers.length === 0) return 0
    const [pipeline] = (await call(pipelines.list, {})).items
    const stages = (await call(pipelineStages.list, { pipeline: pipeline!.id, sort: 'position' })).items
    const open = stages.filter(({ kind }) => kind === 'open')
    const reasons = (await call(lossReasons.list, { sort: 'position' })).items
    await call(pipelineStages.update, { id: open.at(-1)!.id, wip_limit: 8 })
    const people = await peopleOf(db)
    for (let index = 0; index < DEALS; index++) {
      const client = buyers[(index * 7) % buyers.length]!
      const person = people.find(({ id }) => id === client.owner)
      const actor = person ? personOf(platform.access.roles, tenant.id, person) : context.actor
      await context.as(actor, async (own) => {
        const { id } = await own.call(deals.create, {
          title: SOLD[index % SOLD.length]!,
          client: client.id,
          amount: (3 + ((index * 37) % 90)) * (index % 6 === 5 ? 10_000 : 50_000_000),
          currency: index % 6 === 5 ? 'USD' : 'UZS',
          owner: client.owner,
          expected_close: new Date(Date.parse(now) + ((index % 12) + 1) * 9 * DAY_MS).toISOString().slice(0, 10),
          stage: open[index % open.length]!.id,
        })
        if (index % 10 === 3) await own.call(deals.win, { id })
        if (index % 10 === 7) await own.call(deals.lose, { id, loss_reason: reasons[index % reasons.length]!.id })
        await backdate(db, id, (index * 5) % 27)
      })
    }
    return DEALS
  })
}

type Db = Parameters<Parameters<Running['platform']['within']>[2]>[0]['db']

const peopleOf = async (db: Db) =>
  (await db
    .selectFrom('users')
    .select(['id', 'role', 'teams', 'language'])
    .where('role', 'in', ['sales_manager', 'seller'])
    .where('deleted_at', 'is', null)
    .execute()) as { id: string; role: string; teams: string[]; language: string }[]

/** A demo of which everything happened today would show nothing as stale. */
async function backdate(db: Db, deal: string, days: number): Promise<void> {
  const by = sql`make_interval(days => ${days})`
  await sql`update deals set stage_since = stage_since - ${by}, won_at = won_at - ${by}, lost_at = lost_at - ${by} where id = ${deal}`.execute(
    db,
  )
  await sql`update deal_stays set since = since - ${by}, until = until - ${by} where deal = ${deal}`.execute(db)
}
