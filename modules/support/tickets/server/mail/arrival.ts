// A mail has come in for the desk: it becomes a ticket, a reply or a note, or waits for a person.
import { type Grants, type Out, Problem } from '#kernel/contract/index.ts'
import { may, systemOf } from '#kernel/server/access/actor.ts'
import type { Context, Platform } from '#kernel/server/context.ts'
import { freeWorker, jobKind } from '#kernel/server/jobs.ts'
import { on } from '#kernel/server/module.ts'
import { teams } from '#modules/platform/identity/contract.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import { mail, mailReceived } from '#modules/platform/mail/contract.ts'
import { beginningOf, tickets, WRITE_NOTES } from '../../contract.ts'
import { comment } from '../conversation/comments.ts'
import { isThere } from '../references.ts'
import { isStaff } from '../staff.ts'
import { ticketFields, type TicketContext, type TicketRow } from '../tables.ts'
import { sendReceipt } from './answer.ts'
import { candidatesOf } from './candidates.ts'
import { addParticipants } from './participants.ts'
import { placeOf, type Place } from './place.ts'
import { granted, senderOf, type Sender } from './sender.ts'
import { chosenPlace } from './chosen.ts'

type Received = NonNullable<Out<typeof mail.take>>

const takeMailJob = jobKind<{ mail: string }>('tickets.take_mail')
const MOST_FILES = 20
const MOST_TEXT = 50_000
const MOST_QUOTED = 200_000
const MOST_TITLE = 200

export const mailSubscriptions = [
  on(mailReceived, 'tickets.mail', async ({ enqueue }: Context, { mail: { id }, purpose }) => {
    if (purpose === 'support') await enqueue(takeMailJob, { mail: id })
  }),
]
/** A large mail must not keep the others waiting. */
const AT_ONCE = 4

export const mailJobs = [freeWorker(takeMailJob, takeMail, { atOnce: AT_ONCE })]

/** Takes one mail in one transaction. What our own rules refuse waits for a person; what breaks is tried again. */
async function takeMail(platform: Platform, tenantId: string, { mail: id }: { mail: string }): Promise<void> {
  const within = (work: (context: TicketContext) => Promise<unknown>) =>
    platform.within(systemOf(tenantId), { channel: 'email' }, work)
  try {
    await within((context) => handle(context, id)).catch((error: unknown) => {
      if (!isMeanwhile(error)) throw error
      return within((context) => handle(context, id))
    })
  } catch (error) {
    const refused = error instanceof Problem && error.status < 500
    if (refused) {
      await within(({ call }) => call(mail.settle, { id, state: 'suspended', reason: 'refused', detail: error.code }))
      return
    }
    await within(({ call }) => call(mail.settle, { id, state: 'failed', reason: 'internal' })).catch(() => undefined)
    throw error
  }
}

/** Two first mails of one person, read side by side: whoever came second finds the account now. */
const isMeanwhile = (error: unknown): boolean => {
  const { code } = error as { code?: unknown }
  return code === '23505' || code === 'user.email_taken'
}

async function handle(context: TicketContext, id: string): Promise<void> {
  const { call } = context
  const received = await call(mail.take, { id })
  if (!received) return
  const sender = await senderOf(context, received.from, `${received.subject}\n${received.visible}`)
  if (typeof sender === 'string') {
    await call(mail.settle, { id, state: 'suspended', reason: sender })
    return
  }
  if (received.forged && isStaff(sender.actor)) {
    await call(mail.settle, { id, state: 'suspended', reason: 'forged_sender' })
    return
  }
  const place =
    (await chosenPlace(context, received.into, sender)) ??
    placeOf(await candidatesOf(context, received, sender), {
      opens: received.opens,
      reopens: received.reopens,
      kind: received.mail.kind ?? 'person',
    })
  if (place.kind === 'aside') {
    await call(mail.settle, { id, state: place.state, reason: place.reason, thread: place.thread })
    return
  }
  if (place.kind === 'new' && !may(sender.actor, 'tickets.create')) {
    await call(mail.settle, { id, state: 'suspended', reason: 'not_allowed' })
    return
  }
  const ticket =
    place.kind === 'new'
      ? await open(context, received, sender, place.about)
      : await reply(context, received, sender, place)
  const requester = ticket.requester === sender.user.id ? sender.user.email : null
  // What a machine's note names is not somebody's wish.
  const left = received.reopens ? await addParticipants(context, ticket.id, requester ?? '', received.others) : []
  const detail = left.length > 0 ? left.join(', ').slice(0, 500) : null
  await call(mail.settle, { id, state: 'handled', reason: detail && 'people_left_out', detail, thread: ticket.id })
  if (place.kind === 'new' && received.answerable) await sendReceipt(context, sender, ticket)
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
    const kept = await keepFiles(self, context, received)
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
        mail: received.mail.id,
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
    const kept = await keepFiles(self, context, received)
    const text = [received.visible, leftOut(context, user.language, kept.left)]
      .filter((part) => part !== '')
      .join('\n\n')
    const said = text.slice(0, MOST_TEXT).toWellFormed().trim() || received.subject || '—'
    const asked = { id: ticket, text: said, internal, attachments: kept.ids }
    await comment(self, asked, { quoted: received.quoted || null, mail: received.mail.id })
  })
  return context.db.selectFrom('tickets').select(ticketFields).where('id', '=', ticket).executeTakeFirstOrThrow()
}

/** Makes files of the attachments; those whose kind or number is not taken are named, and stand in the raw mail. */
async function keepFiles(self: TicketContext, { call }: TicketContext, received: Received) {
  const ids: string[] = []
  const left: string[] = []
  for (const [position, { name }] of received.attachments.entries()) {
    if (ids.length === MOST_FILES) {
      left.push(name)
      continue
    }
    const { content } = await call(mail.attachment, { id: received.mail.id, position })
    try {
      ids.push((await self.call(fileStore.store, { name, bytes: content })).id)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      left.push(name)
    }
  }
  return { ids, left }
}

const leftOut = ({ platform }: TicketContext, language: string, names: readonly string[]): string =>
  names.length === 0 ? '' : platform.texts.t(language, 'ticket_mail.left_out', { files: names.join(', ') })
