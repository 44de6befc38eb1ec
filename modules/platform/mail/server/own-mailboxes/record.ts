// The mailbox of a person as whoever reads it or sends through it needs it.
import type { Row } from '#kernel/contract/index.ts'
import { sealOf } from '#kernel/server/seal/seal.ts'
import { sql } from 'kysely'
import type { OwnMailbox } from '../../contract.ts'
import { type MailContext, ownMailboxFields } from '../tables.ts'

export type OwnMailboxRow = Row<typeof OwnMailbox>

const place = (mailbox: string) => `own mailbox:${mailbox}`

export async function keepOwnPassword({ db, platform }: MailContext, mailbox: string, password: string): Promise<void> {
  const sealed = sealOf(platform).close(password, place(mailbox))
  await db
    .insertInto('own_mailbox_secrets')
    .values({ mailbox, sealed })
    .onConflict((met) => met.columns(['tenant_id', 'mailbox']).doUpdateSet({ sealed }))
    .execute()
}

/** Ends it for good: the row stays for the mails that left through it, the password does not. */
export async function forget({ db, now }: MailContext, id: string): Promise<void> {
  await db.updateTable('own_mailboxes').set({ deleted_at: now, is_active: false }).where('id', '=', id).execute()
  await db.deleteFrom('own_mailbox_secrets').where('mailbox', '=', id).execute()
}

/**
 * The mailbox with its password, for the platform itself; null when it is gone, its person has left, or it is switched off and
 * not asked for all the same.
 */
export async function ownMailboxOf(
  { db, platform }: MailContext,
  by: { id: string } | { owner: string },
  evenOff: boolean = false,
): Promise<{ box: OwnMailboxRow; password: string } | null> {
  const isHere = sql<boolean>`exists (
    select from users u where u.id = own_mailboxes.owner and u.is_active and u.deleted_at is null)`
  const rows = db.selectFrom('own_mailboxes').select(ownMailboxFields).where('deleted_at', 'is', null).where(isHere)
  const box = await ('id' in by ? rows.where('id', '=', by.id) : rows.where('owner', '=', by.owner)).executeTakeFirst()
  if (!box || !(box.is_active || evenOff)) return null
  const secret = await db
    .selectFrom('own_mailbox_secrets')
    .select('sealed')
    .where('mailbox', '=', box.id)
    .executeTakeFirst()
  return { box, password: secret ? sealOf(platform).open(secret.sealed, place(box.id)) : '' }
}
