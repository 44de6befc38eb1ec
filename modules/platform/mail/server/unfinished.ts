// Mails whose way stopped: a job that gave up, an event nobody heard yet. Whatever takes them up again does it once.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { every, jobKind, worker } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { inboundChanged, mailReceived } from '../contract.ts'
import { purposeOf } from './addresses/routing.ts'
import { readMailJob } from './inbound/store.ts'
import { deliverJob } from './outbound/send.ts'
import { inboundFields, type MailContext } from './tables.ts'

const BATCH = 200
/** Longer than any way that goes by itself: retries of jobs, the lease of a mail that is being sent. */
const PATIENCE = sql`now() - interval '20 minutes'`
const GIVE_UP = sql<boolean>`created_at < now() - interval '1 day'`

const takeUp = jobKind<object>('mail.take_up')

/** Starts the stopped mails of a tenant again; those that nobody took for a day have failed. */
export async function takeUpUnfinished(context: MailContext): Promise<void> {
  const { db, enqueue, emit } = context
  const unread = await db
    .selectFrom('inbound_mails')
    .select('id')
    .where('state', '=', 'received')
    .where(sql<boolean>`updated_at < ${PATIENCE}`)
    .limit(sql.lit(BATCH))
    .execute()
  for (const { id } of unread) await enqueue(readMailJob, { mail: id })

  const lost = await db
    .updateTable('inbound_mails')
    .set({ state: 'failed', reason: 'not_taken' })
    .where('state', '=', 'parsed')
    .where(GIVE_UP)
    .returning(inboundFields)
    .execute()
  for (const mail of lost) emit(inboundChanged, { mail })

  const untold = await db
    .selectFrom('inbound_mails')
    .select(inboundFields)
    .where('state', '=', 'parsed')
    .where(sql<boolean>`updated_at < ${PATIENCE}`)
    .limit(sql.lit(BATCH))
    .execute()
  for (const mail of untold) emit(mailReceived, { mail, purpose: await purposeOf(context, mail.recipient) })

  const unsent = await db
    .selectFrom('outbound_mails')
    .select('id')
    .where('state', 'in', ['queued', 'sending'])
    .where(sql<boolean>`greatest(updated_at, next_attempt_at) < ${PATIENCE}`)
    .limit(sql.lit(BATCH))
    .execute()
  for (const { id } of unsent) await enqueue(deliverJob, { mail: id })
}

async function askTenants(platform: Platform): Promise<void> {
  const tenants = await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('deleted_at', 'is', null).execute(),
  )
  for (const { id } of tenants as { id: string }[])
    await platform.within(systemOf(id), {}, ({ enqueue }) => enqueue(takeUp, {}))
}

export const unfinishedJobs = [
  every('3,23,43 * * * *', 'mail.find_unfinished', askTenants),
  worker(takeUp, (context: Context) => takeUpUnfinished(context)),
]
