// Finding clients: what lists filter and search by.
import type { ListInput, Out, Page } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Ask } from '#kernel/server/asks/ask.ts'
import { list, type ListOptions } from '#kernel/server/list.ts'
import type { ExportedBy } from '#kernel/server/imports/exportable.ts'
import { viewed } from '#kernel/server/views/viewed.ts'
import { sql } from 'kysely'
import { Client, type ClientRow, clients } from '../contract.ts'
import { segmentAsk, segmentAskOrNobody } from './segments/asks.ts'
import type { ClientContext } from './tables.ts'

const listing: Omit<ListOptions, 'permission'> = {
  omit: ['notes'],
  filters: {
    tags: (values) =>
      sql`id in (select client from client_tags where tag in (${sql.join(values.map((tag) => tag.toLowerCase()))}))`,
  },
}

/** Clients that the actor may see; `q` is understood as by the search over everything. */
export async function listed(context: ClientContext, input: ListInput<ClientRow>): Promise<Page<ClientRow>> {
  const { db, actor } = context
  return list(db, actor, Client, input, {
    permission: 'clients.read',
    ...(await listingOf(context, input, segmentAsk)),
  })
}

/** The same for files: how far a permission to export reaches, and with the long texts. */
export async function exported(
  context: ClientContext,
  input: ListInput<ClientRow>,
  how: ExportedBy,
): Promise<Page<ClientRow>> {
  const { db, actor } = context
  return list(db, actor, Client, input, { ...(await listingOf(context, input, segmentAsk)), ...how })
}

type Narrowed = { q?: string; segment?: string }
type Within = (context: Context, segment: string) => Promise<Ask>

async function listingOf(context: ClientContext, { q, segment }: Narrowed, within: Within): Promise<typeof listing> {
  const found = q ? await context.platform.search.within(context, Client, q) : undefined
  const also = segment ? [await within(context, segment)] : undefined
  return { ...listing, ...(found ? { search: () => found } : {}), ...(also ? { also } : {}) }
}

/** People keep views of clients. */
export const viewedClients = viewed(clients.list, (context, filters) => listingOf(context, filters, segmentAskOrNobody))

export async function cards(
  { db, actor }: ClientContext,
  { ids }: { ids: string[] },
): Promise<Out<typeof clients.cards>> {
  const items = await db
    .selectFrom('clients')
    .select(['id', 'name', 'kind'])
    .where('id', 'in', ids)
    .where(predicate(reach(actor, Client, 'clients.read'), actor))
    .execute()
  return { items }
}
