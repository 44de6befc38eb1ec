// Taking the mails of a folder: each in the transaction that moves the place, so that whatever dies when, none is lost or doubled.
import type { ImapFlow } from 'imapflow'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import { storable } from '../inbound/storable.ts'
import { intakeRound } from '../intake/read.ts'
import { mailsTaken } from '../metrics.ts'
import type { MailContext } from '../tables.ts'
import { FolderMissing } from './connection.ts'
import type { MailboxRow } from './record.ts'

/** Mails that one pass takes at most; the next pass goes on. */
const MOST_PER_PASS = 5_000
/** Larger mails are kept by their beginning only, and wait for a person. */
const LARGEST = 25 * 1024 * 1024
const BEGINNING = 64 * 1024
const CLEAR_AFTER = 50
const MOST_FAILURES = 3

type Place = { uidvalidity: string; last_uid: string; backlog: string | null; cleared_uid: string }
type Opened = { client: ImapFlow; box: MailboxRow; uidvalidity: bigint }

/** Opens the folder; throws FolderMissing. */
export async function openFolder(client: ImapFlow, folder: string): Promise<{ uidvalidity: bigint; mails: number }> {
  try {
    const { uidValidity, exists } = await client.mailboxOpen(folder)
    return { uidvalidity: uidValidity, mails: exists }
  } catch (error) {
    if (client.usable && (error as { responseStatus?: string }).responseStatus === 'NO') throw new FolderMissing(folder)
    throw error
  }
}

/**
 * Takes what the folder has behind the place, oldest first. `failures` counts, over the sessions of one process, how often a
 * mail could not be fetched: such a mail is written down as failed after the third time and blocks nobody.
 */
export async function takeNew(
  platform: Platform,
  opened: Opened,
  failures: Map<number, number>,
  halt: AbortSignal,
): Promise<number> {
  const within = <T>(work: (context: MailContext) => Promise<T>) =>
    platform.within(systemOf(opened.box.tenant_id), { channel: 'email', address: opened.box.host }, work)
  const place = await within((context) => placeOf(context, opened))
  // For what a killed process kept and could not ask for any more.
  await platform.askRound(intakeRound, [opened.box.tenant_id])
  const uids = await candidates(opened.client, place)
  let taken = 0
  for (const [index, uid] of uids.slice(0, MOST_PER_PASS).entries()) {
    if (halt.aborted) return taken
    const mail = await fetchMail(opened.client, uid, failures)
    if (mail && (await within((context) => keep(context, opened, uid, mail)))) {
      taken += 1
      await platform.askRound(intakeRound, [opened.box.tenant_id])
      mailsTaken.add()
    }
    if ((index + 1) % CLEAR_AFTER === 0) await clear(within, opened)
  }
  await clear(within, opened)
  if (uids.length <= MOST_PER_PASS && place.backlog !== null) await within((context) => endBacklog(context, opened))
  return taken
}

/** The place, made when the folder is read for the first time or numbers its mails anew. */
async function placeOf({ db }: MailContext, { box, uidvalidity }: Opened): Promise<Place> {
  const found = (await db
    .selectFrom('mailbox_places')
    .select(['folder', 'uidvalidity', 'last_uid', 'backlog', 'cleared_uid'])
    .where('mailbox', '=', box.id)
    .forUpdate()
    .executeTakeFirst()) as (Place & { folder: string }) | undefined
  if (found && found.folder === box.folder && BigInt(found.uidvalidity) === uidvalidity) return found
  // The first time what nobody has read; after new numbers what may have come since, known ones being told by their content.
  const since = found && found.folder === box.folder ? box.last_fetched_at : null
  const fresh: Place = {
    uidvalidity: String(uidvalidity),
    last_uid: '0',
    backlog: since === null ? 'unseen' : new Date(Date.parse(since) - 2 * 86_400_000).toISOString(),
    cleared_uid: '0',
  }
  const row = { folder: box.folder, ...fresh }
  await db
    .insertInto('mailbox_places')
    .values({ mailbox: box.id, ...row })
    .onConflict((met) => met.columns(['tenant_id', 'mailbox']).doUpdateSet(row))
    .execute()
  return fresh
}

async function candidates(client: ImapFlow, { last_uid, backlog }: Place): Promise<number[]> {
  const last = Number(last_uid)
  const range = { uid: `${last + 1}:*` }
  const asked =
    backlog === null ? range : backlog === 'unseen' ? { ...range, seen: false } : { ...range, since: new Date(backlog) }
  const found = await client.search(asked, { uid: true })
  // `n:*` names the last mail even where it is older than n.
  return Array.isArray(found) ? found.filter((uid) => uid > last).toSorted((a, b) => a - b) : []
}

