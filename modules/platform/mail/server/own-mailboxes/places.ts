// How far the folders of somebody's mailbox have been looked through.
import { sql } from 'kysely'
import type { MailContext } from '../tables.ts'
import type { Direction } from './heads.ts'

export type Folder = { mailbox: string; direction: Direction; folder: string; uidvalidity: bigint }
export type Place = { last_uid: string; since: string | null }

/** Looked through once more after the folder numbered its mails anew: what may have come while nobody looked. */
const OVERLAP_MS = 2 * 86_400_000

/**
 * The place, made when the folder is opened for the first time: behind all that lies there, which was there before anybody
 * connected it. Letters that come a second time are told by their Message-ID.
 */
export async function placeIn(
  { db }: MailContext,
  { mailbox, direction, folder, uidvalidity }: Folder,
  { next, lastLooked }: { next: number; lastLooked: string | null },
): Promise<Place> {
  const found = await db
    .selectFrom('own_mailbox_places')
    .select(['folder', 'uidvalidity', 'last_uid', 'since'])
    .where('mailbox', '=', mailbox)
    .where('direction', '=', direction)
    .executeTakeFirst()
  const isSame = found !== undefined && found.folder === folder
  if (isSame && BigInt(found.uidvalidity) === uidvalidity) return found
  const fresh =
    isSame && lastLooked !== null
      ? { last_uid: '0', since: new Date(Date.parse(lastLooked) - OVERLAP_MS).toISOString() }
      : { last_uid: String(next - 1), since: null }
  const row = { folder, uidvalidity: String(uidvalidity), ...fresh }
  await db
    .insertInto('own_mailbox_places')
    .values({ mailbox, direction, ...row })
    .onConflict((met) => met.columns(['tenant_id', 'mailbox', 'direction']).doUpdateSet(row))
    .execute()
  return fresh
}

/** Moves the place; false when another process was there before. */
export async function moveTo(
  { db }: MailContext,
  { mailbox, direction, uidvalidity }: Folder,
  uid: number,
): Promise<boolean> {
  const moved = await db
    .updateTable('own_mailbox_places')
    .set({ last_uid: String(uid) })
    .where('mailbox', '=', mailbox)
    .where('direction', '=', direction)
    .where('uidvalidity', '=', String(uidvalidity))
    .where('last_uid', '<', String(uid))
    .returning('last_uid')
    .executeTakeFirst()
  return moved !== undefined
}

/** The folder has been looked through to its end, `next` being the number of the next mail. */
export async function endOverlap({ db }: MailContext, { mailbox, direction }: Folder, next: number): Promise<void> {
  await db
    .updateTable('own_mailbox_places')
    .set({ since: null, last_uid: sql<string>`greatest(last_uid, ${String(next - 1)}::bigint)` })
    .where('mailbox', '=', mailbox)
    .where('direction', '=', direction)
    .execute()
}
