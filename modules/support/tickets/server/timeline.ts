// What happened to a ticket, read straight from the event log.
import { malformed, type Out, type Parsed } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { fieldsOf } from '#kernel/server/custom/definitions.ts'
import { hiddenAmong, seenChanges } from '#kernel/server/custom/seen.ts'
import { sql } from 'kysely'
import {
  READ_NOTES,
  Ticket,
  ticketAttachmentChanged,
  ticketChanged,
  ticketCommented,
  ticketCreated,
  ticketTasked,
  type tickets,
} from '../contract.ts'
import type { TicketContext } from './tables.ts'

type Logged = {
  position: number
  at: string
  name: string
  actor_id: string | null
  changes: Record<string, [unknown, unknown]> | null
  comment: string | null
}

/** What customers are told of; of other modules' events they hear in other ways. */
const FOR_CUSTOMERS = [ticketCreated, ticketChanged, ticketCommented].map(({ name }) => name)

/**
 * The entries of a ticket in the order in which they happened: whoever changes a ticket holds its lock while the entry
 * gets its position.
 */
export async function timeline(
  context: TicketContext,
  { id, limit, cursor, newest, changes }: Parsed<typeof tickets.timeline>,
): Promise<Out<typeof tickets.timeline>> {
  await find(context, Ticket, id, 'tickets.read')
  const from = cursor === undefined ? null : Number(cursor)
  if (from !== null && !Number.isSafeInteger(from)) throw malformed('cursor')
  const hidden = hiddenAmong(context.actor, await fieldsOf(context.db, context.actor.tenant_id, Ticket.name))
  const beyond = from === null ? sql`true` : newest ? sql`position < ${from}` : sql`position > ${from}`
  const quiet = [ticketAttachmentChanged.name, ticketTasked.name]
  const untold = changes ? [...quiet, ticketCommented.name] : quiet
  const forCustomers = sql`name in (${sql.join(FOR_CUSTOMERS)}) and payload #>> '{comment,internal}' is distinct from 'true'`
  const { rows } = await sql<Logged>`
    select position, at, name, actor_id,
      payload -> 'changes' as changes, payload #>> '{comment,id}' as comment
    from event_log
    where about_id = ${id} and ${beyond} and name not in (${sql.join(untold)})
      and ${may(context.actor, READ_NOTES) ? sql`true` : forCustomers}
    order by event_log.position ${newest ? sql`desc` : sql`asc`}
    limit ${sql.lit(limit + 1)}`.execute(context.db)
  const items = rows.slice(0, limit).map(({ position, actor_id, changes, ...entry }) => ({
    ...entry,
    id: String(position),
    actor: actor_id,
    changes: seenChanges(changes ?? {}, hidden),
  }))
  const next = rows.length > limit ? items.at(-1)!.id : null
  return { items: newest ? items.reverse() : items, next }
}
