// What a ticket opened with, beside its description.
import { find } from '#kernel/server/crud.ts'
import type { Out } from '#kernel/contract/index.ts'
import { Ticket } from '../../contract.ts'
import type { conversation } from '../../contract/conversation.ts'
import { attachmentFields, type TicketContext } from '../tables.ts'

export async function opening(
  context: TicketContext,
  { id }: { id: string },
): Promise<Out<typeof conversation.opening>> {
  const { db } = context
  // The kernel's connections send statements without waiting for each other's answers.
  const [, came, attachments] = await Promise.all([
    find(context, Ticket, id, 'tickets.read'),
    db.selectFrom('ticket_openings').select(['mail', 'quoted']).where('ticket', '=', id).executeTakeFirst(),
    db
      .selectFrom('ticket_attachments')
      .select(attachmentFields)
      .where('ticket', '=', id)
      .where('comment', 'is', null)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .execute(),
  ])
  return { mail: came?.mail ?? null, quoted: came?.quoted ?? null, attachments }
}
