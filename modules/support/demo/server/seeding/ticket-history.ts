// What a played ticket leaves in the database: the same rows and events as if its people had done it all by hand.
import type { Row } from '#kernel/contract/index.ts'
import {
  beginningOf,
  type Comment,
  momentsAfter,
  type Status,
  type Ticket,
  TICKET_LINE,
  ticketChanged,
  ticketCommented,
  ticketCreated,
} from '#modules/support/tickets/contract.ts'
import type { DemoTicket } from '../content/demo-desk.ts'
import type { PlayedStep, PlayedTicket } from '../content/playback.ts'
import type { DeskIds } from './desk-records.ts'
import { momentId } from './ids.ts'

type TicketRow = Row<typeof Ticket>
type CommentRow = Row<typeof Comment>
type Changes = Record<string, [unknown, unknown]>

/** A row of the event log. Its place below zero marks history: timelines tell it, nobody hears of it as of news. */
export type PastEvent = {
  position: number
  name: string
  about_id: string
  actor_id: string
  at: string
  payload: object
}

export type TicketHistory = { ticket: TicketRow; comments: CommentRow[]; events: PastEvent[] }

/** Tells a ticket as its rows; `number` is its place in the tenant's series. */
export function ticketHistory(told: DemoTicket, played: PlayedTicket, ids: DeskIds, number: number): TicketHistory {
  const requester = ids.person(told.requester).id
  const comments: CommentRow[] = []
  const events: Omit<PastEvent, 'position'>[] = []
  let ticket = opened(told, played.opened_at, ids, number)

  const log = (name: string, actor_id: string, at: string, payload: object) =>
    void events.push({
      name,
      about_id: ticket.id,
      actor_id,
      at,
      payload: { ticket: lineOf(ticket), ...payload },
    })
  const save = (at: string, changes: Partial<TicketRow>) => {
    ticket = { ...ticket, ...changes, updated_at: at, version: ticket.version + 1 }
  }
  const tell = (actor: string, at: string, before: TicketRow) => {
    const changes = changesBetween(before, ticket)
    if (Object.keys(changes).length > 0) log(ticketChanged.name, actor, at, { changes })
  }
  const hand = (key: string, actor: string, at: string) => {
    const before = ticket
    const { id, team } = ids.person(key)
    if (id === ticket.assignee) return
    const to = team ?? ticket.team
    save(at, { assignee: id, team: to, department: to === null ? ticket.department : ids.departmentOf(to) })
    tell(actor, at, before)
  }
  const write = (step: PlayedStep, text: string, actor: string, order: number) => {
    const comment = commentOf(ticket, step, text, actor, order)
    comments.push(comment)
    const moves = moved(ticket, step)
    const byRequester = actor === requester
    if (!comment.internal) {
      save(step.at, {
        ...moves,
        last_reply_at: step.at,
        last_reply_by: byRequester ? 'requester' : 'staff',
        preview: beginningOf(text),
        comment_count: ticket.comment_count + 1,
      })
    } else if (moves.status) save(step.at, moves)
    return comment
  }

  log(ticketCreated.name, requester, played.opened_at, {})
  const taken = takenAt(told, played)
  if (taken) hand(taken.assignee, ids.person(taken.by).id, taken.at)
  for (const [order, step] of played.steps.entries()) {
    const actor = ids.person(step.by).id
    const before = ticket
    if (step.text === undefined) {
      const moves = moved(ticket, step)
      if (moves.status) save(step.at, moves)
    } else {
      const comment = write(step, step.text, actor, order)
      log(ticketCommented.name, actor, step.at, { comment: { ...comment, attachments: [] } })
    }
    tell(actor, step.at, before)
    if (step.assignee) hand(step.assignee, actor, step.at)
  }
  return { ticket, comments, events: events.map((event, index) => ({ ...event, position: index - events.length })) }
}

function opened(told: DemoTicket, at: string, ids: DeskIds, number: number): TicketRow {
  const { title, description, priority, tags, channel } = told
  return {
    id: ids.ticket(told.key),
    created_at: at,
    updated_at: at,
    version: 1,
    number,
    title,
    description,
    priority,
    status: 'new',
    requester: ids.person(told.requester).id,
    organisation: null,
    custom: {},
    assignee: null,
    team: null,
    department: null,
    escalation_level: 1,
    type: told.type,
    erp_modules: told.erp_modules.map(ids.erpModule),
    category: ids.category(told.category),
    tags,
    channel,
    resolved_at: null,
    closed_at: null,
    last_reply_at: at,
    last_reply_by: 'requester',
    preview: beginningOf(description),
    comment_count: 0,
    snoozed: false,
    snoozed_until: null,
  }
}

function commentOf(ticket: TicketRow, step: PlayedStep, text: string, author: string, order: number): CommentRow {
  return {
    id: momentId(step.at, order, ticket.id, `${order}`),
    created_at: step.at,
    updated_at: step.at,
    version: 1,
    ticket: ticket.id,
    author,
    text,
    internal: step.internal ?? false,
    // Customers answer the way they wrote; the desk answers from its own page.
    channel: author === ticket.requester ? ticket.channel : 'web',
    quoted: null,
    mail: null,
    mentions: [],
    automatic: false,
  }
}

const moved = (ticket: TicketRow, { status_after, at }: PlayedStep): Partial<TicketRow> & { status?: Status } =>
  status_after === ticket.status ? {} : { status: status_after, ...momentsAfter(status_after, ticket, at) }

/** The first assignee takes the ticket a minute before anybody of the desk does something, or soon after it came. */
function takenAt({ assignee, requester }: DemoTicket, { opened_at, steps }: PlayedTicket) {
  if (assignee === null) return null
  const first = steps.find((step) => step.by !== requester)
  const soonest = Date.parse(opened_at)
  const at = first ? Math.max(soonest, Date.parse(first.at) - 60_000) : soonest
  return { assignee, by: assignee, at: new Date(at).toISOString() }
}

const lineOf = (ticket: TicketRow) => Object.fromEntries(TICKET_LINE.map((field) => [field, ticket[field]]))

function changesBetween(before: TicketRow, after: TicketRow): Changes {
  const fields = ['status', 'assignee', 'team', 'department'] as const
  return Object.fromEntries(
    fields.filter((field) => before[field] !== after[field]).map((field) => [field, [before[field], after[field]]]),
  )
}
