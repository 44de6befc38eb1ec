// Files of a ticket. They are read through the ticket, so whoever sees it sees them, except those of internal notes.
import { conflict, invalid, notFound, type Out } from '#kernel/contract/index.ts'
import { may, systemOf } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { files, fileStore } from '#modules/platform/files/contract.ts'
import { Attachment, READ_NOTES, Ticket } from '../../contract.ts'
import { foundOrNull } from '../references.ts'
import { attachmentFields, type AttachmentRow, type TicketContext } from '../tables.ts'

type Place = { ticket: string; comment: string | null }

/** Attaches uploaded files: one's own, each once. Throws 422 for others and 409 for those attached already. */
export async function attach(context: TicketContext, place: Place, ids: readonly string[]): Promise<AttachmentRow[]> {
  if (ids.length === 0) return []
  const { db } = context
  const wanted = await ownFiles(context, [...new Set(ids)])
  const taken = await db.selectFrom('ticket_attachments').select('file').where('file', 'in', ids).executeTakeFirst()
  if (taken) throw conflict('attachment.taken')
  await context.call(fileStore.claim, { ids: wanted.map(({ id }) => id) })
  const rows = wanted.map(({ id, name, type, size }) => ({ ...place, file: id, name, type, size }))
  return db.insertInto('ticket_attachments').values(rows).returning(attachmentFields).execute()
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
  { id, attachment: wanted }: { id: string; attachment: string },
): Promise<unknown> {
  await find(context, Ticket, id, 'tickets.read')
  const found = await visible(context, id).where('a.id', '=', wanted).executeTakeFirst()
  if (!found) throw notFound(Attachment.name)
  // The file belongs to whoever uploaded it; the ticket is what gives the right to read it.
  return context.as(systemOf(context.actor.tenant_id), ({ call }) => call(files.content, { id: found.file }))
}
