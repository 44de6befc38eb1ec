// The mailbox of a person as what watches it is given it: the same watch as for those of the organisation.
import type { ImapFlow } from 'imapflow'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import type { Noted, Source } from '../mailboxes/watch.ts'
import { openFolder } from '../mailboxes/taking.ts'
import { json, type MailContext } from '../tables.ts'
import { type OwnMailboxRow, ownMailboxOf } from './record.ts'
import { lookThrough } from './taking.ts'

export function ownMailboxSource(platform: Platform, { id, tenant_id }: { id: string; tenant_id: string }): Source {
  const failures = new Map<string, number>()
  const meta = { cause: 'mail.own_mailbox' }
  return {
    id,
    async read() {
      const found = await platform.within(systemOf(tenant_id), meta, (context) => ownMailboxOf(context, { id }))
      if (!found) return null
      const { box, password } = found
      return {
        account: { ...box, password },
        async open(client) {
          await openFolder(client, box.folder)
          const sent = await sentFolderOf(client, box)
          return async (halt) => {
            const looking = { platform, tenant_id, box, client, failures, halt }
            const left = sent === null ? 0 : await lookThrough(looking, 'out', sent)
            // Last, so that it stays open while one waits for what comes.
            return left + (await lookThrough(looking, 'in', box.folder))
          }
        },
        note: (how) => platform.within(systemOf(tenant_id), meta, (context) => note(context, id, how)),
      }
    },
  }
}

/** The folder that was named, else the one that the server marks as that of sent mails (RFC 6154); null without one. */
export async function sentFolderOf(client: ImapFlow, { sent_folder }: OwnMailboxRow): Promise<string | null> {
  if (sent_folder !== null) {
    await openFolder(client, sent_folder)
    return sent_folder
  }
  const folders = await client.list()
  return folders.find(({ specialUse }) => specialUse === '\\Sent')?.path ?? null
}

async function note({ db, now }: MailContext, id: string, how: Noted): Promise<void> {
  const changes =
    'taken' in how
      ? { state: 'connected' as const, last_fetched_at: now }
      : {
          state: 'failing' as const,
          trouble: how.trouble.code,
          trouble_params: json(how.trouble.params),
          trouble_said: how.trouble.said,
          trouble_at: now,
        }
  await db.updateTable('own_mailboxes').set(changes).where('id', '=', id).where('deleted_at', 'is', null).execute()
}
