// The job that hands a mail to the configured SMTP server.
import { Problem } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Config } from '#kernel/server/config.ts'
import type { Platform } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import { mailReturned, outboundChanged } from '../../contract.ts'
import { newlyLost, stateAfter } from '../inbound/bounce.ts'
import { mailsSent } from '../metrics.ts'
import { OWN_SMTP_SECONDS, sendByOwn } from '../own-mailboxes/outgoing.ts'
import { ownMailboxOf } from '../own-mailboxes/record.ts'
import { composeMail, type ComposedMail, type Letter } from '../smtp/compose.ts'
import { smtpSender, type SendResult } from '../smtp/smtp-out.ts'
import { json, lineOf, outboundFields, type MailContext, type OutboundRow } from '../tables.ts'
import { isGone, markGone } from './gone.ts'
import { FILE_CHECKING, letterOf } from './letter.ts'
import { deliverJob } from './send.ts'

/** Seconds until the next attempt after the first, second … failure that may pass; then the mail is given up. */
const PAUSES = [3, 30, 120, 600, 1_800, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600]

/** Seconds until a file that is being checked is looked at again. */
const FILE_PAUSE = 3

type Recipients = OutboundRow['recipients']
const waits = ({ state }: Recipients[number]) => state === 'pending' || state === 'retrying'

/**
 * Sends one mail to the recipients who wait for it. The row is claimed before and marked after sending, so a mail is
 * sent by one process at a time; one that dies in between leaves a mail that may have been taken. It is then sent
 * again with the same Message-ID and content, because a mail that never comes is worse than one that comes twice.
 */
export async function deliver(platform: Platform, tenantId: string, { mail: id }: { mail: string }): Promise<void> {
  const { smtp } = platform.config.email
  const system = systemOf(tenantId)
  // A claim that is older than any attempt can last was lost with its process.
  const lease = Math.max(smtp?.timeout ?? 0, OWN_SMTP_SECONDS) * 3 + 60
  const claimed = await platform
    .within(system, {}, (context) => claim(context, id, lease))
    .catch(async (error: unknown) => {
      if (!(error instanceof Problem) || error.code !== FILE_CHECKING) throw error
      await platform.within(system, {}, ({ enqueue }) => enqueue(deliverJob, { mail: id }, { after: FILE_PAUSE }))
      return null
    })
  if (!claimed) return
  const { row, letter, own } = claimed
  const result = await attempt(row, letter, (mail) =>
    row.own_mailbox === null ? smtpSender(accountOf(smtp!)).send(mail) : sendByOwn(platform.outgoing, own, mail),
  )
  await platform.within(system, {}, (context) => note(context, row, result))
  mailsSent.add({ outcome: 'accepted' }, result.accepted.length)
  mailsSent.add({ outcome: 'refused' }, result.rejected.length)
}

async function attempt(
  { recipients }: OutboundRow,
  letter: Letter,
  send: (mail: ComposedMail) => Promise<SendResult>,
): Promise<SendResult> {
  const waiting = recipients.filter(waits)
  let mail: ComposedMail
  try {
    mail = await composeMail(letter)
  } catch (error) {
    // An address that is none: nothing to try again.
    const why = { cause: 'unknown', code: null, status: null, message: String(error), permanent: true } as const
    return { accepted: [], rejected: waiting.map(({ address }) => ({ address, ...why })) }
  }
  return send(onlyTo(mail, waiting))
}

async function claim(context: MailContext, id: string, lease: number) {
  const row = await context.db
    .updateTable('outbound_mails')
    .set({ state: 'sending', attempts: sql<number>`attempts + 1`, next_attempt_at: null })
    .where('id', '=', id)
    // Without a server of the platform only what leaves through somebody's mailbox is sent.
    .where(context.platform.config.email.smtp ? sql<boolean>`true` : sql<boolean>`own_mailbox is not null`)
    .where(
      sql<boolean>`(state = 'queued' or (state = 'sending' and updated_at < now() - make_interval(secs => ${sql.lit(lease)})))`,
    )
    .returning(outboundFields)
    .executeTakeFirst()
  if (!row) {
    await comeBack(context, id, lease)
    return null
  }
  context.emit(outboundChanged, { mail: lineOf(row) })
  const own = row.own_mailbox === null ? null : await ownMailboxOf(context, { id: row.own_mailbox })
  return { row, letter: await letterOf(context, row), own }
}

/** Somebody else has the mail, or had it when their process ended: look again when that is certain. */
async function comeBack({ db, enqueue }: MailContext, id: string, lease: number): Promise<void> {
  const row = await db.selectFrom('outbound_mails').select('state').where('id', '=', id).executeTakeFirst()
  if (row?.state === 'sending') await enqueue(deliverJob, { mail: id }, { after: lease })
}

const onlyTo = ({ raw, envelope }: ComposedMail, waiting: Recipients): ComposedMail => {
  const wanted = new Set(waiting.map(({ address }) => address))
  return { raw, envelope: { ...envelope, to: envelope.to.filter((address) => wanted.has(address)) } }
}

/** Writes down what came of an attempt, and plans the next one where it may help. */
async function note(context: MailContext, { id, attempts }: OutboundRow, result: SendResult): Promise<void> {
  const { db, now, emit, enqueue } = context
  const { recipients: before } = await db
    .selectFrom('outbound_mails')
    .select('recipients')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const pause = PAUSES[attempts - 1]
  const recipients = before.map((one) => (waits(one) ? fateOf(one, result, pause !== undefined, now) : one))
  const again = recipients.some(waits)
  const taken = recipients.some(({ state }) => state === 'accepted')
  const row = await db
    .updateTable('outbound_mails')
    .set({
      recipients: json(recipients),
      state: again ? 'queued' : stateAfter(recipients, 'sent'),
      next_attempt_at: again ? new Date(Date.parse(now) + pause! * 1_000).toISOString() : null,
      ...(taken ? { sent_at: sql<string>`coalesce(sent_at, ${now}::timestamptz)` } : {}),
    })
    .where('id', '=', id)
    .returning(outboundFields)
    .executeTakeFirstOrThrow()
  if (again) await enqueue(deliverJob, { mail: id }, { after: pause! })
  emit(outboundChanged, { mail: lineOf(row) })
  for (const { address, permanent, status, message } of result.rejected)
    if (isGone({ permanent, status })) await markGone(context, { address, status, said: message })
  const lost = newlyLost(before, recipients)
  if (lost.length > 0) emit(mailReturned, { mail: lineOf(row), addresses: lost })
}

function fateOf(one: Recipients[number], result: SendResult, mayTryAgain: boolean, at: string): Recipients[number] {
  if (result.accepted.includes(one.address))
    return { ...one, state: 'accepted', cause: null, code: null, status: null, message: null, at }
  const refused = result.rejected.find(({ address }) => address === one.address)
  const state = mayTryAgain && !refused?.permanent ? 'retrying' : 'failed'
  return {
    ...one,
    state,
    cause: refused?.cause ?? 'unknown',
    code: refused?.code ?? null,
    status: refused?.status ?? null,
    message: refused?.message ?? null,
    at,
  }
}

type Smtp = NonNullable<Config['email']['smtp']>

const accountOf = ({ host, port, user, password, security, timeout }: Smtp) => ({
  host,
  port,
  security,
  user: user ?? null,
  password: password ?? null,
  ca: null,
  timeoutMs: timeout * 1_000,
})
