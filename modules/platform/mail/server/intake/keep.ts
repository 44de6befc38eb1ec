// What is written of read mails: one transaction for a batch, wave by wave; a single mail is a batch of one.
import { sql } from 'kysely'
import { inboundChanged, mail as mails } from '../../contract.ts'
import { noteBounce } from '../inbound/bounce.ts'
import { ownAddresses, queuesOf } from '../addresses/routing.ts'
import { mailKeys } from '../keys.ts'
import { areThereAgain } from '../outbound/gone.ts'
import type { ParseResult } from '../reading/parse.ts'
import type { ParsedMail } from '../reading/parsed-mail.ts'
import { mailHygiene, type Hygiene, type OwnMail } from '../routing/hygiene.ts'
import { inboundFields, type InboundRow, type MailContext, type StoredMail } from '../tables.ts'
import { ended, type Fate, fateOf, sameAs } from './fate.ts'
import { fatesOf } from './desks.ts'
import { namedThreads, receivedOf } from './handing-over.ts'
import { tiesOf, wavesOf } from './waves.ts'

export type ReadMail = { id: string; result: ParseResult }

/** A mail that waits, as it is in the database, with what was read. */
type Waiting = ReadMail & {
  recipient: string
  envelope_from: string
  restored: boolean
  into: string | null
  mailbox: string | null
}
type Parsed = Waiting & { mail: ParsedMail; hygiene: Hygiene; same_as: string | null }
type Written = { id: string; fate: Fate; parsed?: Parsed; isFirst?: boolean }

/**
 * Keeps what was read and hands over what is for the desk. Mails that somebody else has dealt with meanwhile are left out.
 * `instead` is the fate of mails that the desk could not take.
 */
export async function keepRead(context: MailContext, read: readonly ReadMail[], instead?: Fate): Promise<void> {
  const { platform, actor } = context
  const waiting = await lock(context, read)
  if (waiting.length === 0) return
  const addresses = await ownAddresses(context)
  const { ids, loopToken } = mailKeys(platform)
  const own: OwnMail = {
    addresses,
    message_id_domains: new Set([...addresses].map((address) => address.slice(address.lastIndexOf('@') + 1))),
    loop_token: loopToken(actor.tenant_id),
  }
  const ties = ({ result }: Waiting) => (result.ok ? tiesOf(result.mail, ids, actor.tenant_id) : [])
  for (const wave of wavesOf(waiting, ties)) await keepWave(context, wave, own, instead)
}

/** One batch of a tenant at a time, so that the mails of one conversation stay in their order. */
async function lock({ db, actor }: MailContext, read: readonly ReadMail[]): Promise<Waiting[]> {
  const results = new Map(read.map(({ id, result }) => [id, result]))
  const turn = sql`select pg_advisory_xact_lock(hashtextextended('mail intake ' || ${actor.tenant_id}, 0))`.execute(db)
  const asked = sql<Omit<Waiting, 'result'>>`
    select m.id, m.recipient, m.envelope_from, c.restored, c.restored_into as into, c.mailbox
    from inbound_mails m join inbound_contents c on c.mail = m.id
    where m.id = any(${[...results.keys()]}::uuid[]) and ${UNSETTLED} and m.deleted_at is null
    order by m.created_at, m.id for update of m`.execute(db)
  const [, { rows }] = await Promise.all([turn, asked])
  return rows.map((row) => ({ ...row, result: results.get(row.id)! }))
}

/** Mails that nobody has dealt with; those that broke are tried again, those that an older version had read are read anew. */
export const UNSETTLED = sql`(m.state in ('received', 'parsed') or m.state = 'failed' and m.reason = 'internal')`

async function keepWave(context: MailContext, wave: readonly Waiting[], own: OwnMail, instead?: Fate): Promise<void> {
  const written: Written[] = []
  const parsed: Parsed[] = []
  for (const one of wave) {
    const { result } = one
    if (result.ok) {
      const { mail } = result
      const hygiene = mailHygiene(mail, own, one.envelope_from)
      parsed.push({ ...one, mail, hygiene, same_as: sameAs(mail, one.mailbox) })
    } else {
      written.push({ id: one.id, fate: ended('failed', result.reason, { detail: result.detail.slice(0, 500) }) })
    }
  }
  const people = parsed.flatMap(({ mail, hygiene }) => (hygiene.kind === 'person' && mail.from ? [mail.from] : []))
  await areThereAgain(
    context,
    people.map(({ address }) => address),
  )
  const first = await repeated(context, parsed)
  const open: Parsed[] = []
  for (const one of parsed) {
    const { id, mail, hygiene } = one
    const noted = hygiene.bounce && (await noteBounce(context, hygiene.bounce))
    const before = one.same_as === null ? undefined : first.get(one.same_as)
    const isFirst = !noted && !before
    const fate = noted
      ? ended('handled', 'bounce', noted)
      : before
        ? ended('handled', 'duplicate', { detail: before.id, thread: before.thread, confidential: before.confidential })
        : (fateOf(mail, hygiene, one.restored) ?? instead)
    if (fate) written.push({ id, fate, parsed: one, isFirst })
    else open.push(one)
  }
  const answers = await handOver(context, open, own, written)
  await save(context, written)
  // After the mails they answer are known as parts of their conversations.
  await Promise.all(answers.map((answer) => context.call(mails.send, answer)))
}

