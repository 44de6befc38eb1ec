// The hour of a waiting reply has come: it becomes a message, or is stopped and its author told why.
import { Problem } from '#kernel/contract/index.ts'
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { freeWorker } from '#kernel/server/jobs.ts'
import { users } from '#modules/platform/identity/contract.ts'
import type { Beside } from '../../contract/composing/beside.ts'
import { comment } from '../conversation/comments.ts'
import { foundOrNull } from '../references.ts'
import { sendingFields, ticketFields, type SendingRow, type TicketContext, type TicketRow } from '../tables.ts'
import { secondsUntil, sendKind, settle } from './send.ts'

export const sendingJobs = [freeWorker(sendKind, leave, { retries: 20, atOnce: 4 })]

/**
 * The message, its mail and the end of the waiting are one commit: whatever dies when, it is sent once. What our rules
 * refuse (somebody wrote meanwhile, the ticket cannot move there any more) leaves no trace but the reason.
 */
export async function leave(platform: Platform, tenantId: string, { sending }: { sending: string }): Promise<void> {
  const within = (work: (context: TicketContext) => Promise<unknown>) =>
    platform.within(systemOf(tenantId), { cause: sendKind.queue, channel: 'web' }, work)
  try {
    await within((context) => sendNow(context, sending))
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500 || error.code === 'busy') throw error
    await within((context) => stop(context, sending, error.code))
  }
}

async function sendNow(context: TicketContext, id: string): Promise<void> {
  const due = await waiting(context, id)
  if (!due) return
  const { ticket, row } = due
  const early = secondsUntil(row.send_at, context.now)
  // Put off meanwhile: that hour has a job of its own.
  if (early > 1) return
  if (early > 0) return context.enqueue(sendKind, { sending: id }, { after: early })
  const author = await foundOrNull(() => context.call(users.get, { id: row.author }))
  if (!author?.is_active) throw new Problem('author_left', 409)
  const actor = personOf(context.platform.access.roles, context.actor.tenant_id, author)
  const { text, attachments, mentions, cc, status, beside, seen } = row
  const written = await context.as(actor, (self: TicketContext) =>
    comment(self, {
      id: ticket.id,
      text,
      internal: false,
      attachments,
      mentions,
      seen,
      ...(cc && { cc }),
      ...(status && { status }),
      ...(beside && { beside: stillAhead(beside, context.now) }),
    }),
  )
  await settle(context, { ticket, row }, { state: 'sent', comment: written.id })
}

/** Without a putting off whose moment has come while the reply waited. */
function stillAhead({ snooze, ...rest }: Beside, now: string): Beside {
  const isAhead = snooze && (snooze.until === null || Date.parse(snooze.until) > Date.parse(now))
  return isAhead ? { snooze, ...rest } : rest
}

async function stop(context: TicketContext, id: string, code: string): Promise<void> {
  const due = await waiting(context, id)
  if (due) await settle(context, due, { state: 'stopped', reason: code.replaceAll('.', '_') })
}

/** A reply that still waits, with its ticket: both locked, the ticket first, as everything that happens to a ticket. */
async function waiting({ db }: TicketContext, id: string): Promise<{ ticket: TicketRow; row: SendingRow } | null> {
  const of = await db.selectFrom('ticket_sendings').select('ticket').where('id', '=', id).executeTakeFirst()
  if (!of) return null
  const ticket = await db
    .selectFrom('tickets')
    .select(ticketFields)
    .where('id', '=', of.ticket)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const row = await db
    .selectFrom('ticket_sendings')
    .select(sendingFields)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ? { ticket, row } : null
}
