// Finding deals: what lists filter and search by.
import type { ListInput, Out, Page } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { list, type ListOptions } from '#kernel/server/list.ts'
import type { ExportedBy } from '#kernel/server/imports/exportable.ts'
import { viewed } from '#kernel/server/views/viewed.ts'
import { sql } from 'kysely'
import { Deal, type DealRow, deals } from '../contract.ts'
import type { DealContext } from './tables.ts'

const listing: Omit<ListOptions, 'permission'> = {
  omit: ['notes', 'lines'],
  filters: {
    tags: (values) =>
      sql`id in (select deal from deal_tags where tag in (${sql.join(values.map((tag) => tag.toLowerCase()))}))`,
  },
}

/** Deals that the actor may see; `q` is understood as by the search over everything. */
export async function listed(context: DealContext, input: ListInput<DealRow>): Promise<Page<DealRow>> {
  const { db, actor } = context
  return list(db, actor, Deal, input, { permission: 'deals.read', ...(await listingOf(context, input)) })
}

/** The same for files: how far a permission to export reaches, and with the long texts. */
export async function exported(
  context: DealContext,
  input: ListInput<DealRow>,
  how: ExportedBy,
): Promise<Page<DealRow>> {
  const { db, actor } = context
  return list(db, actor, Deal, input, { ...(await listingOf(context, input)), ...how })
}

/** How the list's own filters are asked; `q` as by the search over everything. */
export async function listingOf(context: DealContext, { q }: { q?: string }): Promise<typeof listing> {
  const found = q ? await context.platform.search.within(context, Deal, q) : undefined
  return found ? { ...listing, search: () => found } : listing
}

/** People keep views of deals. */
export const viewedDeals = viewed(deals.list, listingOf)

export async function cards({ db, actor }: DealContext, { ids }: { ids: string[] }): Promise<Out<typeof deals.cards>> {
  const items = await db
    .selectFrom('deals')
    .select(['id', 'title', 'state'])
    .where('id', 'in', ids)
    .where(predicate(reach(actor, Deal, 'deals.read'), actor))
    .execute()
  return { items: items as Out<typeof deals.cards>['items'] }
}
