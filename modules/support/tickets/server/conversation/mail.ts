// What the module of mails does with comments, in its own transactions.
import { notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { Comment, type ticketMail } from '../../contract.ts'
import { comment } from './comments.ts'
import type { TicketContext } from '../tables.ts'

/** A reply that came by mail. */
export const received = (
  context: TicketContext,
  { quoted, mail, ...asked }: Parsed<typeof ticketMail.received>,
): Promise<Out<typeof ticketMail.received>> => comment(context, asked, { quoted, mail })

/** Notes which mail a comment left as. */
export async function sent(
  { db }: TicketContext,
  { comment: id, mail }: Parsed<typeof ticketMail.sent>,
): Promise<null> {
  const { numUpdatedRows } = await db
    .updateTable('ticket_comments')
    .set({ mail })
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound(Comment.name)
  return null
}
