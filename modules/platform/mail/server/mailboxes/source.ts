// A mailbox of the organisation as what watches it is given it.
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import { mailboxChanged } from '../../contract.ts'
import { json, mailboxFields, type MailContext } from '../tables.ts'
import { mailboxOf, type MailboxRow } from './record.ts'
import { openFolder, takeNew } from './taking.ts'
import type { Noted, Source } from './watch.ts'

export function organisationMailbox(platform: Platform, { id, tenant_id }: { id: string; tenant_id: string }): Source {
  const failures = new Map<number, number>()
  return {
    id,
    async read() {
      const found = await mailboxOf(platform, tenant_id, id)
      if (!found) return null
      const { box, password } = found
      return {
        account: { ...box, password },
        async open(client) {
          const { uidvalidity } = await openFolder(client, box.folder)
          return (halt) => takeNew(platform, { client, box, uidvalidity }, failures, halt)
        },
        note: (how) => note(platform, box, how),
      }
    },
  }
}

async function note(platform: Platform, { id, tenant_id }: MailboxRow, how: Noted): Promise<void> {
  await platform.within(systemOf(tenant_id), { cause: 'mail.mailbox' }, async ({ db, now, emit }: MailContext) => {
    const changes =
      'taken' in how
        ? { state: 'connected' as const, last_fetched_at: now, fetched: sql<number>`fetched + ${how.taken}::bigint` }
        : {
            state: 'failing' as const,
            trouble: how.trouble.code,
            trouble_params: json(how.trouble.params),
            trouble_said: how.trouble.said,
            trouble_at: now,
          }
    const row = await db
      .updateTable('mailboxes')
      .set(changes)
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning(mailboxFields)
      .executeTakeFirst()
    if (row) emit(mailboxChanged, { mailbox: row })
  })
}
