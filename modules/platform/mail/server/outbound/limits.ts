// How many mails that no person wrote one address gets: two machines must not talk for ever, and no rule may flood a person.
import type { Draft } from '#kernel/contract/index.ts'
import { sql } from 'kysely'
import { MailSettings } from '../../contract/settings.ts'
import type { MailContext } from '../tables.ts'

/** Why a mail does not leave: a key below `mail_cause.`. */
export type Held = 'limit_receipts' | 'limit_subject' | 'limit_ticket' | 'limit_all' | 'undeliverable'

/** Most mails within so many minutes: leaky buckets, the small ones against bursts and the large ones against drizzle. */
type Buckets = readonly (readonly [most: number, minutes: number])[]
/** The organisation chooses the smallest bucket; the others are so many times as large. */
const times = (first: number, ...larger: readonly (readonly [times: number, minutes: number])[]): Buckets =>
  larger.map(([many, minutes]) => [Math.floor(first * many), minutes])

function bucketsOf(chosen: Chosen) {
  return {
    receipts: times(chosen.receipts_an_hour, [1, 60], [2, 180], [4, LONGEST]),
    // A second receipt under the same subject tells nothing new: it is how two machines talk.
    sameSubject: chosen.same_subject_minutes === 0 ? [] : ([[1, chosen.same_subject_minutes]] satisfies Buckets),
    ofTicket: times(chosen.of_ticket_in_ten_minutes, [1, 10], [1.5, 30], [2.5, 60], [5, 180], [10, 600]),
    ofAll: times(chosen.of_all_in_ten_minutes, [1, 10], [2, 30], [4, 60], [8, 180], [12, 600]),
  }
}
type Chosen = Draft<typeof MailSettings>
const LONGEST = 1_440

export type Automatic = { address: string; thread: string | null; html: string | null; subject: string }

/** Why an automatic mail to this address has to stay here; null when it may leave. What stayed here fills no bucket. */
export async function heldBack(
  { db, now, actor, platform }: MailContext,
  { address, thread, html, subject }: Automatic,
): Promise<Held | null> {
  const gone = await db
    .selectFrom('undeliverable_addresses')
    .select('address')
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst()
  if (gone) return 'undeliverable'
  const buckets = bucketsOf(platform.components.settings(actor.tenant_id, MailSettings))
  const most = Math.max(...Object.values(buckets).flatMap((all) => all.map(([held]) => held)))
  const { rows } = await sql<{ minutes: number; receipt: boolean; same: boolean; repeated: boolean }>`
    select extract(epoch from ${now}::timestamptz - created_at) / 60 as minutes, html is null as receipt,
      coalesce(thread = ${thread}::uuid, false) as same,
      html is null and thread is not null and subject = ${subject} as repeated
    from outbound_mails
    where recipient = ${address} and automatic and deleted_at is null
      and created_at > ${now}::timestamptz - make_interval(mins => ${sql.lit(LONGEST)})
      and coalesce(recipients -> 0 ->> 'cause', '') not in ('limit_receipts', 'limit_subject', 'limit_ticket', 'limit_all', 'undeliverable')
    order by created_at desc limit ${sql.lit(most)}`.execute(db)
  const full = (all: Buckets, counted: readonly { minutes: number }[]) =>
    all.some(([most, within]) => counted.filter(({ minutes }) => Number(minutes) < within).length >= most)
  const receipts = rows.filter(({ receipt }) => receipt)
  if (html === null && full(buckets.receipts, receipts)) return 'limit_receipts'
  if (
    html === null &&
    thread !== null &&
    full(
      buckets.sameSubject,
      rows.filter(({ repeated }) => repeated),
    )
  )
    return 'limit_subject'
  if (
    thread !== null &&
    full(
      buckets.ofTicket,
      rows.filter(({ same }) => same),
    )
  )
    return 'limit_ticket'
  return full(buckets.ofAll, rows) ? 'limit_all' : null
}