export type Fetched = { raw: Buffer; size: number; fault: 'too_large' | 'unfetchable' | null }

/** Null for a mail that is gone. Throws while trying again may help. */
export async function fetchMail(client: ImapFlow, uid: number, failures: Map<number, number>): Promise<Fetched | null> {
  if ((failures.get(uid) ?? 0) >= MOST_FAILURES) return { raw: Buffer.alloc(0), size: 0, fault: 'unfetchable' }
  try {
    const head = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true })
    if (!head) return null
    const size = head.size ?? 0
    const large = size > LARGEST
    const query = { uid: true, source: large ? { start: 0, maxLength: BEGINNING } : true }
    const body = await client.fetchOne(String(uid), query, { uid: true })
    if (!body) return null
    failures.delete(uid)
    return { raw: body.source ?? Buffer.alloc(0), size, fault: large ? 'too_large' : null }
  } catch (error) {
    failures.set(uid, (failures.get(uid) ?? 0) + 1)
    throw error
  }
}

/** Keeps a mail and moves the place; false when another process was there before. */
async function keep({ db }: MailContext, { box, uidvalidity }: Opened, uid: number, mail: Fetched): Promise<boolean> {
  const moved = await db
    .updateTable('mailbox_places')
    .set({ last_uid: String(uid) })
    .where('mailbox', '=', box.id)
    .where('uidvalidity', '=', String(uidvalidity))
    .where('last_uid', '<', String(uid))
    .returning('last_uid')
    .executeTakeFirst()
  if (!moved) return false
  const { raw, size, fault } = mail
  const { id } = await db
    .insertInto('inbound_mails')
    .values({
      recipient: box.address,
      envelope_from: storable(returnPathOf(raw), 320),
      from_name: '',
      from_address: '',
      subject: '',
      message_id: null,
      state: fault ? 'failed' : 'received',
      reason: fault,
      detail: fault && `${size}`,
      kind: null,
      size: size || raw.length,
      attachment_count: 0,
      remote_address: storable(box.host, 100),
      thread: null,
      confidential: false,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const where = { mailbox: box.id, uidvalidity: String(uidvalidity), uid: String(uid) }
  await db
    .insertInto('inbound_contents')
    .values({ mail: id, raw, parsed: null, same_as: null, ...where })
    .execute()
  return true
}

/** What the provider wrote down of MAIL FROM, in its own header above all others. */
function returnPathOf(raw: Buffer): string {
  const head = raw.subarray(0, 4_096).toString('latin1')
  return /^return-path:\s{0,9}<?([^<>\r\n]{0,320})>?/im.exec(head)?.[1]?.trim() ?? ''
}

async function endBacklog({ db }: MailContext, { box, uidvalidity, client }: Opened): Promise<void> {
  const next = client.mailbox ? (client.mailbox.uidNext ?? 1) : 1
  await db
    .updateTable('mailbox_places')
    .set({ backlog: null, last_uid: sql<string>`greatest(last_uid, ${String(next - 1)}::bigint)` })
    .where('mailbox', '=', box.id)
    .where('uidvalidity', '=', String(uidvalidity))
    .execute()
}

/** Marks, moves or deletes at the server what is kept here; what a killed process left comes first. */
async function clear(
  within: <T>(work: (context: MailContext) => Promise<T>) => Promise<T>,
  { client, box, uidvalidity }: Opened,
): Promise<void> {
  const rows = await within(({ db }) =>
    db
      .selectFrom('inbound_contents as c')
      .innerJoin('mailbox_places as p', 'p.mailbox', 'c.mailbox')
      .select('c.uid')
      .where('c.mailbox', '=', box.id)
      .where('c.uidvalidity', '=', String(uidvalidity))
      .whereRef('c.uid', '>', 'p.cleared_uid')
      .orderBy('c.uid')
      .limit(MOST_PER_PASS)
      .execute(),
  )
  const uids = rows.map(({ uid }) => Number(uid))
  const last = uids.at(-1)
  if (last === undefined) return
  const range = uids.join(',')
  if (box.after_reading === 'seen') await client.messageFlagsAdd(range, ['\\Seen'], { uid: true })
  else if (box.after_reading === 'delete') await client.messageDelete(range, { uid: true })
  else if (!(await client.messageMove(range, box.move_to ?? '', { uid: true })))
    throw new FolderMissing(box.move_to ?? '')
  await within(({ db }) =>
    db
      .updateTable('mailbox_places')
      .set({ cleared_uid: String(last) })
      .where('mailbox', '=', box.id)
      .where('uidvalidity', '=', String(uidvalidity))
      .execute(),
  )
}
