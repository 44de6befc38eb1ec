// Tasks of the demo's sales people about their deals and clients; seeding again adds nothing.
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Running } from '#kernel/server/platform.ts'
import { tasks } from '#modules/platform/tasks/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'

const SLUG = 'acme'
const ZONE = 'Asia/Tashkent'
const TASKS = 40
const DAY_MS = 86_400_000
const WHAT = [
  'Позвонить и уточнить бюджет',
  'Отправить коммерческое предложение',
  'Согласовать дату выезда инженера',
  'Shartnoma loyihasini yuborish',
  'Подготовить счёт',
  'Qayta qoʻngʻiroq qilish',
  'Send the list of addresses to the engineers',
  'Проверить оплату',
]

/** Needs the deals of the demo. Answers how many tasks were made. */
export async function seedTasks({ platform }: Pick<Running, 'platform'>): Promise<number> {
  const tenant = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('slug', '=', SLUG).executeTakeFirst(),
  )) as { id: string } | undefined
  if (!tenant) return 0
  return platform.within(systemOf(tenant.id), {}, async ({ call, db, now, as }) => {
    const there = await call(tasks.list, { limit: 1 })
    const sold = (await call(deals.list, { limit: 100, sort: 'created_at' })).items
    if (there.items.length > 0 || sold.length === 0) return 0
    const people = (await db
      .selectFrom('users')
      .select(['id', 'role', 'teams', 'language'])
      .where('role', 'in', ['sales_manager', 'seller'])
      .where('deleted_at', 'is', null)
      .orderBy('email')
      .execute()) as { id: string; role: string; teams: string[]; language: string }[]
    for (let index = 0; index < TASKS; index++) {
      const deal = sold[(index * 3) % sold.length]!
      const person = people.find(({ id }) => id === deal.owner) ?? people[index % people.length]!
      const at = new Date(Date.parse(now) + (((index * 5) % 33) - 6) * DAY_MS)
      at.setUTCHours(4 + (index % 9), (index % 2) * 30, 0, 0)
      const due = index % 3 === 0 ? { due_on: at.toISOString().slice(0, 10) } : { due_at: at.toISOString() }
      const about = index % 4 === 3 ? ['client', deal.client] : ['deal', deal.id]
      await as(personOf(platform.access.roles, tenant.id, person), async (own) => {
        const { id } = await own.call(tasks.create, {
          title: WHAT[index % WHAT.length]!,
          assignee: person.id,
          zone: ZONE,
          ...due,
          ...(index % 5 === 0 ? { remind_minutes: 60 } : {}),
          entity: about[0]!,
          record: about[1]!,
        })
        if (index % 7 === 2) await own.call(tasks.update, { id, state: 'done' })
      })
    }
    return TASKS
  })
}
