// What the module that takes a mail is given, and what it says of it afterwards.
import { type Out, type Parsed } from '#kernel/contract/index.ts'
import { sql } from 'kysely'
import { inboundChanged, type mail } from '../../contract.ts'
import { ownAddresses, queueOf } from '../addresses/routing.ts'
import { mailKeys } from '../keys.ts'
import type { MailAddress } from '../reading/parsed-mail.ts'
import { visibleText } from '../replies/visible-text.ts'
import { authenticationOf } from '../routing/authentication.ts'
import { plainSubject } from '../routing/subjects.ts'
import { threadCandidates } from '../routing/threading.ts'
import { inboundFields, type InboundRow, type MailContext, type StoredMail } from '../tables.ts'
import { consequencesOf } from './consequences.ts'

const MOST_VISIBLE = 50_000
const MOST_QUOTED = 200_000
const MOST_NAMED = 30

export async function take(context: MailContext, { id }: { id: string }): Promise<Out<typeof mail.take>> {
  const row = await context.db
    .selectFrom('inbound_mails as m')
    .innerJoin('inbound_contents as c', 'c.mail', 'm.id')
    .select([
      ...inboundFields.map((field) => `m.${field}` as const),
      'c.parsed',
      'c.restored',
      'c.restored_into as into',
    ])
    .where('m.id', '=', id)
    .where((eb) =>
      eb.or([eb('m.state', '=', 'parsed'), eb.and([eb('m.state', '=', 'failed'), eb('m.reason', '=', 'internal')])]),
    )
    .forUpdate('m')
    .executeTakeFirst()
  if (!row?.parsed) return null
  const { parsed, restored, into, ...received } = row
  const own = await ownAddresses(context)
  const from = senderOf(parsed, received, own)
  const ids = mailKeys(context.platform).ids
  const { signed, subject_hints } = threadCandidates(parsed, ids, context.actor.tenant_id)
  return {
    mail: received,
    from,
    others: othersOf(parsed, from, own),
    subject: plainSubject(parsed.subject),
    ...textOf(parsed),
    attachments: parsed.attachments.map(({ file_name, type, size }, index) => ({
      name: file_name ?? `${index + 1}`,
      type,
      size,
    })),
    threads: { signed: signed.filter((thread) => UUID.test(thread)), named: await namedThreads(context, parsed) },
    hints: subject_hints,
    forged: !restored && authenticationOf(parsed, new Set(context.platform.config.trustedAuthserv)) === 'fail',
    into,
    ...consequencesOf(received.kind ?? 'person', restored),
    ...(await queueOf(context, received.recipient)),
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Who wants an answer: From, but where a web form or a robot writes for somebody, whom it names in Reply-To. */
function senderOf({ from, reply_to, sender }: StoredMail, { kind }: InboundRow, own: ReadonlySet<string>): MailAddress {
  const [named] = reply_to
  const robot = from !== null && (own.has(from.address.toLowerCase()) || (kind === 'list' && ROBOT.test(from.address)))
  return (robot ? (named ?? from) : (from ?? named)) ?? sender ?? { name: '', address: '' }
}
const ROBOT = /^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|notifications?|mailer|robot)\b/i

function othersOf({ to, cc, reply_to }: StoredMail, from: MailAddress, own: ReadonlySet<string>): MailAddress[] {
  const seen = new Set([from.address.toLowerCase(), ...own])
  return [...to, ...cc, ...reply_to].filter(({ address }) => {
    const key = plain(address)
    if (seen.has(key) || seen.has(address.toLowerCase())) return false
    seen.add(key)
    return true
  })
}

/** An address of ours may carry a tag; of other people's a tag may be meant. */
const plain = (address: string) => address.toLowerCase().replace(/\+[^@]*@/, '@')

/** Nothing is lost: what is too long to show stands in the folded part, and the whole in the raw mail. */
function textOf(parsed: StoredMail): { visible: string; quoted: string } {
  const { visible, quoted, signature } = visibleText(parsed)
  const folded = [visible.slice(MOST_VISIBLE), signature, quoted].filter((part) => part !== '').join('\n\n')
  return { visible: visible.slice(0, MOST_VISIBLE).toWellFormed(), quoted: folded.slice(0, MOST_QUOTED).toWellFormed() }
}

/** Conversations of the mails that this one names, whose ids anybody may know: best first. */
async function namedThreads({ db }: MailContext, parsed: StoredMail): Promise<string[]> {
  const named = [...new Set([...parsed.in_reply_to, ...parsed.references.toReversed()])].slice(0, MOST_NAMED)
  if (named.length === 0) return []
  const from = (table: 'inbound_mails' | 'outbound_mails') =>
    db
      .selectFrom(table)
      .select(['message_id', 'thread'])
      .where('message_id', 'in', named)
      .where('thread', 'is not', null)
      .execute()
  const rows = [...(await from('inbound_mails')), ...(await from('outbound_mails'))]
  const threads = named.flatMap((id) => rows.filter((row) => row.message_id === id).map(({ thread }) => thread!))
  return [...new Set(threads)]
}

export async function attachment(
  { db }: MailContext,
  { id, position }: Parsed<typeof mail.attachment>,
): Promise<Out<typeof mail.attachment>> {
  const { content } = await db
    .selectFrom('inbound_parts')
    .select('content')
    .where('mail', '=', id)
    .where('position', '=', position)
    .executeTakeFirstOrThrow()
  return { content: new Uint8Array(content) }
}

export async function settle(
  { db, emit }: MailContext,
  { id, state, reason, detail, thread }: Parsed<typeof mail.settle>,
): Promise<null> {
  const row = await db
    .updateTable('inbound_mails')
    .set({ state, reason, detail, ...(thread === null ? {} : { thread }) })
    .where('id', '=', id)
    .where(sql<boolean>`state in ('parsed', 'failed')`)
    .returning(inboundFields)
    .executeTakeFirst()
  if (!row) return null
  // What failed is tried again; what a person restores is read again.
  if (state !== 'failed') await db.deleteFrom('inbound_parts').where('mail', '=', id).execute()
  emit(inboundChanged, { mail: row })
  return null
}
