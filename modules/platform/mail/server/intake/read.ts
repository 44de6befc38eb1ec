// The jobs that read kept mails, in a worker thread within limits, and take them in: as many as wait, or one by its id.
import { Problem } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { inHalves } from '#kernel/server/batches/in-halves.ts'
import type { Platform } from '#kernel/server/context.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import { on } from '#kernel/server/module.ts'
import { componentSwitched } from '#modules/platform/components/contract.ts'
import { sql } from 'kysely'
import { parser } from '../reading/pool.ts'
import { mailDesk, recordDesk } from '../../contract.ts'
import type { MailContext } from '../tables.ts'
import { DESK_OFF } from './desks.ts'
import { ended } from './fate.ts'
import { keepRead, type ReadMail, UNSETTLED } from './keep.ts'

/** Looks after all mails of a tenant that wait to be read. */
export const intakeRound = jobKind<object>('mail.intake')
/** Reads one mail, whatever waits before it: one that a person restored, or that broke before. */
export const readMailJob = jobKind<{ mail: string }>('mail.read')

/** Mails of one batch: enough that a transaction costs each of them little, few enough that it is short. */
const MOST_MAILS = 25
const MOST_BYTES = 30 * 1024 * 1024

type Raw = { id: string; raw: Buffer | null }

/** While all that take mails are off they stay as they came; `deskSwitched` goes on with them. */
const isTaken = ({ components }: Platform, tenantId: string) =>
  components.offers(tenantId, mailDesk.take) || components.offers(tenantId, recordDesk.take)

/** What waited for a component that is on again; what takes no mails is told as well and finds nothing. */
export const deskSwitched = on(
  componentSwitched,
  'mail.desk_switched',
  async ({ platform, actor, db, enqueue }, { is_on }) => {
    if (!is_on) return
    // This process may have heard of the switch later than the log was read.
    await platform.components.refresh()
    const { rows } = await sql<{ id: string }>`
    update inbound_mails set state = 'received', reason = null
    where state = 'suspended' and reason = ${DESK_OFF} and deleted_at is null returning id`.execute(db)
    for (const { id } of rows) await enqueue(readMailJob, { mail: id })
    // What waits as it came was committed long ago: nothing of this transaction is needed for it.
    await platform.askRound(intakeRound, [actor.tenant_id])
  },
)

/** Takes in the oldest waiting mails of a tenant, as many as make a batch; answers whether more wait. */
export async function takeInWaiting(platform: Platform, tenantId: string): Promise<boolean> {
  if (!isTaken(platform, tenantId)) return false
  const waiting = await platform.database.tenant(tenantId, 'read', async (db) => {
    const { rows } = await sql<Raw>`
      select m.id, case when m.before <= ${MOST_BYTES} and m.nth <= ${MOST_MAILS} then c.raw end as raw
      from (
        select id, row_number() over oldest as nth, coalesce(sum(size) over oldest - size, 0) as before
        from (
          select id, size, created_at from inbound_mails where state = 'received' and deleted_at is null
          order by created_at, id limit ${sql.lit(MOST_MAILS + 1)}
        ) front window oldest as (order by created_at, id rows unbounded preceding)
      ) m join inbound_contents c on c.mail = m.id
      order by m.nth`.execute(db)
    return rows
  })
  const isLater = ({ raw }: Raw) => raw === null
  await takeIn(platform, tenantId, waiting.filter((one) => !isLater(one)) as Held[], async (id) => {
    // Tried again by itself, so that it holds up nobody.
    await platform.within(systemOf(tenantId), {}, ({ enqueue }) => enqueue(readMailJob, { mail: id }, { after: 1 }))
  })
  return waiting.some(isLater)
}

/** Takes in one mail. Does nothing when that was done before: a job may come twice. */
export async function takeInOne(platform: Platform, tenantId: string, { mail: id }: { mail: string }): Promise<void> {
  if (!isTaken(platform, tenantId)) return
  const found = await platform.database.tenant(tenantId, 'read', async (db) => {
    const { rows } = await sql<Held>`
      select m.id, c.raw from inbound_mails m join inbound_contents c on c.mail = m.id
      where m.id = ${id} and ${UNSETTLED} and m.deleted_at is null`.execute(db)
    return rows
  })
  await takeIn(platform, tenantId, found, async (_id, error) => {
    throw error
  })
}

type Held = { id: string; raw: Buffer }

/**
 * Takes in some mails in one transaction; where one of them breaks it, in smaller ones. What our own rules refuse waits for a
 * person; what breaks is marked, and `broken` is told.
 */
async function takeIn(
  platform: Platform,
  tenantId: string,
  held: readonly Held[],
  broken: (id: string, error: unknown) => Promise<void>,
): Promise<void> {
  const within = (work: (context: MailContext) => Promise<void>) =>
    platform.within(systemOf(tenantId), { channel: 'email', cause: intakeRound.queue }, work)
  const read = await Promise.all(
    held.map(async ({ id, raw }): Promise<ReadMail> => ({ id, result: await parser.parse(raw) })),
  )
  await inHalves(
    read,
    (some) => within((context) => keepRead(context, some)),
    async (one, first) => {
      const error = isMeanwhile(first) ? await failureOf(within((context) => keepRead(context, [one]))) : first
      if (error === null) return
      if (error instanceof Problem && error.status < 500) {
        const refused = ended('suspended', 'refused', { detail: error.code })
        await within((context) => keepRead(context, [one], refused))
        return
      }
      await within((context) => keepRead(context, [one], ended('failed', 'internal')))
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error)
      platform.log.error({ error: said, mail: one.id }, 'mail that cannot be taken')
      await broken(one.id, error)
    },
  )
}

/** What somebody else wrote at the same moment is there now: the sender's account, made by a colleague. */
const isMeanwhile = (error: unknown): boolean =>
  (error as { code?: unknown }).code === '23505' || (error instanceof Problem && error.status === 409)

const failureOf = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )
