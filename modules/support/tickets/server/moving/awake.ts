// Putting a ticket off and bringing it before the desk's eyes again: what that means for its fields.
import { conflict, invalid } from '#kernel/contract/index.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import type { Status } from '../../contract.ts'
import { MOST_DAYS } from '../../contract/moving/snooze.ts'
import type { TicketContext, TicketRow } from '../tables.ts'

type Off = Pick<TicketRow, 'snoozed' | 'snoozed_until'>

/** No longer put off. */
export const AWAKE = { snoozed: false, snoozed_until: null } as const

/** Nothing is left to be done. */
export const isOver = (status: unknown): boolean => status === ('resolved' satisfies Status) || status === 'closed'

export const wakeKind = jobKind<{ ticket: string; by: string | null }>('tickets.wake')

export const secondsUntil = (at: string, now: string): number =>
  Math.max(0, Math.ceil((Date.parse(at) - Date.parse(now)) / 1_000))

/**
 * What puts a ticket off, and the job that brings it back; `status` is where it goes meanwhile. Throws 409 for one that is done,
 * 422 for a moment behind or too far ahead.
 */
export async function putOff(
  context: TicketContext,
  ticket: TicketRow,
  until: string | null,
  status: Status = ticket.status,
): Promise<Off> {
  if (isOver(status)) throw conflict('ticket.is_done')
  if (until === null) return { snoozed: true, snoozed_until: null }
  const ahead = Date.parse(until) - Date.parse(context.now)
  if (ahead <= 0) throw invalid([{ pointer: '/until', code: 'too_early' }])
  if (ahead > MOST_DAYS * 86_400_000) throw invalid([{ pointer: '/until', code: 'too_late' }])
  const moment = new Date(until).toISOString()
  if (ticket.snoozed && ticket.snoozed_until !== null && Date.parse(ticket.snoozed_until) === Date.parse(moment))
    return { snoozed: true, snoozed_until: ticket.snoozed_until }
  await wakeAt(context, ticket.id, moment)
  return { snoozed: true, snoozed_until: moment }
}

/** Sees to it that a ticket which is put off comes back at its moment; one that lies behind means now. */
export const wakeAt = (context: TicketContext, ticket: string, moment: string): Promise<void> =>
  context.enqueue(wakeKind, { ticket, by: context.actor.user_id }, { after: secondsUntil(moment, context.now) })
