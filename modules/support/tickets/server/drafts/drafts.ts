// Answers being written, kept for their authors.
import { conflict, notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { demand } from '#kernel/server/access/actor.ts'
import { existing } from '#kernel/server/access/references.ts'
import { find } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { READ_NOTES, Ticket } from '../../contract.ts'
import { Draft, drafts } from '../../contract/composing/draft.ts'
import { draftFields, tables, type DraftRow, type TicketContext } from '../tables.ts'

const json = <T>(value: T): T => JSON.stringify(value) as T

async function list(context: TicketContext, { id }: { id: string }): Promise<Out<typeof drafts.list>> {
  await find(context, Ticket, id, 'tickets.read')
  const rows = await context.db
    .selectFrom('ticket_drafts')
    .select(draftFields)
    .where('ticket', '=', id)
    .orderBy('id')
    .execute()
  return { items: rows.map((row) => (row.author === context.actor.user_id || row.shared ? row : veiled(row))) }
}

/** That somebody writes is no secret; what they write is. */
const veiled = (row: DraftRow): DraftRow => ({ ...row, text: '', attachments: [], seen: null })

async function save(context: TicketContext, asked: Parsed<typeof drafts.save>): Promise<DraftRow> {
  const { db, actor } = context
  const { id: ticket, mode, based_on, attachments, ...said } = asked
  await mayWrite(context, ticket)
  // What is gone by now is left out: a draft is kept whatever became of its files.
  const files = await existing(
    context,
    'file',
    attachments.map(({ id }) => id),
  )
  const read = said.seen !== null && (await existing(context, 'comment', [said.seen])).has(said.seen)
  const values = {
    ...said,
    seen: read ? said.seen : null,
    attachments: json(attachments.filter(({ id }) => files.has(id))),
  }
  if (based_on === null) {
    const made = await db
      .insertInto('ticket_drafts')
      .values({ ticket, mode, author: actor.user_id, ...values })
      .onConflict((met) => met.columns(['tenant_id', 'ticket', 'author', 'mode'] as never).doNothing())
      .returning(draftFields)
      .executeTakeFirst()
    if (!made) throw conflict('draft.newer')
    return made
  }
  const after = await db
    .updateTable('ticket_drafts')
    .set(values)
    .where('ticket', '=', ticket)
    .where('author', '=', actor.user_id)
    .where('mode', '=', mode)
    .where('version', '=', based_on)
    .returning(draftFields)
    .executeTakeFirst()
  if (!after) throw conflict('draft.newer')
  return after
}

async function discard(context: TicketContext, { id, mode }: Parsed<typeof drafts.discard>): Promise<null> {
  await mayWrite(context, id)
  await context.db
    .deleteFrom('ticket_drafts')
    .where('ticket', '=', id)
    .where('author', '=', context.actor.user_id)
    .where('mode', '=', mode)
    .execute()
  return null
}

async function take(context: TicketContext, { id, draft }: Parsed<typeof drafts.take>): Promise<DraftRow> {
  const { db, actor } = context
  await mayWrite(context, id)
  const theirs = await db
    .selectFrom('ticket_drafts')
    .select(draftFields)
    .where('id', '=', draft)
    .where('ticket', '=', id)
    .where('shared', '=', true)
    .forUpdate()
    .executeTakeFirst()
  if (!theirs) throw notFound(Draft.name)
  if (theirs.author === actor.user_id) return theirs
  const mine = await db
    .selectFrom('ticket_drafts')
    .select('id')
    .where('ticket', '=', id)
    .where('author', '=', actor.user_id)
    .where('mode', '=', theirs.mode)
    .executeTakeFirst()
  if (mine) throw conflict('ticket_draft.own_there')
  return db
    .updateTable('ticket_drafts')
    .set({ author: actor.user_id, shared: false, attachments: json([]) })
    .where('id', '=', draft)
    .returning(draftFields)
    .executeTakeFirstOrThrow()
}

async function mayWrite(context: TicketContext, ticket: string): Promise<void> {
  demand(context.actor, READ_NOTES)
  await find(context, Ticket, ticket, 'tickets.comment')
}

export default implement(drafts, { tables }, { list, save, discard, take })
