// A mailbox as whoever reads it needs it.
import { sealOf } from '#kernel/server/seal/seal.ts'
import type { Platform } from '#kernel/server/context.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Row } from '#kernel/contract/index.ts'
import type { Mailbox } from '../../contract.ts'
import { mailboxFields, type MailContext } from '../tables.ts'

export type MailboxRow = Row<typeof Mailbox> & { tenant_id: string }

const place = (mailbox: string) => `mailbox:${mailbox}`

export async function keepPassword({ db, platform }: MailContext, mailbox: string, password: string): Promise<void> {
  const sealed = sealOf(platform).close(password, place(mailbox))
  await db
    .insertInto('mailbox_secrets')
    .values({ mailbox, sealed })
    .onConflict((met) => met.columns(['tenant_id', 'mailbox']).doUpdateSet({ sealed }))
    .execute()
}

/** The mailbox with its password; null when it is gone. Without a password that was ever set it is ''. */
export async function mailboxOf(
  platform: Platform,
  tenantId: string,
  id: string,
): Promise<{ box: MailboxRow; password: string } | null> {
  return platform.within(systemOf(tenantId), { cause: 'mail.mailbox' }, async ({ db }: MailContext) => {
    const row = await db
      .selectFrom('mailboxes')
      .select(mailboxFields)
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!row) return null
    const secret = await db.selectFrom('mailbox_secrets').select('sealed').where('mailbox', '=', id).executeTakeFirst()
    const password = secret ? sealOf(platform).open(secret.sealed, place(id)) : ''
    return { box: { ...(row as Row<typeof Mailbox>), tenant_id: tenantId }, password }
  })
}
