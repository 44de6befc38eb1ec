// Quotes of a deal: made from what it is now, kept as files, read through the deal.
import { conflict, invalid, notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { files, fileStore } from '#modules/platform/files/contract.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import { sql } from 'kysely'
import { Deal, DealSettings, type DealRow, MOST_QUOTES, type quotes } from '../../contract.ts'
import type { DealContext } from '../tables.ts'
import { drawn } from './paper/drawing.ts'
import { sheetOf } from './sheet.ts'

type Quote = Out<typeof quotes.create>
const FIELDS = ['id', 'number', 'language', 'issued_on', 'valid_until', 'amount', 'currency', 'author', 'name'] as const

export async function list(context: DealContext, { id }: { id: string }): Promise<{ items: Quote[] }> {
  await find(context, Deal, id, 'deals.read')
  const items = await context.db
    .selectFrom('quotes')
    .select(FIELDS)
    .where('deal', '=', id)
    .orderBy('number', 'desc')
    .limit(sql.lit(MOST_QUOTES))
    .execute()
  return { items }
}

export async function create(
  context: DealContext,
  { id, language, ...asked }: Parsed<typeof quotes.create>,
): Promise<Quote> {
  const { db, actor, platform, now } = context
  const deal = await findLocked(context, Deal, id, 'deals.update')
  const { quote_valid_days, quote_terms } = platform.components.settings(actor.tenant_id, DealSettings)
  const issued_on = asked.issued_on ?? now.slice(0, 10)
  const usual = Temporal.PlainDate.from(issued_on).add({ days: quote_valid_days }).toString()
  const valid_until = asked.valid_until ?? usual
  if (valid_until < issued_on) throw invalid([{ pointer: '/valid_until', code: 'before_issue' }])
  const number = await nextNumber(context, id)
  const names = await namesOf(context, deal)
  const { title, lines, tax_included, amount, currency } = deal
  const about = { language, number, issued_on, valid_until, title, lines, tax_included, amount, currency }
  const sheet = sheetOf({ ...about, ...names, terms: quote_terms }, (key, params) =>
    platform.texts.t(language, key, params),
  )
  const bytes = await drawn(sheet)
  const name = `${sheet.heading}.pdf`
  // Who may change the deal need not be allowed to upload files of their own.
  const file = await context.as(systemOf(actor.tenant_id), async ({ call }) => {
    const stored = await call(fileStore.store, { name, bytes, purpose: 'document' })
    await call(fileStore.claim, { ids: [stored.id] })
    return stored.id
  })
  const author = actor.kind === 'person' ? actor.user_id : null
  const quote = await db
    .insertInto('quotes')
    .values({ deal: id, number, language, issued_on, valid_until, amount, currency, author, name, file })
    .returning(FIELDS)
    .executeTakeFirstOrThrow()
  await context.call(timeline.add, {
    entity: Deal.name,
    record: id,
    kind: 'file',
    text: '',
    facts: { name, path: `/api/deals/${id}/quotes/${quote.id}/content` },
  })
  return quote
}

/** One organisation's quotes are numbered one after the other. */
async function nextNumber({ db }: DealContext, deal: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('quotes' || current_setting('app.tenant_id')))`.execute(db)
  const { rows } = await sql<{ number: number; of_deal: number }>`
    select coalesce((select number from quotes order by number desc limit 1), 0) + 1 as number,
      (select count(*) from quotes where deal = ${deal}) as of_deal`.execute(db)
  const [{ number, of_deal } = { number: 1, of_deal: 0 }] = rows
  if (Number(of_deal) >= MOST_QUOTES) throw conflict('quote.too_many', { maximum: MOST_QUOTES })
  return Number(number)
}

/** Names as they stand on paper, whoever of them the author may look at. */
async function namesOf(context: DealContext, { client, contact, owner }: DealRow) {
  return context.as(systemOf(context.actor.tenant_id), async ({ call }) => {
    const organisation = await call(tenants.current, {})
    const known = await call(clients.cards, { ids: [client] })
    const people = contact ? (await call(contacts.list, { id: client })).items : []
    const staff = owner ? (await call(users.cards, { ids: [owner] })).items : []
    return {
      organisation: organisation.name,
      client: known.items[0]?.name ?? '—',
      contact: people.find(({ id }) => id === contact)?.name ?? null,
      author: staff[0]?.name ?? null,
    }
  })
}

export async function content(context: DealContext, { id, quote }: Parsed<typeof quotes.content>): Promise<unknown> {
  await find(context, Deal, id, 'deals.read')
  const found = await context.db
    .selectFrom('quotes')
    .select('file')
    .where('deal', '=', id)
    .where('id', '=', quote)
    .executeTakeFirst()
  if (!found) throw notFound('quote')
  return context.as(systemOf(context.actor.tenant_id), ({ call }) => call(files.content, { id: found.file }))
}
