// The mails behind messages. Whoever reads a ticket with its notes may see what its mails said on their way.
import { notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { InboundMail, inboundMails, outbox } from '#modules/platform/mail/contract.ts'
import { Ticket } from '../../contract.ts'
import type { conversation } from '../../contract/conversation.ts'
import { foundOrNull } from '../references.ts'
import type { TicketContext } from '../tables.ts'

type Asked = Parsed<typeof conversation.letter>

/** The mail of a message of a ticket that the actor may read; throws 404 when it did not travel. */
async function mailOf(context: TicketContext, { id, comment }: Asked): Promise<string> {
  const { db } = context
  await find(context, Ticket, id, 'tickets.read')
  const found = comment
    ? await db
        .selectFrom('ticket_comments')
        .select('mail')
        .where('id', '=', comment)
        .where('ticket', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
    : await db.selectFrom('ticket_openings').select('mail').where('ticket', '=', id).executeTakeFirst()
  if (!found?.mail) throw notFound(InboundMail.name)
  return found.mail
}

export async function letter(context: TicketContext, asked: Asked): Promise<Out<typeof conversation.letter>> {
  const id = await mailOf(context, asked)
  // The mail belongs to the mail module; the ticket is what gives the right to read this one.
  return context.as(systemOf(context.actor.tenant_id), async ({ call }) => {
    const left = await foundOrNull(() => call(outbox.get, { id }))
    if (left) {
      const by = (role: 'to' | 'cc') =>
        left.recipients.filter((one) => one.role === role).map(({ name, address }) => ({ name, address }))
      const { subject, from_name, from_address, recipients, sent_at, created_at } = left
      return {
        direction: 'out' as const,
        subject,
        from: { name: from_name, address: from_address },
        to: by('to'),
        cc: by('cc'),
        at: sent_at ?? created_at,
        recipients,
      }
    }
    const came = await call(inboundMails.get, { id })
    const { to, cc } = await call(inboundMails.content, { id })
    return {
      direction: 'in' as const,
      subject: came.subject,
      from: { name: came.from_name, address: came.from_address },
      to,
      cc,
      at: came.created_at,
      recipients: null,
    }
  })
}

export async function raw(context: TicketContext, asked: Asked): Promise<unknown> {
  const id = await mailOf(context, asked)
  return context.as(systemOf(context.actor.tenant_id), async ({ call }) =>
    (await foundOrNull(() => call(outbox.get, { id }))) ? call(outbox.raw, { id }) : call(inboundMails.raw, { id }),
  )
}
