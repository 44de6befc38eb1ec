// Mails whose way stopped: a job that gave up, an event nobody heard yet. Whatever takes them up again does it once.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { every, jobKind, worker } from '#kernel/server/jobs.ts'
import { sql } from 'kysely'
import { intakeRound, readMailJob } from './intake/read.ts'
import { deliverJob } from './outbound/send.ts'
import type { MailContext } from './tables.ts'

const BATCH = 200
/** Longer than any way that goes by itself: retries of jobs, the lease of a mail that is being sent. */
const PATIENCE = sql`now() - interval '20 minutes'`

const takeUp = jobKind<object>('mail.take_up')

/** Starts the stopped mails of a tenant again. */
export async function takeUpUnfinished(context: MailContext): Promise<void> {
  const { db, enqueue, platform, actor } = context
  const unread = await db
    .selectFrom('inbound_mails')
    .select('state')
    .distinct()
    .where('state', 'in', ['received', 'parsed'])
    .where(sql<boolean>`updated_at < ${PATIENCE}`)
    .execute()
  // What waits was committed long ago: nothing of this transaction is needed for it.
  if (unread.some(({ state }) => state === 'received')) await platform.askRound(intakeRound, [actor.tenant_id])
  if (unread.some(({ state }) => state === 'parsed')) await readAnew(context)

  const unsent = await db
    .selectFrom('outbound_mails')
    .select('id')
    .where('state', 'in', ['queued', 'sending'])
    .where(sql<boolean>`greatest(updated_at, next_attempt_at) < ${PATIENCE}`)
    .limit(sql.lit(BATCH))
    .execute()
  for (const { id } of unsent) await enqueue(deliverJob, { mail: id })
}

/** What an older version had read and handed over, before this one takes mails in whole. */
async function readAnew({ db, enqueue }: MailContext): Promise<void> {
  const rows = await db
    .selectFrom('inbound_mails')
    .select('id')
    .where('state', '=', 'parsed')
    .limit(sql.lit(BATCH))
    .execute()
  for (const { id } of rows) await enqueue(readMailJob, { mail: id })
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
