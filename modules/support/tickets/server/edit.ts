// Changing a ticket: fields, status, executor, tags.
import { conflict, forbidden, type Parsed, tagsAfter } from '#kernel/contract/index.ts'
import { demand, reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import {
  mayMove,
  momentsAfter,
  Ticket,
  ticketChanged,
  ticketRemoved,
  ticketRestored,
  type Status,
  type tickets,
} from '../contract.ts'
import { settle } from './categorising/settle.ts'
import { ticketSnoozed, ticketWoken } from '../contract/moving/snooze.ts'
import { AWAKE, isOver, wakeAt } from './moving/awake.ts'
import { departmentOf, refuseUnknown } from './references.ts'
import { isStaff } from './staff.ts'
import { ticketFields, type TicketContext, type TicketRow } from './tables.ts'
import { changesBetween, lineOf, newIn } from './ticket-line.ts'

type Wanted = Partial<TicketRow>
type Decide = (before: TicketRow) => Wanted | Promise<Wanted>

/** Changes fields; a status among them goes by the rules of moving, an executor by the right to assign. */
export const update = (context: TicketContext, { id, ...wanted }: { id: string } & Wanted): Promise<TicketRow> =>
  edit(context, id, 'tickets.update', () => wanted)

export const move = (context: TicketContext, { id, status }: Parsed<typeof tickets.move>): Promise<TicketRow> =>
  edit(context, id, 'tickets.update', () => ({ status }))

/** A customer says of their own ticket that it is solved; a colleague does not say it for them. */
export const close = (context: TicketContext, { id }: { id: string }): Promise<TicketRow> =>
  edit(context, id, 'tickets.comment', ({ status, requester }) => {
    if (!isStaff(context.actor) && requester !== context.actor.user_id) throw forbidden('tickets.update')
    return status === 'closed' ? {} : { status: 'resolved' }
  })

export const reopen = (context: TicketContext, { id }: { id: string }): Promise<TicketRow> =>
  edit(context, id, 'tickets.comment', ({ status }) =>
    status === 'resolved' || status === 'closed' ? { status: 'in_progress' } : {},
  )

export function assign(context: TicketContext, asked: Parsed<typeof tickets.assign>): Promise<TicketRow> {
  const { id, assignee, team } = asked
  return edit(context, id, 'tickets.assign', () => ({
    ...(assignee === undefined ? {} : { assignee: assignee === 'me' ? context.actor.user_id : assignee }),
    ...(team === undefined ? {} : { team }),
  }))
}

export const tag = (context: TicketContext, { id, tags, mode }: Parsed<typeof tickets.tag>): Promise<TicketRow> =>
  edit(context, id, 'tickets.update', (before) => ({ tags: tagsAfter(before.tags, tags, mode) }))

/** Puts a ticket away; its data stays until retention takes it. */
export async function remove(context: TicketContext, { id }: { id: string }): Promise<null> {
  const { before } = await changeBy(
    context,
    Ticket,
    id,
    'tickets.delete',
    () => ({ deleted_at: context.now }) as Wanted,
  )
  context.emit(ticketRemoved, { ticket: lineOf(before) })
  return null
}

/** Brings a ticket back that was put away. What was released with it is not gone for a long time yet, and is kept. */
export async function restore(context: TicketContext, { id }: { id: string }): Promise<TicketRow> {
  const { db, actor, emit } = context
  const ticket = await db
    .updateTable('tickets')
    .set({ deleted_at: null })
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .where(predicate(reach(actor, Ticket, 'tickets.delete'), actor))
    .returning(ticketFields)
    .executeTakeFirst()
  if (!ticket) {
    await find(context, Ticket, id, 'tickets.delete')
    throw conflict('ticket.not_removed')
  }
  emit(ticketRestored, { ticket: lineOf(ticket) })
  if (ticket.snoozed_until !== null) await wakeAt(context, ticket.id, ticket.snoozed_until)
  return ticket
}

/** Changes a locked ticket by what it is, and tells what changed; where nothing changes, nothing happens. */
export async function edit(context: TicketContext, id: string, permission: string, decide: Decide): Promise<TicketRow> {
  const { before, after } = await changeBy(context, Ticket, id, permission, async (ticket) =>
    decided(context, ticket, await decide(ticket)),
  )
  tellChanges(context, before, after)
  return after
}

/** What of the wanted values is new, by the rules of each field, with what follows from it. */
export async function decided(context: TicketContext, ticket: TicketRow, wanted: Wanted): Promise<Wanted> {
  const changes = newIn(ticket, wanted)
  if (changes.assignee !== undefined || changes.team !== undefined) demand(context.actor, 'tickets.assign')
  await refuseUnknown(context, changes)
  if (changes.category !== undefined) await settle(context, ticket.id, changes.category)
  if (changes.team) changes.department = await departmentOf(context, changes.team)
  return changes.status ? { ...changes, ...moved(context, ticket, changes.status) } : changes
}

/** The fields that a status takes with it; throws 409 when it may not follow. */
export function moved({ actor, now }: TicketContext, ticket: TicketRow, to: Status): Wanted {
  const { status: from } = ticket
  if (from === to) return {}
  if (!mayMove(from, to, isStaff(actor))) throw conflict('ticket.cannot_move', { from, to })
  return { status: to, ...momentsAfter(to, ticket, now), ...(ticket.snoozed && isOver(to) ? AWAKE : {}) }
}

/** `wokenFor`: who had put off a ticket that its moment brought back. */
export function tellChanges(
  { emit }: TicketContext,
  before: TicketRow,
  after: TicketRow,
  wokenFor: string | null = null,
): void {
  const ticket = lineOf(after)
  const changes = changesBetween(before, after)
  if (Object.keys(changes).length > 0) emit(ticketChanged, { ticket, changes })
  if (before.snoozed === after.snoozed && before.snoozed_until === after.snoozed_until) return
  const off = {
    snoozed: [before.snoozed, after.snoozed] as [unknown, unknown],
    snoozed_until: [before.snoozed_until, after.snoozed_until] as [unknown, unknown],
  }
  if (after.snoozed) emit(ticketSnoozed, { ticket, changes: off })
  else emit(ticketWoken, { ticket, changes: off, by: wokenFor })
}
