// Finding tickets: what lists filter and search by, and how many there are.
import { choicesOf, hintsOf, type ListInput, type Out, type Page, type Parsed } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { list, type ListOptions } from '#kernel/server/list.ts'
import { countAll } from '#kernel/server/views/count.ts'
import type { ExportedBy } from '#kernel/server/imports/exportable.ts'
import { viewed } from '#kernel/server/views/viewed.ts'
import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely'
import { Ticket, tickets } from '../contract.ts'
import type { ticketGroups } from '../contract/groups.ts'
import type { TicketContext, TicketRow } from './tables.ts'

// Written into the statement, so that the planner knows the partial indexes to apply.
const OPEN = sql<SqlBool>`status in ('new', 'in_progress', 'waiting')`
const OPEN_STATUSES = 'in_progress new waiting'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const listing: Omit<ListOptions, 'permission'> = {
  omit: ['description'],
  filters: {
    erp_modules: (values) => {
      const ids = values.filter((value) => UUID.test(value))
      return ids.length === 0
        ? sql`false`
        : sql`id in (select ticket from ticket_erp_modules where erp_module in (${sql.join(ids)}))`
    },
    escalation_level: (values) => {
      const levels = values.filter((value) => /^[1-9]$/.test(value))
      // Written into the statement, so that the planner knows the partial index to apply.
      return levels.length === 0 ? sql`false` : sql`escalation_level in (${sql.raw(levels.join(', '))})`
    },
    type: (values) => sql`type in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`,
    tags: (values) =>
      sql`id in (select ticket from ticket_tags where tag in (${sql.join(values.map((tag) => tag.toLowerCase()))}))`,
    // Written into the statement as well.
    snoozed: (values) => (values.map(String).includes('true') ? sql`snoozed` : sql`not snoozed`),
    status: (values) =>
      [...new Set(values)].sort().join(' ') === OPEN_STATUSES
        ? OPEN
        : expressionBuilder<{ tickets: { status: string } }, 'tickets'>()('status', 'in', values),
  },
}

/** Tickets that the actor may see; `q` is understood as by the search over everything. */
export async function listed(context: TicketContext, input: ListInput<TicketRow>): Promise<Page<TicketRow>> {
  const { db, actor } = context
  return list(db, actor, Ticket, input, { permission: 'tickets.read', ...(await listingOf(context, input)) })
}

/** The same for files: how far a permission to export reaches, and with the long texts. */
export async function exported(
  context: TicketContext,
  input: ListInput<TicketRow>,
  how: ExportedBy,
): Promise<Page<TicketRow>> {
  const { db, actor } = context
  return list(db, actor, Ticket, input, { ...(await listingOf(context, input)), ...how })
}

async function listingOf(context: TicketContext, { q }: { q?: string }): Promise<typeof listing> {
  const found = q ? await context.platform.search.within(context, Ticket, q) : undefined
  return found ? { ...listing, search: () => found } : listing
}

/** People keep views of tickets. */
export const viewedTickets = viewed(tickets.list, listingOf)

/** How many tickets wait for whom, within what the actor may see: one scan of an index without closed tickets. */
export async function counts({ db, actor }: TicketContext): Promise<Out<typeof tickets.counts>> {
  const count = (which: Expression<SqlBool>) => sql<number>`count(*) filter (where ${which})`
  return db
    .selectFrom('tickets')
    .where('deleted_at', 'is', null)
    .where(sql<SqlBool>`status <> 'closed'`)
    .where(predicate(reach(actor, Ticket, 'tickets.read'), actor))
    .select([
      count(OPEN).as('open'),
      count(sql`${OPEN} and assignee is null`).as('unassigned'),
      count(sql`${OPEN} and assignee = ${actor.user_id}`).as('mine'),
      count(sql`status = 'new'`).as('new'),
      count(sql`status = 'waiting'`).as('waiting'),
      count(sql`status = 'resolved'`).as('resolved'),
    ])
    .executeTakeFirstOrThrow()
}

/** How many tickets stand in each group of a list: counted like the figures of views, and no further. */
export async function groups(
  context: TicketContext,
  { group_by: field, ...filters }: Parsed<typeof ticketGroups.list>,
): Promise<Out<typeof ticketGroups.list>> {
  const schema = Ticket.fields[field]!
  const { groups: names = {} } = hintsOf(schema)
  const asked = filters[field] === undefined ? null : [filters[field]].flat().flatMap((one) => names[one] ?? [one])
  const values = choicesOf(schema).filter((value) => asked?.includes(value) ?? true)
  const sets = values.map((value) => ({ ...filters, [field]: value }))
  const { counts } = await countAll(context, viewedTickets, sets)
  return { items: values.map((value, index) => ({ value, count: counts[index]!.count, more: counts[index]!.more })) }
}
