// A reply that waits: written, taken back, put off.
import { conflict, forbidden, invalid, notFound, type Out, type Parsed, Problem } from '#kernel/contract/index.ts'
import { demand, may, systemOf } from '#kernel/server/access/actor.ts'
import { refuseUnknown } from '#kernel/server/access/references.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { jobKind } from '#kernel/server/jobs.ts'
import { implement } from '#kernel/server/module.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import { preferences } from '#modules/platform/identity/contract.ts'
import { Comment, READ_NOTES, Ticket } from '../../contract.ts'
import { undoSeconds } from '../../contract/composing/preferences.ts'
import { MOST_AHEAD_MS, Sending, sendings, ticketSendingChanged } from '../../contract/composing/sending.ts'
import { ownFiles } from '../conversation/attachments.ts'
import { comment } from '../conversation/comments.ts'
import { refuseStale } from '../conversation/stale.ts'
import { checkBeside } from './beside.ts'
import { moved } from '../edit.ts'
import { sendingFields, tables, type SendingRow, type TicketContext, type TicketRow } from '../tables.ts'
import { lineOf } from '../ticket-line.ts'

export const sendKind = jobKind<{ sending: string }>('tickets.send_later')
const MOST_WAITING = 20

const json = <T>(value: T): T => JSON.stringify(value) as T

async function list({ db, ...context }: TicketContext, { id }: { id: string }): Promise<Out<typeof sendings.list>> {
  await find({ db, ...context }, Ticket, id, 'tickets.read')
  const items = await db
    .selectFrom('ticket_sendings')
    .select(sendingFields)
    .where('ticket', '=', id)
    .where('state', 'in', ['waiting', 'stopped'])
    .where('deleted_at', 'is', null)
    .orderBy('send_at')
    .orderBy('id')
    .execute()
  return { items }
}

async function send(context: TicketContext, asked: Parsed<typeof sendings.send>): Promise<Out<typeof sendings.send>> {
  const { actor, now } = context
  const { id, send_at, seen, cc, status, beside, ...said } = asked
  demand(actor, READ_NOTES)
  demand(actor, 'tickets.update')
  const ticket = await findLocked(context, Ticket, id, 'tickets.comment')
  if (said.text.trim() === '' && said.attachments.length === 0) throw invalid([{ pointer: '/text', code: 'required' }])
  await refuseUnknown(context, Comment, { mentions: said.mentions })
  await refuseStale(context, id, seen)
  if (status) moved(context, ticket, status)
  if (beside) await checkBeside(context, beside)
  const at = await hourOf(context, send_at)
  const values = {
    ...said,
    ticket: id,
    author: actor.user_id,
    cc: cc && json(cc),
    status,
    beside: beside && json(beside),
    seen,
    reason: null,
  }
  if (at === null) {
    const written = await comment(context, {
      id,
      internal: false,
      ...said,
      ...(cc && { cc }),
      ...(status && { status }),
      ...(beside && { beside }),
    })
    const row = await insert(context, { ...values, send_at: now, state: 'sent', comment: written.id })
    return { ...row, written }
  }
  await keepFiles(context, said.attachments, true)
  await refuseTooMany(context, id)
  const row = await insert(context, { ...values, send_at: at, state: 'waiting', comment: null })
  await context.enqueue(sendKind, { sending: row.id }, { after: secondsUntil(at, now) })
  tell(context, ticket, row)
  return { ...row, written: null }
}

const insert = (
  { db }: TicketContext,
  values: Omit<SendingRow, 'id' | 'created_at' | 'updated_at' | 'version'>,
): Promise<SendingRow> =>
  db.insertInto('ticket_sendings').values(values).returning(sendingFields).executeTakeFirstOrThrow()

