// What the module that takes a mail is given.
import type * as z from 'zod'
import type { ReceivedMail } from '../../contract.ts'
import type { Queue } from '../addresses/routing.ts'
import { mailKeys } from '../keys.ts'
import type { MailAddress, ParsedMail } from '../reading/parsed-mail.ts'
import { visibleText } from '../replies/visible-text.ts'
import { authenticationOf } from '../routing/authentication.ts'
import type { MailKind } from '../routing/hygiene.ts'
import { plainSubject } from '../routing/subjects.ts'
import { threadCandidates } from '../routing/threading.ts'
import type { MailContext } from '../tables.ts'
import { consequencesOf } from './consequences.ts'

export type Received = z.output<typeof ReceivedMail>
type Given = {
  id: string
  recipient: string
  mail: ParsedMail
  kind: MailKind
  restored: boolean
  into: string | null
}

const MOST_VISIBLE = 50_000
const MOST_QUOTED = 200_000
const MOST_NAMED = 30

/** `own` are the addresses of the tenant, `known` the conversations of the mails that a wave names. */
export function receivedOf(
  { platform, actor }: MailContext,
  { id, recipient, mail, kind, restored, into }: Given,
  { own, queue, known }: { own: ReadonlySet<string>; queue: Queue; known: ReadonlyMap<string, string[]> },
): Received {
  const from = senderOf(mail, kind, own)
  const { signed, subject_hints } = threadCandidates(mail, mailKeys(platform).ids, actor.tenant_id)
  return {
    id,
    kind,
    message_id: mail.message_id,
    from,
    recipient,
    others: othersOf(mail, from, own),
    subject: plainSubject(mail.subject),
    ...textOf(mail),
    attachments: mail.attachments.map(({ file_name, content }, index) => ({
      name: file_name ?? `${index + 1}`,
      content,
    })),
    threads: {
      signed: signed.filter((thread) => UUID.test(thread)),
      named: [...new Set(namesIn(mail).flatMap((name) => known.get(name) ?? []))],
    },
    hints: subject_hints,
    forged: !restored && authenticationOf(mail, new Set(platform.config.trustedAuthserv)) === 'fail',
    restored,
    into,
    ...consequencesOf(kind, restored),
    ...queue,
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Who wants an answer: From, but where a web form or a robot writes for somebody, whom it names in Reply-To. */
function senderOf({ from, reply_to, sender }: ParsedMail, kind: MailKind, own: ReadonlySet<string>): MailAddress {
  const [named] = reply_to
  const robot = from !== null && (own.has(from.address.toLowerCase()) || (kind === 'list' && ROBOT.test(from.address)))
  return (robot ? (named ?? from) : (from ?? named)) ?? sender ?? { name: '', address: '' }
}
const ROBOT = /^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|notifications?|mailer|robot)\b/i

function othersOf({ to, cc, reply_to }: ParsedMail, from: MailAddress, own: ReadonlySet<string>): MailAddress[] {
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
function textOf(parsed: ParsedMail): { visible: string; quoted: string } {
  const { visible, quoted, signature } = visibleText(parsed)
  const folded = [visible.slice(MOST_VISIBLE), signature, quoted].filter((part) => part !== '').join('\n\n')
  return { visible: visible.slice(0, MOST_VISIBLE).toWellFormed(), quoted: folded.slice(0, MOST_QUOTED).toWellFormed() }
}

/** The mails that one names, whose ids anybody may know: best first. */
type Names = Pick<ParsedMail, 'in_reply_to' | 'references'>
export const namesIn = ({ in_reply_to, references }: Names): string[] =>
  [...new Set([...in_reply_to, ...references.toReversed()])].slice(0, MOST_NAMED)

/** The conversations of all mails that some mails name, by Message-ID; those that came in before those that left. */
export async function namedThreads({ db }: MailContext, mails: readonly Names[]): Promise<Map<string, string[]>> {
  const named = [...new Set(mails.flatMap(namesIn))]
  const threads = new Map<string, string[]>()
  if (named.length === 0) return threads
  const from = (table: 'inbound_mails' | 'outbound_mails') =>
    db
      .selectFrom(table)
      .select(['message_id', 'thread'])
      .where('message_id', 'in', named)
      .where('thread', 'is not', null)
      .execute()
  const rows = (await Promise.all([from('inbound_mails'), from('outbound_mails')])).flat()
  for (const { message_id, thread } of rows) threads.set(message_id!, [...(threads.get(message_id!) ?? []), thread!])
  return threads
}
