// Looking through a folder of somebody's mailbox: by headers first, and only what belongs into a record is fetched. Nothing is
// written down of the others, and nothing is changed at the server.
import type { ImapFlow } from 'imapflow'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { personDesk } from '../../contract.ts'
import { ownAddresses } from '../addresses/routing.ts'
import { noteBounce } from '../inbound/bounce.ts'
import { receivedOf } from '../intake/handing-over.ts'
import { mailKeys } from '../keys.ts'
import { fetchMail, openFolder } from '../mailboxes/taking.ts'
import type { ParsedMail } from '../reading/parsed-mail.ts'
import { parser } from '../reading/pool.ts'
import { mailHygiene } from '../routing/hygiene.ts'
import type { MailContext } from '../tables.ts'
import { type Direction, type Head, headsOf, readHeads } from './heads.ts'
import { endOverlap, moveTo, placeIn, type Folder } from './places.ts'
import type { OwnMailboxRow } from './record.ts'

const AT_ONCE = 100
const MOST_FAILURES = 3

export type Looking = {
  platform: Platform
  tenant_id: string
  box: OwnMailboxRow
  client: ImapFlow
  /** How often a mail could not be taken, by folder and number: after the third time it is left where it is. */
  failures: Map<string, number>
  halt: AbortSignal
}

/** Takes what is new in a folder, oldest first; answers how many became letters. */
export async function lookThrough(looking: Looking, direction: Direction, folder: string): Promise<number> {
  const { platform, tenant_id, box, client, halt } = looking
  // While nobody takes letters, the place stays where it is.
  if (!platform.components.offers(tenant_id, personDesk.take)) return 0
  const within = <T>(work: (context: MailContext) => Promise<T>) =>
    platform.within(systemOf(tenant_id), { channel: 'email', cause: 'mail.own_mailbox' }, work)
  const { uidvalidity } = await openFolder(client, folder)
  const next = client.mailbox ? (client.mailbox.uidNext ?? 1) : 1
  const opened: Folder = { mailbox: box.id, direction, folder, uidvalidity }
  const place = await within((context) => placeIn(context, opened, { next, lastLooked: box.last_fetched_at }))
  const uids = await newIn(client, place)
  let taken = 0
  for (let at = 0; at < uids.length && !halt.aborted; at += AT_ONCE) {
    const some = uids.slice(at, at + AT_ONCE)
    const raw = await headsOf(client, some, direction)
    const heads = await within((context) => readHeads(context, raw))
    const { wanted } = await within(({ call }) =>
      call(personDesk.wanted, { owner: box.owner, heads: heads.map(({ head }) => head) }),
    )
    for (const { uid, head } of heads.filter((_, index) => wanted[index]))
      if (!halt.aborted && (await takeOne({ ...looking, within }, opened, uid, head))) taken += 1
    if (!halt.aborted) await within((context) => moveTo(context, opened, some.at(-1)!))
  }
  if (place.since !== null && !halt.aborted) await within((context) => endOverlap(context, opened, next))
  return taken
}

async function newIn(client: ImapFlow, { last_uid, since }: { last_uid: string; since: string | null }) {
  const last = Number(last_uid)
  const range = { uid: `${last + 1}:*` }
  const found = await client.search(since === null ? range : { ...range, since: new Date(since) }, { uid: true })
  // `n:*` names the last mail even where it is older than n.
  return Array.isArray(found) ? found.filter((uid) => uid > last).toSorted((a, b) => a - b) : []
}

type Within = { within: <T>(work: (context: MailContext) => Promise<T>) => Promise<T> }

/** Fetches one mail and hands it over in the transaction that moves the place. What cannot be taken is left out after a few tries. */
async function takeOne(
  { client, box, failures, within, platform }: Looking & Within,
  opened: Folder,
  uid: number,
  head: Head,
): Promise<boolean> {
  const key = `${opened.direction} ${uid}`
  const before = failures.get(key) ?? 0
  if (before >= MOST_FAILURES) return false
  const fetched = await fetchMail(client, uid, new Map())
  // Too large, or gone meanwhile.
  if (!fetched || fetched.fault !== null) return false
  const result = await parser.parse(fetched.raw)
  if (!result.ok) return false
  try {
    return await within(async (context) => {
      if (!(await moveTo(context, opened, uid))) return false
      return hand(context, box, head, result.mail)
    })
  } catch (error) {
    failures.set(key, before + 1)
    platform.log.warn({ mailbox: box.id, error: String(error) }, 'a mail of a person that cannot be taken')
    throw error
  }
}

async function hand(context: MailContext, box: OwnMailboxRow, head: Head, mail: ParsedMail): Promise<boolean> {
  const { platform, actor, call, db } = context
  const addresses = await ownAddresses(context)
  const { loopToken } = mailKeys(platform)
  const hygiene = mailHygiene(mail, {
    addresses,
    message_id_domains: new Set(),
    loop_token: loopToken(actor.tenant_id),
  })
  if (head.direction === 'in') {
    if (hygiene.bounce && (await noteBounce(context, hygiene.bounce))) return false
    if (hygiene.kind === 'bounce' || hygiene.kind === 'loop') return false
  }
  const given = {
    id: context.id(),
    recipient: box.address,
    mail,
    kind: head.direction === 'in' ? hygiene.kind : ('person' as const),
    restored: false,
    into: null,
  }
  const queue = { purpose: 'sales' as const, topic: null, team: null, category: null }
  const own = new Set([...addresses, box.address])
  const received = receivedOf(context, given, { own, queue, known: new Map() })
  const people = (['to', 'cc'] as const).flatMap((role) =>
    mail[role].map(({ name, address }) => ({ name, address, role })),
  )
  const { taken } = await call(personDesk.take, {
    owner: box.owner,
    head,
    mail: { ...received, threads: head.threads },
    people,
    sent_at: mail.date,
  })
  if (taken)
    await db
      .updateTable('own_mailboxes')
      .set((eb) => ({ taken: eb('taken', '+', 1) }))
      .where('id', '=', box.id)
      .execute()
  return taken
}