/** When a reply leaves; null for at once. */
async function hourOf(context: TicketContext, asked: string | undefined): Promise<string | null> {
  const now = Date.parse(context.now)
  if (asked !== undefined) {
    const at = Date.parse(asked)
    if (at - now > MOST_AHEAD_MS) throw invalid([{ pointer: '/send_at', code: 'too_late' }])
    if (at > now) return new Date(at).toISOString()
    return null
  }
  const chosen = undoSeconds.schema.safeParse((await context.call(preferences.mine, {}))[undoSeconds.key])
  const seconds = chosen.success ? chosen.data : context.platform.config.undoSendSeconds
  return seconds === 0 ? null : new Date(now + seconds * 1_000).toISOString()
}

export const secondsUntil = (at: string, now: string): number =>
  Math.max(0, Math.ceil((Date.parse(at) - Date.parse(now)) / 1_000))

async function refuseTooMany({ db }: TicketContext, ticket: string): Promise<void> {
  const { count } = await db
    .selectFrom('ticket_sendings')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ticket', '=', ticket)
    .where('state', 'in', ['waiting', 'stopped'])
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= MOST_WAITING) throw conflict('sending.too_many', { most: MOST_WAITING })
}

/** What waits must not be swept away as left over before it is attached. */
export async function keepFiles(context: TicketContext, ids: readonly string[], held: boolean): Promise<void> {
  if (ids.length === 0) return
  if (held) await ownFiles(context, ids)
  await context.as(systemOf(context.actor.tenant_id), ({ call }) => call(fileStore.hold, { ids: [...ids], held }))
}

export function tell({ emit }: TicketContext, ticket: TicketRow, row: SendingRow): void {
  const { id, author, state, reason, send_at, comment: became } = row
  emit(ticketSendingChanged, {
    ticket: lineOf(ticket),
    sending: { id, author, state, reason, send_at, comment: became },
  })
}

type Open = { ticket: TicketRow; row: SendingRow }

/** A waiting or stopped reply of one's own, or anybody's for those who may delete tickets, under its ticket's lock. */
async function open(context: TicketContext, { id, sending }: { id: string; sending: string }): Promise<Open> {
  const ticket = await findLocked(context, Ticket, id, 'tickets.comment')
  demand(context.actor, READ_NOTES)
  const row = await context.db
    .selectFrom('ticket_sendings')
    .select(sendingFields)
    .where('id', '=', sending)
    .where('ticket', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound(Sending.name)
  if (row.author !== context.actor.user_id && !may(context.actor, 'tickets.delete')) throw forbidden('tickets.delete')
  if (row.state === 'sent' || row.state === 'cancelled') throw conflict(`sending.${row.state}`)
  return { ticket, row }
}

export async function settle(
  context: TicketContext,
  { ticket, row }: Open,
  to: Pick<SendingRow, 'state'> & Partial<Pick<SendingRow, 'reason' | 'comment' | 'send_at'>>,
): Promise<SendingRow> {
  const after = await context.db
    .updateTable('ticket_sendings')
    .set(to)
    .where('id', '=', row.id)
    .returning(sendingFields)
    .executeTakeFirstOrThrow()
  tell(context, ticket, after)
  return after
}

async function cancel(context: TicketContext, asked: Parsed<typeof sendings.cancel>): Promise<SendingRow> {
  const found = await open(context, asked)
  await keepFiles(context, found.row.attachments, false).catch(ignoreGone)
  return settle(context, found, { state: 'cancelled' })
}

async function reschedule(context: TicketContext, asked: Parsed<typeof sendings.reschedule>): Promise<SendingRow> {
  const found = await open(context, asked)
  if (found.row.state !== 'waiting') throw conflict('sending.stopped')
  const ahead = Date.parse(asked.send_at) - Date.parse(context.now)
  if (ahead > MOST_AHEAD_MS) throw invalid([{ pointer: '/send_at', code: 'too_late' }])
  const send_at = ahead > 0 ? new Date(asked.send_at).toISOString() : context.now
  const after = await settle(context, found, { state: 'waiting', send_at })
  await context.enqueue(sendKind, { sending: after.id }, { after: secondsUntil(send_at, context.now) })
  return after
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof Problem)) throw error
}

export default implement(sendings, { tables }, { list, send, cancel, reschedule })