/** Gives the desk what is for it, and writes down what became of it; answers what machines answer. */
async function handOver(context: MailContext, open: readonly Parsed[], own: OwnMail, written: Written[]) {
  if (open.length === 0) return []
  const [known, queues] = await Promise.all([
    namedThreads(
      context,
      open.map(({ mail }) => mail),
    ),
    queuesOf(
      context,
      open.map(({ recipient }) => recipient),
    ),
  ])
  const received = open.map(({ id, mail, hygiene: { kind }, restored, into, recipient }) =>
    receivedOf(
      context,
      { id, recipient, mail, kind, restored, into },
      { own: own.addresses, queue: queues(recipient), known },
    ),
  )
  const fates = await fatesOf(context, received)
  return open.flatMap((parsed, at) => {
    const { answer, ...fate } = fates[at]!
    written.push({ id: parsed.id, fate, parsed, isFirst: true })
    return answer ? [answer] : []
  })
}

/** The mails of this tenant that some repeat, by what they are known by. */
async function repeated({ db }: MailContext, parsed: readonly Parsed[]) {
  const known = parsed.flatMap(({ same_as }) => (same_as === null ? [] : [same_as]))
  if (known.length === 0) return new Map<string, never>()
  const { rows } = await sql<{ same_as: string; id: string; thread: string | null; confidential: boolean }>`
    select c.same_as, m.id, m.thread, m.confidential from inbound_contents c join inbound_mails m on m.id = c.mail
    where c.same_as = any(${known}) and c.mail <> all(${parsed.map(({ id }) => id)}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.same_as, row]))
}

/** All mails of a wave in two statements. */
async function save({ db, emit }: MailContext, written: readonly Written[]): Promise<void> {
  const contents = written.flatMap(({ id, parsed, isFirst }) =>
    parsed ? [{ mail: id, parsed: storedOf(parsed.mail), same_as: isFirst ? parsed.same_as : null }] : [],
  )
  const mails = written.map(({ id, fate, parsed }) => ({
    id,
    ...fate,
    kind: parsed?.hygiene.kind,
    from_name: parsed && (parsed.mail.from?.name ?? ''),
    from_address: parsed && (parsed.mail.from?.address ?? ''),
    subject: parsed?.mail.subject,
    message_id: parsed?.mail.message_id,
    attachment_count: parsed?.mail.attachments.length,
  }))
  const [, { rows }] = await Promise.all([
    contents.length === 0
      ? null
      : sql`update inbound_contents c set parsed = r.parsed, same_as = coalesce(r.same_as, c.same_as)
          from jsonb_to_recordset(${JSON.stringify(contents)}::jsonb) as r (mail uuid, parsed jsonb, same_as text)
          where c.mail = r.mail`.execute(db),
    sql<InboundRow>`
      update inbound_mails m set state = r.state, reason = r.reason, detail = r.detail, thread = coalesce(r.thread, m.thread),
        kind = coalesce(r.kind, m.kind), from_name = coalesce(r.from_name, m.from_name),
        from_address = coalesce(r.from_address, m.from_address), subject = coalesce(r.subject, m.subject),
        message_id = coalesce(r.message_id, m.message_id), confidential = coalesce(r.confidential, m.confidential), attachment_count = coalesce(r.attachment_count, m.attachment_count)
      from jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) as r (id uuid, state text, reason text, detail text, thread uuid,
        kind text, from_name text, from_address text, subject text, message_id text, attachment_count bigint, confidential boolean)
      where m.id = r.id
      returning ${COLUMNS}`.execute(db),
  ])
  for (const mail of rows) emit(inboundChanged, { mail })
}
const COLUMNS = sql.raw(inboundFields.map((field) => `m.${field}`).join(', '))

/** The mail without the bytes of its files: they become files of what the mail becomes, and stand in the raw mail. */
const storedOf = ({ attachments, ...rest }: ParsedMail): StoredMail => ({
  ...rest,
  attachments: attachments.map(({ file_name, type, size, inline }) => ({ file_name, type, size, inline })),
})
