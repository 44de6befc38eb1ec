// A few letters of one client of the demo, and an address of sales; seeding again adds nothing. Nothing is sent.
import { randomUUID } from 'node:crypto'
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Running } from '#kernel/server/platform.ts'
import { mailAddresses } from '#modules/platform/mail/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'

const SLUG = 'acme'
const ADDRESS = 'sales@acme.test'
const SUBJECT = 'Подключение офиса'
const LETTERS = [
  { direction: 'in', text: 'Здравствуйте! Переезжаем в новый офис, нужны двенадцать номеров. Сколько это стоит?' },
  { direction: 'out', text: 'Добрый день! Двенадцать номеров подключим за три дня. Предложение пришлю сегодня.' },
  { direction: 'in', text: 'Спасибо, ждём. Договор можно сразу на новый адрес.' },
] as const

/** Needs the clients of the demo. Answers how many letters were made. */
export async function seedLetters({ platform }: Pick<Running, 'platform'>): Promise<number> {
  const tenant = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('slug', '=', SLUG).executeTakeFirst(),
  )) as { id: string } | undefined
  if (!tenant) return 0
  return platform.within(systemOf(tenant.id), {}, async (context) => {
    const { db, call } = context
    const there = await db.selectFrom('letters').select('id').limit(1).executeTakeFirst()
    const { items } = await call(clients.list, { limit: 100, sort: 'created_at' })
    const client = items.find(({ email, owner, stage }) => email && owner && stage === 'client')
    if (there || !client) return 0
    const taken = await call(mailAddresses.list, { limit: 100 })
    if (!taken.items.some(({ address }) => address === ADDRESS))
      await call(mailAddresses.create, { address: ADDRESS, purpose: 'sales' })
    const thread = randomUUID()
    for (const one of LETTERS) {
      const subject = one.direction === 'out' ? `Re: ${SUBJECT}` : SUBJECT
      await writeLetter(context, client as Whose, { ...one, subject, thread })
    }
    return LETTERS.length
  })
}

export type Whose = { id: string; name: string; email: string; owner: string }
type Owner = { id: string; name: string; role: string; teams: string[]; language: string }
type Draft = { direction: 'in' | 'out'; text: string; subject: string; thread: string; deal?: string }

/** A letter as if it had come or gone, in the timeline of the client, or of the deal that it is about. */
export async function writeLetter(context: Context, client: Whose, draft: Draft): Promise<void> {
  const { direction, text, thread, deal = null } = draft
  const { db, platform, actor } = context
  const isOurs = direction === 'out'
  const owner = (await db
    .selectFrom('users')
    .select(['id', 'name', 'role', 'teams', 'language'])
    .where('id', '=', client.owner)
    .executeTakeFirstOrThrow()) as Owner
  const { subject } = draft
  const [theirs, ours] = [
    { name: client.name, address: client.email },
    { name: owner.name, address: ADDRESS },
  ]
  const [from, to] = isOurs ? [ours, theirs] : [theirs, ours]
  const reached = isOurs ? { state: 'accepted', cause: null, message: null } : {}
  const { id } = (await db
    .insertInto('letters')
    .values({
      client: client.id,
      deal,
      direction,
      author: isOurs ? client.owner : null,
      from_name: from.name,
      from_address: from.address,
      people: JSON.stringify([{ ...to, role: 'to', ...reached }]),
      subject,
      text,
      quoted: '',
      files: '[]',
      automatic: false,
      state: isOurs ? 'sent' : 'received',
      thread,
    })
    .returning('id')
    .executeTakeFirstOrThrow()) as { id: string }
  const facts = { letter: id, direction, subject, has_quote: false, from: from.name, to: [to.name || to.address] }
  const writer = isOurs ? personOf(platform.access.roles, actor.tenant_id, owner) : actor
  await context.as(writer, ({ call }) =>
    call(timeline.add, {
      entity: deal === null ? 'client' : 'deal',
      record: deal ?? client.id,
      kind: 'mail',
      text,
      facts,
    }),
  )
}
