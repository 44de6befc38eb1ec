// A resolved ticket closes by itself when nobody has written for some days: a week where nothing else is set up.
import type { Context, Platform } from '#kernel/server/context.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { every, jobKind, worker } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { TicketSettings } from '../contract/settings.ts'
import { ticketFields, type TicketContext } from './tables.ts'
import { moved, tellChanges } from './edit.ts'

const BATCH = 100

const closeQuiet = jobKind<object>('tickets.close_quiet')

/** Closes one batch of a tenant's quiet tickets; a full batch asks for the next one. */
export async function closeBatch(context: TicketContext, batch = BATCH): Promise<number> {
  const { db, now, actor, platform } = context
  const { close_after_days } = platform.components.settings(actor.tenant_id, TicketSettings)
  const due = await db
    .selectFrom('tickets')
    .select(ticketFields)
    .where('deleted_at', 'is', null)
    .where(sql<boolean>`status = 'resolved'`)
    .where(
      sql<boolean>`greatest(resolved_at, last_reply_at) < ${now}::timestamptz - make_interval(days => ${close_after_days}::int)`,
    )
    .limit(sql.lit(batch))
    // A ticket that somebody is answering right now is not quiet.
    .forUpdate()
    .skipLocked()
    .execute()
  for (const ticket of due) {
    const changes = moved(context, ticket, 'closed')
    const after = await db
      .updateTable('tickets')
      .set(changes)
      .where('id', '=', ticket.id)
      .returning(ticketFields)
      .executeTakeFirstOrThrow()
    tellChanges(context, ticket, after)
  }
  if (due.length === batch) await context.enqueue(closeQuiet, {})
  return due.length
}

/** Asks every tenant's own job to look, so that one tenant's trouble stays its own. */
async function askTenants(platform: Platform): Promise<void> {
  const tenants = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('is_active', '=', true).where('deleted_at', 'is', null).execute(),
  )) as { id: string }[]
  for (const { id } of tenants) await platform.within(systemOf(id), {}, ({ enqueue }) => enqueue(closeQuiet, {}))
}

export const closingJobs = [
  every('7,27,47 * * * *', 'tickets.find_quiet', askTenants),
  worker(closeQuiet, async (context: Context) => void (await closeBatch(context))),
]
