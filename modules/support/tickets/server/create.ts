// Opening a ticket.
import { conflict, forbidden, matches, type Parsed } from '#kernel/contract/index.ts'
import { demand, reach } from '#kernel/server/access/actor.ts'
import { settleNew } from '#kernel/server/custom/settle.ts'
import { sql } from 'kysely'
import { beginningOf, mayMove, momentsAfter, Ticket, ticketCreated, type tickets } from '../contract.ts'
import { attach } from './conversation/attachments.ts'
import { departmentOf, refuseUnknown } from './references.ts'
import { channelOf, isStaff } from './staff.ts'
import { ticketFields, type TicketContext, type TicketRow } from './tables.ts'
import { lineOf } from './ticket-line.ts'

type Asked = Parsed<typeof tickets.create>

/** Opens a ticket for oneself or, with a wider reach, for somebody else. */
export async function create(context: TicketContext, { attachments, ...asked }: Asked): Promise<TicketRow> {
  const { db, actor, meta, now, emit } = context
  const draft = { ...asked, requester: asked.requester === 'me' ? actor.user_id : asked.requester }
  if (!matches(reach(actor, Ticket, 'tickets.create'), draft, actor)) throw forbidden('tickets.create')
  if (draft.assignee !== null || draft.team !== null) demand(actor, 'tickets.assign')
  if (draft.status !== 'new') refuseStatus(context, draft.status)
  const { requester, assignee, team, category, erp_modules } = draft
  await refuseUnknown(context, {
    ...(requester === actor.user_id ? {} : { requester }),
    assignee,
    team,
    category,
    erp_modules,
  })

  const custom = await settleNew(context, Ticket, draft)
  const ticket = await db
    .insertInto('tickets')
    .values({
      ...draft,
      custom,
      ...momentsAfter(draft.status, { resolved_at: null }, now),
      department: team === null ? null : await departmentOf(context, team),
      escalation_level: 1,
      channel: channelOf(meta),
      last_reply_at: now,
      last_reply_by: 'requester',
      preview: beginningOf(draft.description),
      comment_count: 0,
      snoozed: false,
      snoozed_until: null,
      // Last before the event: the counter's row stays locked until the commit.
      number: sql<number>`next_number('ticket')`,
    })
    .returning(ticketFields)
    .executeTakeFirstOrThrow()
  await attach(context, { ticket: ticket.id, comment: null }, attachments)
  emit(ticketCreated, { ticket: lineOf(ticket) })
  return ticket
}

/** A ticket may be written down after the work has begun, but not as one that is closed already. */
function refuseStatus({ actor }: TicketContext, status: TicketRow['status']): void {
  demand(actor, 'tickets.update')
  if (!mayMove('new', status, isStaff(actor))) throw conflict('ticket.cannot_move', { from: 'new', to: status })
}
