// An answer that a rule gives: a public message of the desk, within what one address may get of mails that no person wrote.
import { systemOf } from '#kernel/server/access/actor.ts'
import { changeBy } from '#kernel/server/crud.ts'
import { Skipped } from '#kernel/server/rules/step.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { inboundMails, mail } from '#modules/platform/mail/contract.ts'
import { beginningOf, Ticket, ticketCommented } from '../../contract.ts'
import { usableAddress } from '../mail/sender.ts'
import { foundOrNull } from '../references.ts'
import { commentFields, type CommentRow, type TicketContext, type TicketRow } from '../tables.ts'
import { lineOf } from '../ticket-line.ts'

type Answer = { ticket: string; text: (requester: string) => string; author: string | null }

/**
 * Answers as whoever made the rule. The ticket still waits for a person: nothing but its preview and count of messages changes.
 * Throws `Skipped` where a machine wrote, or where the requester has had enough automatic mails.
 */
export async function answerAutomatically(context: TicketContext, { ticket: id, text, author }: Answer): Promise<void> {
  const { db, emit } = context
  if (await byMachine(context, id)) throw new Skipped('rule_code.machine_wrote')
  let written: CommentRow | undefined
  const { after } = await changeBy(context, Ticket, id, 'tickets.comment', async (ticket) => {
    const requester = await foundOrNull(() => context.call(users.get, { id: ticket.requester }))
    const said = text(requester?.name ?? '')
    const address = requester?.is_active ? usableAddress(requester.email) : null
    const sent = requester && address ? await send(context, ticket, { ...requester, address }, said) : null
    written = await db
      .insertInto('ticket_comments')
      .values({
        ticket: id,
        author: author ?? context.actor.user_id,
        text: said,
        internal: false,
        channel: 'api',
        quoted: null,
        mail: sent,
        mentions: [],
        automatic: true,
      })
      .returning(commentFields)
      .executeTakeFirstOrThrow()
    return { preview: beginningOf(said), comment_count: ticket.comment_count + 1 }
  })
  emit(ticketCommented, { ticket: lineOf(after), comment: { ...written!, attachments: [], delivery: null } })
}

type Person = { name: string; address: string; language: TicketLanguage }
type TicketLanguage = 'ru' | 'en' | 'uz' | 'ar'

async function send(context: TicketContext, ticket: TicketRow, to: Person, text: string): Promise<string> {
  const sent = await context.as(systemOf(context.actor.tenant_id), ({ call }) =>
    call(mail.send, {
      to: [{ name: to.name, address: to.address }],
      // Not the subject of the receipt: a second one under the same subject would stay here, as it should with the next answer.
      subject: `Re: ${ticket.title}`,
      text,
      language: to.language,
      thread: ticket.id,
      reference: String(ticket.number),
      automatic: true,
    }),
  )
  if (!sent) throw new Skipped('rule_code.mail_held')
  return sent.id
}

/** Whether the ticket was opened by a mail that no person wrote to the desk. What machines answer later becomes a note. */
async function byMachine({ db, call }: TicketContext, ticket: string): Promise<boolean> {
  const opening = await db.selectFrom('ticket_openings').select('mail').where('ticket', '=', ticket).executeTakeFirst()
  if (!opening) return false
  const received = await foundOrNull(() => call(inboundMails.get, { id: opening.mail }))
  return received?.kind !== undefined && received.kind !== null && received.kind !== 'person'
}
