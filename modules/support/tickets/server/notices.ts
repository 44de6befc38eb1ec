// Whom to tell what of tickets. Whoever did it is left out by the platform, and so is everybody who may not see it.
import { FEW, isOfMany } from '#kernel/server/bulk/bulkable.ts'
import type { Context } from '#kernel/server/context.ts'
import { tells, type Telling } from '#kernel/server/module.ts'
import { departments, teams, users } from '#modules/platform/identity/contract.ts'
import { beginningOf, TICKET_LINE, tickets } from '../contract.ts'
import * as kinds from '../contract/notices.ts'
import { isOver } from './moving/awake.ts'
import { foundOrNull } from './references.ts'
import type { TicketContext } from './tables.ts'
import type { Changes, TicketLine } from './ticket-line.ts'

type Changed = { ticket: TicketLine; changes?: Changes }

const valuesOf = ({ number, title }: TicketLine, text?: string) => ({
  number,
  title,
  ...(text === undefined ? {} : { excerpt: beginningOf(text) }),
})

/** A telling to the people of the desk. */
const toStaff = (ticket: TicketLine, to: Telling['to'], text?: string): Telling => ({
  to,
  values: valuesOf(ticket, text),
  link: `/tickets/${ticket.id}`,
})

/** A telling to the requester, who finds the ticket in the portal unless they work here themselves. */
async function toRequester({ call, platform }: Context, ticket: TicketLine, text?: string): Promise<Telling[]> {
  const { items } = await call(users.addressees, { ids: [ticket.requester] })
  if (items.length === 0) return []
  const reach = platform.access.roles.get(items[0]!.role)?.['tickets.read']
  const folder = reach === 'own' ? '/portal/tickets' : '/tickets'
  return [{ to: [ticket.requester], values: valuesOf(ticket, text), link: `${folder}/${ticket.id}` }]
}

/** Tellings to everybody who follows: each finds the ticket where they work. */
async function toFollowers({ db, call, platform }: Context, ticket: TicketLine, text?: string): Promise<Telling[]> {
  const rows = (await db.selectFrom('ticket_followers').select('person').where('ticket', '=', ticket.id).execute()) as {
    person: string
  }[]
  if (rows.length === 0) return []
  const { items } = await call(users.addressees, { ids: rows.map(({ person }) => person) })
  const inPortal = ({ role }: { role: string }) => platform.access.roles.get(role)?.['tickets.read'] === 'own'
  const telling = (people: typeof items, folder: string): Telling[] =>
    people.length === 0
      ? []
      : [{ to: people.map(({ id }) => id), values: valuesOf(ticket, text), link: `${folder}/${ticket.id}` }]
  return [
    ...telling(
      items.filter((person) => !inPortal(person)),
      '/tickets',
    ),
    ...telling(items.filter(inPortal), '/portal/tickets'),
  ]
}

/** The assignee, else everybody in the team. */
async function responsible({ call }: Context, { assignee, team }: TicketLine): Promise<string[]> {
  if (assignee !== null) return [assignee]
  if (team === null) return []
  return (await call(users.addressees, { team })).items.map(({ id }) => id)
}

/** Who leads where the ticket stands: its team, else its department. */
async function leadOf({ call }: Context, { team, department }: TicketLine): Promise<string[]> {
  const lead =
    (team && (await foundOrNull(() => call(teams.get, { id: team })))?.lead) ||
    (department && (await foundOrNull(() => call(departments.get, { id: department })))?.lead)
  return lead ? [lead] : []
}

const was = ({ changes }: Changed, field: string) => changes?.[field]?.[0]
const became = ({ changes }: Changed, field: string) => changes?.[field]?.[1]

