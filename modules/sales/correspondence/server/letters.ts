// Letters as people read them: through the record that they belong to.
import { notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { may, reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { files } from '#modules/platform/files/contract.ts'
import { mail, USE_OWN_MAILBOX } from '#modules/platform/mail/contract.ts'
import type { timelineBeside } from '#modules/platform/timeline/contract.ts'
import { Client, clients, contacts } from '#modules/sales/clients/contract.ts'
import { Deal } from '#modules/sales/deals/contract.ts'
import { sql } from 'kysely'
import { Letter, LETTER_LINE, type LetterRow, letters } from '../contract.ts'
import { asSystem, foundOrNull, subjectOf, subjectOfLetter, type Subject } from './subject.ts'
import { letterFields, type LetterContext } from './tables.ts'

const MOST = 200

const ofSubject = ({ db }: LetterContext, { client, deal }: Subject) => {
  const rows = db.selectFrom('letters').where('deleted_at', 'is', null)
  return deal ? rows.where('deal', '=', deal.id) : rows.where('client', '=', client).where('deal', 'is', null)
}

export async function about(
  context: LetterContext,
  { entity, record }: Parsed<typeof letters.about>,
): Promise<Out<typeof letters.about>> {
  const subject = await subjectOf(context, entity, record)
  const deals = subject.deal === null ? await seenDeals(context, subject.client) : []
  const rows =
    deals.length === 0
      ? ofSubject(context, subject)
      : context.db
          .selectFrom('letters')
          .where('deleted_at', 'is', null)
          .where('client', '=', subject.client)
          .where((eb) => eb.or([eb('deal', 'is', null), eb('deal', 'in', deals)]))
  const items = await rows
    .select(LETTER_LINE)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(MOST))
    .execute()
  return { items }
}

/** The deals of a client that have letters and that the caller may see: those are told with the client. */
async function seenDeals({ db, actor }: LetterContext, client: string): Promise<string[]> {
  if (!may(actor, DEALS)) return []
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(Deal.table)} where client = ${client} and deleted_at is null
      and exists (select from letters l where l.deal = ${sql.table(Deal.table)}.id and l.deleted_at is null)
      and ${predicate(reach(actor, Deal, DEALS), actor)}
    order by created_at desc limit ${sql.lit(MOST)}`.execute(db)
  return rows.map(({ id }) => id)
}
const DEALS = 'deals.read'

/** The letters of a client's deals stand in the client's timeline too, for whoever may see those deals. */
export async function mailBeside(
  context: LetterContext,
  { entity, record }: Parsed<typeof timelineBeside.mail>,
): Promise<Out<typeof timelineBeside.mail>> {
  if (entity !== Client.name || !may(context.actor, letters.about.can)) return null
  return { entity: Deal.name, records: await seenDeals(context, record) }
}

export async function get(context: LetterContext, { id }: { id: string }): Promise<LetterRow> {
  const row = await context.db
    .selectFrom('letters')
    .select(letterFields)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row || !(await foundOrNull(() => subjectOfLetter(context, row)))) throw notFound(Letter.name)
  return row
}

/** The letter of this record that is answered. */
export async function answered(context: LetterContext, id: string, subject: Subject): Promise<LetterRow | null> {
  const row = await ofSubject(context, subject).select(letterFields).where('id', '=', id).executeTakeFirst()
  return row ?? null
}

export async function place(
  context: LetterContext,
  { thread }: { thread: string },
): Promise<Out<typeof letters.place>> {
  const row = await context.db
    .selectFrom('letters')
    .select(['client', 'deal'])
    .where('thread', '=', thread)
    .orderBy('created_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  const subject = row ? await foundOrNull(() => subjectOfLetter(context, row)) : null
  if (!subject) throw notFound(Letter.name)
  return { entity: subject.entity, record: subject.id }
}

/** Addresses of a client are its reader's to see: from the deal of a client out of sight nobody is offered. */
export async function addressees(
  context: LetterContext,
  { entity, record }: Parsed<typeof letters.addressees>,
): Promise<Out<typeof letters.addressees>> {
  const { client: id, deal } = await subjectOf(context, entity, record)
  const subject = deal?.title ?? ''
  const { actor, call } = context
  const own = await ownAddress(context)
  const client = may(actor, clients.get.can) ? await foundOrNull(() => call(clients.get, { id })) : null
  if (!client) return { items: [], subject, own }
  const { items: people } = await call(contacts.list, { id })
  const known = [
    ...people.filter((one) => one.id === deal?.contact),
    client,
    ...people.filter((one) => one.id !== deal?.contact),
  ]
  const byAddress = new Map<string, { name: string; address: string }>()
  for (const { name, email } of known)
    if (email !== null && !byAddress.has(email)) byAddress.set(email, { name, address: email })
  return { items: [...byAddress.values()], subject, own }
}

async function ownAddress(context: LetterContext): Promise<string | null> {
  const { actor } = context
  if (!may(actor, USE_OWN_MAILBOX)) return null
  const own = await asSystem(context, ({ call }) => call(mail.ownMailbox, { owner: actor.user_id }))
  return own?.address ?? null
}

export async function file(context: LetterContext, asked: Parsed<typeof letters.file>): Promise<unknown> {
  const letter = await get(context, asked)
  if (!letter.files.some((one) => one.file === asked.file)) throw notFound('file')
  // The file belongs to whoever uploaded it; the letter is what gives the right to read it.
  return asSystem(context, ({ call }) => call(files.content, { id: asked.file }))
}
