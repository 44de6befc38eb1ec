// What leaves by mail: public replies of staff, and the receipt for a new ticket.
import { invalid, type Out } from '#kernel/contract/index.ts'
import { may, systemOf } from '#kernel/server/access/actor.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { mail, MailDraft } from '#modules/platform/mail/contract.ts'
import type * as z from 'zod'
import { sql } from 'kysely'
import { READ_NOTES } from '../../contract.ts'
import { ownFiles } from '../conversation/attachments.ts'
import { foundOrNull } from '../references.ts'
import { isStaff } from '../staff.ts'
import type { CommentRow, TicketContext, TicketRow } from '../tables.ts'
import { usableAddress, type Sender } from './sender.ts'

const MOST_QUOTED = 8_000

type Person = { name: string; address: string }
/** `cc`: whom it goes to beside the requester; everybody of the conversation when absent. */
type Reply = { text: string; attachments: readonly string[]; cc: readonly Person[] | undefined }

/**
 * Writes a reply of staff to the requester and everybody who takes part in the conversation; answers the mail's id, or
 * null when nobody is written to: the requester speaks, or cannot be reached.
 */
export async function answerByMail(
  context: TicketContext,
  ticket: TicketRow,
  { text, attachments, cc }: Reply,
): Promise<string | null> {
  const { actor } = context
  if (actor.kind !== 'person' || actor.user_id === ticket.requester || !isStaff(actor)) return null
  const files = (await ownFiles(context, [...new Set(attachments)])).map(({ id, name, type, size }) => ({
    file: id,
    name,
    type,
    size,
  }))
  return context.as(systemOf(actor.tenant_id), async (system: TicketContext) => {
    const requester = await foundOrNull(() => system.call(users.get, { id: ticket.requester }))
    const address = requester?.is_active ? usableAddress(requester.email) : null
    if (!requester || address === null) return null
    const author = await foundOrNull(() => system.call(users.get, { id: actor.user_id }))
    const sent = await system.call(mail.send, {
      to: [{ name: requester.name, address }],
      cc: cc ? chosen(cc, address) : await participantsBeside(system, ticket.id, [address, author?.email]),
      subject: ticket.title,
      text,
      quoted: await lastWords(system, ticket),
      language: requester.language,
      author: author?.name ?? null,
      thread: ticket.id,
      reference: String(ticket.number),
      files,
    })
    return sent?.id ?? null
  })
}

/** Those whom the writer chose, each once. */
function chosen(cc: readonly Person[], requester: string): Person[] {
  const people = cc.map(({ name, address: written }, index) => {
    const address = usableAddress(written)
    if (address === null) throw invalid([{ pointer: `/cc/${index}/address`, code: 'format.email' }])
    return { name, address }
  })
  const once = new Map(people.map((person) => [person.address, person]))
  once.delete(requester)
  return [...once.values()]
}

async function participantsBeside(
  { db }: TicketContext,
  ticket: string,
  others: readonly (string | undefined)[],
): Promise<Person[]> {
  const rows = await db
    .selectFrom('ticket_participants')
    .select(['name', 'address'])
    .where('ticket', '=', ticket)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.filter(({ address }) => !others.includes(address))
}

/** What the requester wrote last: the text that the reply answers. */
async function lastWords({ db }: TicketContext, ticket: TicketRow): Promise<string> {
  const last = await db
    .selectFrom('ticket_comments')
    .select('text')
    .where('ticket', '=', ticket.id)
    .where('author', '=', ticket.requester)
    .where('internal', '=', false)
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return (last?.text ?? ticket.description).slice(0, MOST_QUOTED).toWellFormed()
}

/** Tells a customer under which number their mail is known. Sent in their language, and seldom enough for a machine. */
export const receiptOf = (
  { platform }: TicketContext,
  { user: { name, email, language } }: Sender,
  { id, number, title }: Pick<TicketRow, 'id' | 'number' | 'title'>,
): z.output<typeof MailDraft> =>
  MailDraft.parse({
    to: [{ name, address: email }],
    subject: title,
    text: platform.texts.t(language, 'ticket_mail.receipt', { number, name }),
    language,
    thread: id,
    reference: String(number),
    automatic: true,
  })

type Fate = Out<typeof mail.fates>[string]
type Delivery = { delivery: Fate['state']; recipients: Fate['recipients'] }

/** How the mails of some comments fare, by comment, for those who may see that. */
export async function deliveries(context: TicketContext, rows: readonly CommentRow[]): Promise<Map<string, Delivery>> {
  const travelled = rows.filter(({ mail: id }) => id !== null)
  if (travelled.length === 0 || !may(context.actor, READ_NOTES)) return new Map()
  const fates = await context.as(systemOf(context.actor.tenant_id), ({ call }) =>
    call(mail.fates, { ids: travelled.map(({ mail: id }) => id!) }),
  )
  return new Map(
    travelled.flatMap(({ id, mail: of }) => {
      const fate = fates[of!]
      return fate ? [[id, { delivery: fate.state, recipients: fate.recipients }] as const] : []
    }),
  )
}
