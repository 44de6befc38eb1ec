// A mail has come in for the desk: it becomes a ticket, a reply or a note, or waits for a person.
import { type Grants, type Out, Problem } from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { together } from '#kernel/server/batches/together.ts'
import { implement } from '#kernel/server/module.ts'
import type * as z from 'zod'
import { teams } from '#modules/platform/identity/contract.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import { mailDesk, type ReceivedMail } from '#modules/platform/mail/contract.ts'
import { beginningOf, tickets, WRITE_NOTES } from '../../contract.ts'
import { comment } from '../conversation/comments.ts'
import { isThere } from '../references.ts'
import { isStaff } from '../staff.ts'
import { ticketFields, type TicketContext, type TicketRow } from '../tables.ts'
import { receiptOf } from './answer.ts'
import { candidatesOf } from './candidates.ts'
import { addParticipants } from './participants.ts'
import { placeOf, type Place } from './place.ts'
import { granted, senderOf, type Sender } from './sender.ts'
import { chosenPlace } from './chosen.ts'

type Received = z.output<typeof ReceivedMail>

type Fate = Out<typeof mailDesk.take>['fates'][number]

const MOST_FILES = 20
const MOST_TEXT = 50_000
const MOST_QUOTED = 200_000
const MOST_TITLE = 200

export default implement(
  mailDesk,
  { tables: [] },
  { take: async (context, { mails }) => ({ fates: await together(mails, (one) => take(context, one)) }) },
)

const aside = (state: Fate['state'], reason: string, thread: string | null = null): Fate => ({
  state,
  reason,
  detail: null,
  thread,
  answer: null,
})

async function take(context: TicketContext, received: Received): Promise<Fate> {
  const sender = await senderOf(context, received.from, `${received.subject}\n${received.visible}`)
  if (typeof sender === 'string') return aside('suspended', sender)
  if (received.forged && isStaff(sender.actor)) return aside('suspended', 'forged_sender')
  const place =
    (await chosenPlace(context, received.into, sender)) ??
    placeOf(await candidatesOf(context, received, sender), received)
  if (place.kind === 'aside') return aside(place.state, place.reason, place.thread)
  if (place.kind === 'new' && !may(sender.actor, 'tickets.create')) return aside('suspended', 'not_allowed')
  const ticket =
    place.kind === 'new'
      ? await open(context, received, sender, place.about)
      : await reply(context, received, sender, place)
  const requester = ticket.requester === sender.user.id ? sender.user.email : null
  // What a machine's note names is not somebody's wish.
  const left = received.reopens ? await addParticipants(context, ticket.id, requester ?? '', received.others) : []
  const detail = left.length > 0 ? left.join(', ').slice(0, 500) : null
  const answer = place.kind === 'new' && received.answerable ? receiptOf(context, sender, ticket) : null
  return { state: 'handled', reason: detail && 'people_left_out', detail, thread: ticket.id, answer }
}

/** A new ticket of the sender. What is too long for it stands in the mail that it came from. */
async function open(
  context: TicketContext,
  received: Received,
  { actor, user }: Sender,
  about: number | null,
): Promise<TicketRow> {
  const queue = await queueOf(context, received)
  // The desk chose the team of its address, not the sender.
  const more: Grants = queue.team ? { 'tickets.assign': 'all', 'teams.read': 'all' } : {}
  return context.as(granted(actor, { ...more, 'categories.read': 'all' }), async (self: TicketContext) => {
    const kept = await keepFiles(self, received)
    // A mail that is nothing but a quotation is shown as it is.
    const [visible, quoted] =
      received.visible.trim() === '' ? [received.quoted, ''] : [received.visible, received.quoted]
    const text = [visible, leftOut(context, user.language, kept.left)]
    const mention = about === null ? '' : ` (#${about})`
    const subject = beginningOf(received.subject) || beginningOf(received.visible) || '—'
    const ticket = await self.call(tickets.create, {
      title: `${subject
        .slice(0, MOST_TITLE - mention.length)
        .toWellFormed()
        .trim()}${mention}`,
      description: text
        .filter((part) => part !== '')
        .join('\n\n')
        .slice(0, MOST_TEXT)
        .toWellFormed(),
      attachments: kept.ids,
      ...(received.topic ? { type: received.topic } : {}),
      ...queue,
    })
    await self.db
      .insertInto('ticket_openings')
      .values({
        ticket: ticket.id,
        mail: received.id,
        quoted: quoted.slice(0, MOST_QUOTED).toWellFormed() || null,
      })
      .execute()
    return ticket
  })
}

/** Team and category of the address; ones that are gone by now hold up no mail. */
async function queueOf({ call }: TicketContext, { team, category }: Received) {
  return {
    ...(team && (await isThere(() => call(teams.get, { id: team }))) ? { team } : {}),
    ...(category && (await isThere(() => call(categories.get, { id: category }))) ? { category } : {}),
  }
}

async function reply(
  context: TicketContext,
  received: Received,
  { actor, user }: Sender,
  { ticket, internal, relation }: Extract<Place, { kind: 'comment' }>,
): Promise<TicketRow> {
  // A participant may write to this one ticket; whether a machine's note may be written is not its sender's affair.
  const speaker = granted(actor, {
    ...(relation === 'participant' || internal ? { 'tickets.comment': 'all' } : {}),
    ...(internal ? { [WRITE_NOTES]: 'all' } : {}),
  })
  await context.as(speaker, async (self: TicketContext) => {
    const kept = await keepFiles(self, received)
    const text = [received.visible, leftOut(context, user.language, kept.left)]
      .filter((part) => part !== '')
      .join('\n\n')
    const said = text.slice(0, MOST_TEXT).toWellFormed().trim() || received.subject || '—'
    const asked = { id: ticket, text: said, internal, attachments: kept.ids }
    await comment(self, asked, { quoted: received.quoted || null, mail: received.id })
  })
  return context.db.selectFrom('tickets').select(ticketFields).where('id', '=', ticket).executeTakeFirstOrThrow()
}

/** Makes files of the attachments; those whose kind or number is not taken are named, and stand in the raw mail. */
async function keepFiles({ call }: TicketContext, { attachments }: Received) {
  const ids: string[] = []
  const left: string[] = []
  for (const { name, content } of attachments) {
    if (ids.length === MOST_FILES) {
      left.push(name)
      continue
    }
    try {
      ids.push((await call(fileStore.store, { name, bytes: content })).id)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      left.push(name)
    }
  }
  return { ids, left }
}

const leftOut = ({ platform }: TicketContext, language: string, names: readonly string[]): string =>
  names.length === 0 ? '' : platform.texts.t(language, 'ticket_mail.left_out', { files: names.join(', ') })
