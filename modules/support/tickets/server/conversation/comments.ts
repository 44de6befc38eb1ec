// Replies and internal notes.
import { conflict, invalid, type Out, type Parsed } from '#kernel/contract/index.ts'
import { demand, may } from '#kernel/server/access/actor.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import { sql } from 'kysely'
import {
  afterRequesterReply,
  beginningOf,
  READ_NOTES,
  Ticket,
  ticketCommented,
  WRITE_NOTES,
  type tickets,
} from '../../contract.ts'
import { answerByMail, deliveries } from '../mail/answer.ts'
import { attach } from './attachments.ts'
import { mentionsIn } from './mentions.ts'
import { refuseStale } from './stale.ts'
import { followMentioned } from '../followers/followers.ts'
import { moved, tellChanges } from '../edit.ts'
import { AWAKE } from '../moving/awake.ts'
import { besideOf } from '../sending/beside.ts'
import { channelOf, isStaff } from '../staff.ts'
import { attachmentFields, commentFields, type CommentRow, type TicketContext, type TicketRow } from '../tables.ts'
import { lineOf } from '../ticket-line.ts'

type Asked = Parsed<typeof tickets.comment>
type Read = Out<typeof tickets.comment>
/** What a mail brings along. */
type Travelled = { quoted: string | null; mail: string | null }

/** Writes a reply or a note, and moves the ticket with it where asked or where the rules say so. */
export async function comment(
  context: TicketContext,
  {
    id,
    text,
    internal,
    attachments,
    status,
    seen,
    cc,
    beside,
    mentions = [],
  }: Omit<Asked, 'mentions'> & { mentions?: string[] },
  travelled: Travelled = { quoted: null, mail: null },
): Promise<Read> {
  const { db, actor, meta, emit } = context
  let written: Read | undefined
  const { before, after } = await changeBy(context, Ticket, id, 'tickets.comment', async (ticket) => {
    refuse(context, ticket, { text, internal, attachments, status, cc, beside })
    if (seen !== undefined) await refuseStale(context, id, seen)
    const left = internal ? null : await answerByMail(context, ticket, { text, attachments, cc })
    const values = {
      ticket: id,
      author: actor.user_id,
      text,
      internal,
      channel: channelOf(meta),
      quoted: travelled.quoted,
      mail: left ?? travelled.mail,
      mentions: await mentionsIn(context, text, mentions),
      automatic: false,
    }
    const row = await db.insertInto('ticket_comments').values(values).returning(commentFields).executeTakeFirstOrThrow()
    const files = await attach(context, { ticket: id, comment: row.id }, attachments)
    written = { ...row, attachments: files, delivery: null, ...(await deliveries(context, [row])).get(row.id) }
    await followMentioned(context, ticket, row.mentions)
    const follows = effects(context, ticket, { text, internal, status })
    return beside ? { ...follows, ...(await besideOf(context, ticket, beside, follows.status)) } : follows
  })
  // Customers hear of it too: who else got the mail is not for their programs.
  const { recipients: _, ...told } = written!
  emit(ticketCommented, { ticket: lineOf(after), comment: told })
  tellChanges(context, before, after)
  return written!
}

function refuse({ actor }: TicketContext, ticket: TicketRow, asked: Omit<Asked, 'id' | 'mentions'>): void {
  const { text, internal, attachments, status, cc, beside } = asked
  if (internal) demand(actor, WRITE_NOTES)
  if (status !== undefined || cc !== undefined || beside !== undefined) demand(actor, 'tickets.update')
  if (text.trim() === '' && attachments.length === 0) throw invalid([{ pointer: '/text', code: 'required' }])
  if (ticket.status === 'closed' && !isStaff(actor)) throw conflict('ticket.closed_to_customer')
}

/** What a comment does to its ticket. A note does nothing to it by itself: a customer must not notice that there is one. */
function effects(
  context: TicketContext,
  ticket: TicketRow,
  asked: Pick<Asked, 'text' | 'internal' | 'status'>,
): Partial<TicketRow> {
  const { actor, now } = context
  const byRequester = actor.user_id === ticket.requester || !isStaff(actor)
  const follows = byRequester && !asked.internal ? afterRequesterReply(ticket.status) : ticket.status
  const move = moved(context, ticket, asked.status ?? follows)
  if (asked.internal) return move
  return {
    ...(byRequester && ticket.snoozed ? AWAKE : {}),
    ...move,
    last_reply_at: now > ticket.last_reply_at ? now : ticket.last_reply_at,
    last_reply_by: byRequester ? ('requester' as const) : ('staff' as const),
    preview: beginningOf(asked.text),
    comment_count: ticket.comment_count + 1,
  }
}

/** Comments in the order they were written; notes only for those who may read them. */
export async function comments(
  context: TicketContext,
  { id, after, before, newest, limit }: Parsed<typeof tickets.comments>,
): Promise<Out<typeof tickets.comments>> {
  const { db, actor } = context
  await find(context, Ticket, id, 'tickets.read')
  const isBackwards = newest || before !== undefined
  let rows = db
    .selectFrom('ticket_comments')
    .select(commentFields)
    .where('ticket', '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('id', isBackwards ? 'desc' : 'asc')
    .limit(sql.lit(limit + 1))
  if (after) rows = rows.where('id', '>', after)
  if (before) rows = rows.where('id', '<', before)
  if (!may(actor, READ_NOTES)) rows = rows.where('internal', '=', false)
  const found = await rows.execute()
  const hasMore = found.length > limit
  const page = found.slice(0, limit)
  const items = await withAttachments(context, isBackwards ? page.reverse() : page)
  return {
    items,
    next: hasMore && !isBackwards ? items.at(-1)!.id : null,
    previous: hasMore && isBackwards ? items[0]!.id : null,
  }
}

async function withAttachments(context: TicketContext, rows: readonly CommentRow[]): Promise<Read[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const files = await context.db
    .selectFrom('ticket_attachments')
    .select(attachmentFields)
    .where('comment', 'in', ids)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  const delivered = await deliveries(context, rows)
  return rows.map((row) => ({
    ...row,
    attachments: files.filter((file) => file.comment === row.id),
    delivery: null,
    ...delivered.get(row.id),
  }))
}
