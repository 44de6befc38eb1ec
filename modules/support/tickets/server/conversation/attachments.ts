// Files of a ticket. They are read through the ticket, so whoever sees it sees them, except those of internal notes.
import { conflict, invalid, notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { may, systemOf } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { on } from '#kernel/server/module.ts'
import { fileChanged, files, fileStore } from '#modules/platform/files/contract.ts'
import { Attachment, READ_NOTES, Ticket, ticketAttachmentChanged, ticketRemoved, type tickets } from '../../contract.ts'
import { foundOrNull } from '../references.ts'
import { attachmentFields, type AttachmentRow, ticketFields, type TicketContext } from '../tables.ts'
import { lineOf } from '../ticket-line.ts'

type Place = { ticket: string; comment: string | null }

/** Attaches uploaded files: one's own, each once. Throws 422 for others and 409 for those attached already. */
export async function attach(context: TicketContext, place: Place, ids: readonly string[]): Promise<AttachmentRow[]> {
  if (ids.length === 0) return []
  const { db } = context
  const wanted = await ownFiles(context, [...new Set(ids)])
  const taken = await db.selectFrom('ticket_attachments').select('file').where('file', 'in', ids).executeTakeFirst()
  if (taken) throw conflict('attachment.taken')
  // What is known of them once they are locked: whoever checks them tells us of everything later.
  const { items } = await context.call(fileStore.claim, { ids: wanted.map(({ id }) => id) })
  const rows = items.map((file) => ({ ...place, file: file.id, ...copied(file) }))
  return db.insertInto('ticket_attachments').values(rows).returning(attachmentFields).execute()
}

const copied = ({ name, type, size, scan, preview, width, height }: Out<typeof files.get>) => ({
  name,
  type,
  size,
  scan,
  preview,
  width,
  height,
})

export const attachmentSubscriptions = [
  on(fileChanged, 'tickets.files', async (context: TicketContext, { file }) => {
    const row = await context.db
      .updateTable('ticket_attachments')
      .set(copied(file))
      .where('file', '=', file.id)
      .where('deleted_at', 'is', null)
      .returning(attachmentFields)
      .executeTakeFirst()
    if (row) await tellOf(context, row)
  }),
  on(ticketRemoved, 'tickets.release_files', async ({ db, call }: TicketContext, { ticket }) => {
    const rows = await db.selectFrom('ticket_attachments').select('file').where('ticket', '=', ticket.id).execute()
    for (let start = 0; start < rows.length; start += 100)
      await call(fileStore.release, { ids: rows.slice(start, start + 100).map(({ file }) => file) })
  }),
]

async function tellOf({ db, emit }: TicketContext, attachment: AttachmentRow): Promise<void> {
  const ticket = await db
    .selectFrom('tickets')
    .select(ticketFields)
    .where('id', '=', attachment.ticket)
    .executeTakeFirst()
  if (!ticket) return
  const comment = attachment.comment
    ? await db.selectFrom('ticket_comments').select('internal').where('id', '=', attachment.comment).executeTakeFirst()
    : undefined
  emit(ticketAttachmentChanged, { ticket: lineOf(ticket), attachment, internal: comment?.internal ?? false })
}

/** One's own files, by id; throws 422 for others. */
export async function ownFiles(
  { call, actor }: TicketContext,
  ids: readonly string[],
): Promise<Out<typeof files.get>[]> {
  const found: Out<typeof files.get>[] = []
  for (const [index, id] of ids.entries()) {
    const file = await foundOrNull(() => call(files.get, { id }))
    if (file?.uploaded_by !== actor.user_id)
      throw invalid([{ pointer: `/attachments/${index}`, code: 'unknown_reference' }])
    found.push(file)
  }
  return found
}

/** The attachments of a ticket that the actor may see, without those of hidden notes. */
function visible({ db, actor }: TicketContext, ticket: string) {
  const rows = db
    .selectFrom('ticket_attachments as a')
    .select(attachmentFields.map((field) => `a.${field}` as const))
    .where('a.ticket', '=', ticket)
    .where('a.deleted_at', 'is', null)
  if (may(actor, READ_NOTES)) return rows
  return rows
    .leftJoin('ticket_comments as c', 'c.id', 'a.comment')
    .where((eb) => eb.or([eb('a.comment', 'is', null), eb('c.internal', '=', false)]))
}

export async function attachments(context: TicketContext, { id }: { id: string }): Promise<{ items: AttachmentRow[] }> {
  await find(context, Ticket, id, 'tickets.read')
  return { items: await visible(context, id).orderBy('a.id').execute() }
}

/** The bytes of one attachment. */
export async function attachment(
  context: TicketContext,
  { id, attachment: wanted, size }: Parsed<typeof tickets.attachment>,
): Promise<unknown> {
  await find(context, Ticket, id, 'tickets.read')
  const found = await visible(context, id).where('a.id', '=', wanted).executeTakeFirst()
  if (!found) throw notFound(Attachment.name)
  // The file belongs to whoever uploaded it; the ticket is what gives the right to read it.
  return context.as(systemOf(context.actor.tenant_id), ({ call }) => call(files.content, { id: found.file, size }))
}