export const ticketTells = [
  tells(kinds.mentioned, async (_context, { ticket, comment }) =>
    comment.mentions.length === 0 ? [] : [toStaff(ticket, comment.mentions, comment.text)],
  ),
  tells(kinds.assigned, async (_context, { ticket, ...rest }: Changed, happening) => {
    if (isOfMany(happening)) return []
    const isNew = rest.changes === undefined ? ticket.assignee !== null : became({ ticket, ...rest }, 'assignee')
    return isNew ? [toStaff(ticket, [ticket.assignee!], ticket.preview)] : []
  }),
  tells(kinds.manyAssigned, async (_context, { bulk_run: run }) => {
    const isOver = run.state === 'done' || run.state === 'cancelled'
    const { assignee } = run.input
    if (run.action !== tickets.assign.name || !isOver || run.total <= FEW || run.changed === 0) return []
    if (typeof assignee !== 'string' || assignee === 'me') return []
    return [{ to: [assignee], values: { tickets: run.changed }, link: '/tickets?view=mine' }]
  }),
  tells(kinds.escalated, async (context, { ticket, reason }) => {
    const people = [...(await leadOf(context, ticket)), ...(await responsible(context, ticket))]
    const { values, ...rest } = toStaff(ticket, [...new Set(people)], reason)
    return [{ ...rest, values: { ...values, level: ticket.escalation_level } }]
  }),
  tells(kinds.transferred, async (context, { ticket, note }) => {
    const people = [...(await responsible(context, ticket)), ...(await leadOf(context, ticket))]
    return [toStaff(ticket, [...new Set(people)], note)]
  }),
  tells(kinds.reopened, async (context, { ticket, changes }: Changed, happening) => {
    if (isOfMany(happening)) return []
    const told = { ticket, changes: changes! }
    const isBack = isOver(was(told, 'status')) && changes?.['status'] !== undefined && !isOver(ticket.status)
    return isBack ? [toStaff(ticket, await responsible(context, ticket))] : []
  }),
  tells(kinds.customerReplied, async (context, { ticket, comment }) => {
    const isTheirs = !comment.internal && !comment.automatic && ticket.last_reply_by === 'requester'
    return isTheirs ? [toStaff(ticket, await responsible(context, ticket), comment.text)] : []
  }),
  // Whoever has the ticket by now; with nobody responsible, whoever put it off.
  tells(kinds.woken, async (context, { ticket, by }) => {
    if (by === null) return []
    const people = await responsible(context, ticket)
    return [toStaff(ticket, people.length > 0 ? people : [by])]
  }),
  tells(kinds.opened, async (_context, { ticket }) => [
    toStaff(ticket, { permission: kinds.opened.can }, ticket.preview),
  ]),
  tells(kinds.resolved, async (context, { ticket, changes }) =>
    changes['status']?.[1] === 'resolved' ? toRequester(context, ticket) : [],
  ),
  tells(kinds.answered, async (context, { ticket, comment }) =>
    comment.internal || comment.author === ticket.requester ? [] : toRequester(context, ticket, comment.text),
  ),
  tells(kinds.sendingStopped, async (_context, { ticket, sending }) =>
    sending.state === 'stopped' ? [toStaff(ticket, [sending.author])] : [],
  ),
  tells(kinds.replyReturned, async (context, { mail, addresses }) => {
    if (mail.thread === null || mail.automatic) return []
    const { db } = context as TicketContext
    const ticket = await db
      .selectFrom('tickets')
      .select(TICKET_LINE)
      .where('id', '=', mail.thread)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!ticket) return []
    const reply = await db
      .selectFrom('ticket_comments')
      .select('author')
      .where('ticket', '=', ticket.id)
      .where('mail', '=', mail.id)
      .executeTakeFirst()
    const { values, ...rest } = toStaff(ticket, reply ? [reply.author] : await responsible(context, ticket))
    return [{ ...rest, values: { ...values, addresses: addresses.join(', ') } }]
  }),
  // Last: whoever is told for a nearer reason is not told again.
  tells(kinds.followedReply, (context, { ticket, comment }) => toFollowers(context, ticket, comment.text)),
  tells(kinds.followedMove, async (context, { ticket, changes }, happening) =>
    changes['status'] && !isOfMany(happening) ? toFollowers(context, ticket) : [],
  ),
]

/** Whether somebody may be named with an @: those who read notes. */
export const mayBeMentioned = ({ platform }: Pick<Context, 'platform'>): string[] =>
  [...platform.access.roles].flatMap(([role, grants]) => (grants[kinds.mentioned.can] ? [role] : []))
