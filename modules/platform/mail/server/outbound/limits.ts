// How many mails that no person wrote one address gets: two machines must not talk for ever, and no rule may flood a person.
import { sql } from 'kysely'
import type { MailContext } from '../tables.ts'

/** Why a mail does not leave: a key below `mail_cause.`. */
export type Held = 'limit_receipts' | 'limit_subject' | 'limit_ticket' | 'limit_all' | 'undeliverable'

/** Most mails within so many minutes: leaky buckets, the small ones against bursts and the large ones against drizzle. */
type Buckets = readonly (readonly [most: number, minutes: number])[]
const RECEIPTS: Buckets = [
  [5, 60],
  [10, 180],
  [20, 1_440],
]
const OF_ONE_TICKET: Buckets = [
  [10, 10],
  [15, 30],
  [25, 60],
  [50, 180],
  [100, 600],
]
const OF_ALL: Buckets = [
  [30, 10],
  [60, 30],
  [120, 60],
  [240, 180],
  [360, 600],
]
/** A second receipt under the same subject within so many minutes tells nothing new: it is how two machines talk. */
const SAME_SUBJECT_MINUTES = 180
const LONGEST = Math.max(...[RECEIPTS, OF_ONE_TICKET, OF_ALL].flat().map(([, minutes]) => minutes))

export type Automatic = { address: string; thread: string | null; html: string | null; subject: string }

/** Why an automatic mail to this address has to stay here; null when it may leave. What stayed here fills no bucket. */
export async function heldBack(
  { db, now }: MailContext,
  { address, thread, html, subject }: Automatic,
): Promise<Held | null> {
  const gone = await db
    .selectFrom('undeliverable_addresses')
    .select('address')
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst()
  if (gone) return 'undeliverable'
  const { rows } = await sql<{ minutes: number; receipt: boolean; same: boolean; repeated: boolean }>`
    select extract(epoch from ${now}::timestamptz - created_at) / 60 as minutes, html is null as receipt,
      coalesce(thread = ${thread}::uuid, false) as same,
      html is null and thread is not null and subject = ${subject} as repeated
    from outbound_mails
    where recipient = ${address} and automatic and deleted_at is null
      and created_at > ${now}::timestamptz - make_interval(mins => ${sql.lit(LONGEST)})
      and coalesce(recipients -> 0 ->> 'cause', '') not in ('limit_receipts', 'limit_subject', 'limit_ticket', 'limit_all', 'undeliverable')
    order by created_at desc limit ${sql.lit(400)}`.execute(db)
  const full = (buckets: Buckets, counted: readonly { minutes: number }[]) =>
    buckets.some(([most, within]) => counted.filter(({ minutes }) => Number(minutes) < within).length >= most)
  const receipts = rows.filter(({ receipt }) => receipt)
  if (html === null && full(RECEIPTS, receipts)) return 'limit_receipts'
  if (
    html === null &&
    thread !== null &&
    full(
      [[1, SAME_SUBJECT_MINUTES]],
      rows.filter(({ repeated }) => repeated),
    )
  )
    return 'limit_subject'
  if (
    thread !== null &&
    full(
      OF_ONE_TICKET,
      rows.filter(({ same }) => same),
    )
  )
    return 'limit_ticket'
  return full(OF_ALL, rows) ? 'limit_all' : null
}
