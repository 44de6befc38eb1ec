// Tickets as rules know them.
import { type Changes, ruled, type Subject } from '#kernel/server/rules/ruled.ts'
import { teams, users } from '#modules/platform/identity/contract.ts'
import * as contract from '../../contract.ts'
import { ticketEscalated, ticketTransferred } from '../../contract/handing-on.ts'
import type { TicketRow } from '../tables.ts'

const { Ticket, tickets } = contract
const ticketOf = (record: Subject) => record as unknown as TicketRow

type Commented = {
  ticket: Pick<TicketRow, 'last_reply_at' | 'last_reply_by'>
  comment: { internal: boolean; automatic: boolean }
}

export const ruledTickets = ruled(Ticket, {
  can: tickets.list.can,
  manage: tickets.assign.can,
  wakes: [
    { event: contract.ticketCreated, as: 'created' },
    { event: contract.ticketChanged, as: 'changed' },
    { event: ticketTransferred, as: 'changed' },
    { event: ticketEscalated, as: 'changed' },
    {
      event: contract.ticketCommented,
      as: 'changed',
      // A note does nothing to its ticket, nor does the answer of a rule.
      changes: ({ ticket, comment }: Commented): Changes =>
        comment.internal || comment.automatic
          ? {}
          : { last_reply_by: [null, ticket.last_reply_by], last_reply_at: [null, ticket.last_reply_at] },
    },
  ],
  clocks: {
    status: { field: 'status', since: null },
    /** Stays with the requester's word the last one: unanswered. */
    reply: { field: 'last_reply_by', since: 'last_reply_at' },
  },
  hides: ['preview', 'number'],
  settable: ['title', 'priority', 'status', 'type', 'category', 'team', 'assignee', 'tags'],
  set: ({ call }, id, values) => call(tickets.update, { id, ...values }),
  // A message has an author: whoever made the rule.
  note: (context, { id }, text, { author }) =>
    context.as({ ...context.actor, user_id: author ?? context.actor.user_id }, ({ call }) =>
      call(tickets.comment, { id, text, internal: true }),
    ),
  people: {
    assignee: async (_context, record) => [ticketOf(record).assignee ?? []].flat(),
    team: async ({ call }, record) => {
      const { team } = ticketOf(record)
      return team ? (await call(teams.members, { id: team })).items.map(({ id }) => id) : []
    },
  },
  addresses: {
    requester: async ({ call }, record) => {
      const { items } = await call(users.addressees, { ids: [ticketOf(record).requester] })
      return items.map(({ name, email, language }) => ({ name, address: email, language }))
    },
  },
  named: (record) => `WN-${String(ticketOf(record).number).padStart(6, '0')} ${ticketOf(record).title}`,
  link: ({ id }) => `/tickets/${id}`,
})
