// People who want to hear of a ticket that is not theirs.
import * as z from 'zod'
import { actions, command, entity, event, id, query, reference, rowOf } from '#kernel/contract/index.ts'
import { Ticket, TicketLine } from '../../contract.ts'

export const Follower = entity('follower', {
  table: 'ticket_followers',
  written: {},
  kept: { ticket: reference('ticket', { filterable: false }), person: reference('user', { filterable: false }) },
})

const byTicket = z.strictObject({ id: id() })

export const followers = actions('followers', '/tickets', {
  /** Who follows; customers are told of themselves only. */
  list: query('GET /:id/followers', {
    in: byTicket,
    out: z.object({ items: z.array(rowOf(Follower)) }),
    can: 'tickets.read',
  }),
  /** Follows for oneself; only staff let others follow, and only those who may see the ticket are ever told. */
  follow: command('POST /:id/followers', {
    in: byTicket.extend({ person: z.union([id(), z.literal('me')]).default('me') }),
    out: z.object({ items: z.array(rowOf(Follower)) }),
    can: 'tickets.read',
  }),
  unfollow: command('DELETE /:id/followers/:person', {
    in: byTicket.extend({ person: z.union([id(), z.literal('me')]) }),
    out: z.object({ items: z.array(rowOf(Follower)) }),
    can: 'tickets.read',
  }),
})

export const ticketFollowed = event('ticket.followed', {
  payload: z.object({ ticket: TicketLine, person: id(), follows: z.boolean() }),
  about: Ticket,
  can: 'tickets.read',
  record: ({ ticket }) => ticket,
  needs: () => 'tickets.read_notes',
})
