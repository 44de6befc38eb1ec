// One deal of the demo that somebody has worked at for weeks: what it sells, what was said and written, what is to be done.
import { randomUUID } from 'node:crypto'
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Running } from '#kernel/server/platform.ts'
import { tasks } from '#modules/platform/tasks/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import { deals, pipelines, pipelineStages, quotes } from '#modules/sales/deals/contract.ts'
import { sql } from 'kysely'
import { type Whose, writeLetter } from '../seed-letters.ts'

const SLUG = 'acme'
const ZONE = 'Asia/Tashkent'
const DAY_MS = 86_400_000
const SUBJECT = 'Связь для нового офиса'
const LINES = [
  { name: 'Интернет для офиса, 300 Мбит/с, год', quantity: 1, price: 2_880_000_000, discount: 10, tax: 12 },
  { name: 'Номер телефонии с безлимитом по стране, год', quantity: 12, price: 84_000_000, discount: 0, tax: 12 },
  { name: 'IP-телефон', quantity: 12, price: 95_000_000, discount: 5, tax: 12 },
  { name: 'Прокладка кабеля и настройка', quantity: 1, price: 450_000_000, discount: 0, tax: 12 },
]
const NOTES =
  'Переезд в новый офис 15-го числа, связь нужна за неделю до него. Решает директор, счёт согласует бухгалтерия.'
const ASKED =
  'Добрый день! На новом адресе двенадцать рабочих мест. Нужны интернет от 300 Мбит/с, номера и телефоны. Пришлите, пожалуйста, предложение с монтажом.'
const OFFERED =
  'Добрый день! Предложение во вложении: интернет со скидкой 10 %, двенадцать номеров, телефоны и монтаж. Подключим за пять рабочих дней.'
const ANSWERED = 'Спасибо, цена устраивает. Можно ли разбить оплату монтажа на две части?'

/** Needs the clients, the deals and the letters of the demo. Answers how many deals were made; seeding again adds none. */
export async function seedStory({ platform }: Pick<Running, 'platform'>): Promise<number> {
  const tenant = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('slug', '=', SLUG).executeTakeFirst(),
  )) as { id: string } | undefined
  if (!tenant) return 0
  return platform.within(systemOf(tenant.id), {}, async (context) => {
    const there = await context.call(deals.list, { q: SUBJECT, limit: 1 })
    const { items } = await context.call(clients.list, { limit: 100, sort: 'created_at' })
    const client = items.findLast(({ kind, email, owner }) => kind === 'organisation' && email && owner)
    if (there.items.length > 0 || !client) return 0
    const seller = (await context.db
      .selectFrom('users')
      .select(['id', 'role', 'teams', 'language'])
      .where('id', '=', client.owner)
      .executeTakeFirstOrThrow()) as { id: string; role: string; teams: string[]; language: string }
    const story = { client: client as Whose & { source: string | null }, thread: randomUUID() }
    await context.as(personOf(platform.access.roles, tenant.id, seller), (own) => tell(context, own, story))
    return 1
  })
}

type Story = { client: Whose & { source: string | null }; thread: string }

/** In the order in which it happened: its timeline reads so. */
async function tell(context: Context, { call, now, db }: Context, { client, thread }: Story): Promise<void> {
  const inDays = (days: number) => new Date(Date.parse(now) + days * DAY_MS).toISOString()
  const [pipeline] = (await call(pipelines.list, {})).items
  const stages = (await call(pipelineStages.list, { pipeline: pipeline!.id, sort: 'position' })).items
  const [, qualified, offer] = stages.filter(({ kind }) => kind === 'open')
  const [contact] = (await call(contacts.list, { id: client.id })).items
  const { id } = await call(deals.create, {
    title: SUBJECT,
    client: client.id,
    contact: contact?.id ?? null,
    currency: 'UZS',
    owner: client.owner,
    source: client.source,
    tags: ['b2b', 'переезд'],
    notes: NOTES,
    expected_close: inDays(12).slice(0, 10),
    lines: LINES,
  })
  await entered(db, id, 24)
  const of = { entity: 'deal', record: id }
  const letter = (direction: 'in' | 'out', subject: string, text: string) =>
    writeLetter(context, client, { direction, subject, text, thread, deal: id })
  await letter('in', SUBJECT, ASKED)
  await call(timeline.write, {
    ...of,
    kind: 'call',
    text: 'Обсудили план офиса: стойка у входа, кабель по потолку. Замер в среду.',
    call: { direction: 'out', outcome: 'reached', minutes: 14 },
  })
  await call(deals.move, { id, stage: qualified!.id })
  await entered(db, id, 17)
  await call(timeline.write, { ...of, kind: 'note', text: 'Были на замере: до стойки 60 метров, канал свободен.' })
  const done = await call(tasks.create, {
    ...of,
    title: 'Согласовать смету монтажа',
    assignee: client.owner,
    due_on: inDays(-3).slice(0, 10),
    zone: ZONE,
  })
  await call(tasks.update, { id: done.id, state: 'done' })
  await call(deals.move, { id, stage: offer!.id })
  await entered(db, id, 6)
  await call(quotes.create, { id, language: 'ru', valid_until: inDays(20).slice(0, 10) })
  await letter('out', `Re: ${SUBJECT}`, OFFERED)
  await letter('in', `Re: ${SUBJECT}`, ANSWERED)
  const further = { ...of, assignee: client.owner, zone: ZONE }
  await call(tasks.create, { ...further, title: 'Ответить про рассрочку', due_on: inDays(1).slice(0, 10) })
  await call(tasks.create, { ...further, title: 'Подготовить договор', due_at: `${inDays(4).slice(0, 10)}T05:00:00Z` })
}

/** It came into its stage so many days ago; a demo of which everything happened today would show no time in any. */
async function entered(db: Context['db'], deal: string, days: number): Promise<void> {
  const then = sql`now() - make_interval(days => ${days})`
  await sql`update deal_stays set until = ${then} where deal = ${deal} and until > ${then}`.execute(db)
  await sql`update deal_stays set since = ${then} where deal = ${deal} and until is null`.execute(db)
  await sql`update deals set stage_since = ${then} where id = ${deal}`.execute(db)
}
