// Finding tickets: what lists filter and search by, and how many there are.
import type { Out } from '#kernel/contract/index.ts'
import { may, reach, type Actor } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import type { ListOptions } from '#kernel/server/list.ts'
import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely'
import { READ_NOTES, Ticket, type tickets } from '../contract.ts'
import type { TicketContext } from './tables.ts'

// Written into the statement, so that the planner knows the partial indexes to apply.
const OPEN = sql<SqlBool>`status in ('new', 'in_progress', 'waiting')`
const OPEN_STATUSES = 'in_progress new waiting'

/**
 * `#123` finds the ticket of that number. Anything else finds tickets in which every word occurs, in one of its forms
 * or as a beginning, in the ticket itself or in one comment that the actor may read; a number is a word as well.
 */
export function search(q: string, actor: Actor): Expression<SqlBool> {
  const number = /^(?:#|№)\s*(\d{1,15})$/.exec(q.trim())?.[1]
  if (number) return sql`number = ${number}::bigint`
  const query = /^\d+$/.test(q.trim()) ? sql`plainto_tsquery('simple', ${q})` : sql`search_query(${q})`
  const readable = may(actor, READ_NOTES) ? sql`true` : sql`not internal`
  return sql`id in (select id from tickets where search @@ ${query}
    union all select ticket from ticket_comments where search @@ ${query} and deleted_at is null and ${readable})`
}

export const listing: Omit<ListOptions, 'permission'> = {
  omit: ['description'],
  search,
  filters: {
    tags: (values) =>
      sql`id in (select ticket from ticket_tags where tag in (${sql.join(values.map((tag) => tag.toLowerCase()))}))`,
    status: (values) =>
      [...new Set(values)].sort().join(' ') === OPEN_STATUSES
        ? OPEN
        : expressionBuilder<{ tickets: { status: string } }, 'tickets'>()('status', 'in', values),
  },
}

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
