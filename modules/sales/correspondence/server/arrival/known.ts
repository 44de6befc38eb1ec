// A mail that came before by another way: through the intake, or through somebody's mailbox.
import { sql } from 'kysely'
import type { LetterContext } from '../tables.ts'

/**
 * The conversation of the letter that this mail is already; null when it is new. Holds back others with the same Message-ID
 * until this transaction ends. The sender is asked for as well: broken programs give all their mails one Message-ID.
 */
export async function knownAs(
  { db, actor }: LetterContext,
  { message_id, from }: { message_id: string | null; from: string },
): Promise<string | null> {
  if (message_id === null) return null
  const key = `letter ${actor.tenant_id} ${message_id}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db)
  const found = await db
    .selectFrom('letters')
    .select('thread')
    .where('message_id', '=', message_id)
    .where(sql<boolean>`lower(from_address) = ${from.trim().toLowerCase()}`)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return found?.thread ?? null
}
