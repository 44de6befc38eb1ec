// The people of a client. What is done to them is told of the client.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { notFound } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { sql } from 'kysely'
import { Client, clientContactChanged, type contactCards, contacts as contract } from '../contract.ts'
import { lineOf } from './client-line.ts'
import { normalised } from './identity/normalise.ts'
import { contactFields, type ClientContext, type ContactRow } from './tables.ts'

const MOST_CONTACTS = 200

export async function list(context: ClientContext, { id }: { id: string }): Promise<Out<typeof contract.list>> {
  await find(context, Client, id, 'clients.read')
  const items = await context.db
    .selectFrom('client_contacts')
    .select(contactFields)
    .where('client', '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('is_main', 'desc')
    .orderBy('id')
    .limit(sql.lit(MOST_CONTACTS))
    .execute()
  return { items }
}

export async function cards(
  { db, actor }: ClientContext,
  { ids }: { ids: string[] },
): Promise<Out<typeof contactCards.cards>> {
  const items = await db
    .selectFrom('client_contacts')
    .innerJoin('clients', 'clients.id', 'client_contacts.client')
    .select(['client_contacts.id', 'client_contacts.name', 'client_contacts.job', 'client_contacts.client'])
    .where('client_contacts.id', 'in', ids)
    .where('client_contacts.deleted_at', 'is', null)
    .where(predicate(reach(actor, Client, 'clients.read'), actor, 'clients'))
    .execute()
  return { items }
}

export async function create(
  context: ClientContext,
  { id, ...asked }: Parsed<typeof contract.create>,
): Promise<ContactRow> {
  const client = await findLocked(context, Client, id, 'clients.update')
  const draft = normalised(asked)
  if (draft.is_main) await stepDown(context, id)
  const contact = await context.db
    .insertInto('client_contacts')
    .values({ ...draft, client: id })
    .returning(contactFields)
    .executeTakeFirstOrThrow()
  context.emit(clientContactChanged, { client: lineOf(client), contact, name: contact.name })
  return contact
}

export async function update(
  context: ClientContext,
  { id, contact: which, ...asked }: Parsed<typeof contract.update>,
): Promise<ContactRow> {
  const client = await findLocked(context, Client, id, 'clients.update')
  const changes = normalised(asked)
  if (changes.is_main) await stepDown(context, id)
  const contact = await write(context, id, which, Object.keys(changes).length > 0 ? changes : { client: id })
  context.emit(clientContactChanged, { client: lineOf(client), contact, name: contact.name })
  return contact
}

export async function remove(
  context: ClientContext,
  { id, contact: which }: Parsed<typeof contract.remove>,
): Promise<null> {
  const client = await findLocked(context, Client, id, 'clients.update')
  const { name } = await write(context, id, which, { deleted_at: context.now, is_main: false })
  context.emit(clientContactChanged, { client: lineOf(client), contact: null, name })
  return null
}

async function write(
  { db }: ClientContext,
  client: string,
  id: string,
  changes: Partial<ContactRow> & { deleted_at?: string },
): Promise<ContactRow> {
  const contact = await db
    .updateTable('client_contacts')
    .set(changes)
    .where('id', '=', id)
    .where('client', '=', client)
    .where('deleted_at', 'is', null)
    .returning(contactFields)
    .executeTakeFirst()
  if (!contact) throw notFound('client_contact')
  return contact
}

/** The client is locked: of two who become the main one, the later stays it. */
async function stepDown({ db }: ClientContext, client: string): Promise<void> {
  await db
    .updateTable('client_contacts')
    .set({ is_main: false })
    .where('client', '=', client)
    .where('is_main', '=', true)
    .execute()
}
