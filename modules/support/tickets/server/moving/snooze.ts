// A ticket is put off, and comes back: at its moment, when the customer writes, by hand, or because it is done.
import type { Parsed } from '#kernel/contract/index.ts'
import { worker } from '#kernel/server/jobs.ts'
import type { Context } from '#kernel/server/context.ts'
import { implement } from '#kernel/server/module.ts'
import { snoozing } from '../../contract/moving/snooze.ts'
import { edit, tellChanges } from '../edit.ts'
import { tables, type TagTable, ticketFields, type TicketContext, type TicketRow } from '../tables.ts'
import { AWAKE, putOff, secondsUntil, wakeKind } from './awake.ts'

/** Asked as often as may be, it brings a ticket back once, and only at the moment that stands in the ticket. */
export async function wakeDue(
  context: TicketContext,
  { ticket, by }: { ticket: string; by: string | null },
): Promise<void> {
  const { db, now } = context
  const before = await db
    .selectFrom('tickets')
    .select(ticketFields)
    .where('id', '=', ticket)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!before?.snoozed || before.snoozed_until === null) return
  const early = secondsUntil(before.snoozed_until, now)
  // Put off again meanwhile: that moment has a job of its own.
  if (early > 1) return
  if (early > 0) return context.enqueue(wakeKind, { ticket, by }, { after: early })
  const after = await db
    .updateTable('tickets')
    .set(AWAKE)
    .where('id', '=', ticket)
    .returning(ticketFields)
    .executeTakeFirstOrThrow()
  tellChanges(context, before, after, by)
}

const snooze = (context: TicketContext, { id, until }: Parsed<typeof snoozing.snooze>): Promise<TicketRow> =>
  edit(context, id, 'tickets.update', (ticket) => putOff(context, ticket, until))

const wake = (context: TicketContext, { id }: { id: string }): Promise<TicketRow> =>
  edit(context, id, 'tickets.update', () => AWAKE)

export const snoozingActions = implement(snoozing, { tables, extra: {} as TagTable }, { snooze, wake })
export const snoozingJobs = [worker(wakeKind, (context: Context, job) => wakeDue(context as TicketContext, job), 20)]
