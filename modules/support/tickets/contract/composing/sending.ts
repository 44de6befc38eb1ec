// Replies that wait: for a moment in which they can be taken back, or for an hour that their author chose.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  entity,
  event,
  id,
  instant,
  line,
  partOf,
  prose,
  query,
  reference,
  references,
  rowOf,
  structure,
} from '#kernel/contract/index.ts'
import { Beside } from './beside.ts'
import { CommentRead, READ_NOTES, STATUSES, Ticket, TicketLine } from '../../contract.ts'

/** Whom a reply goes to beside the requester. */
export const Addressee = z.strictObject({ name: z.string().max(200).default(''), address: z.email().max(254) })

/** `stopped`: its hour came and it was not sent; `reason` is a word for it, told by `sending_reason.<word>`. */
export const SENDING_STATES = ['waiting', 'sent', 'cancelled', 'stopped'] as const

export const Sending = entity('sending', {
  table: 'ticket_sendings',
  written: {},
  kept: {
    ticket: reference('ticket', { filterable: false }),
    author: reference('user', { filterable: false }),
    text: prose(50_000),
    attachments: references('file'),
    mentions: references('user'),
    /** Null: everybody of the conversation, as they are when it leaves. */
    cc: structure(z.array(z.object({ name: z.string(), address: z.string() })).nullable(), { personal: true }),
    /** Where the ticket goes with it. */
    status: choice(STATUSES, { filterable: false }).nullable(),
    /** What else changes with it. */
    beside: structure(Beside).nullable(),
    /** The last message that its author had read. */
    seen: id().nullable(),
    send_at: instant(),
    state: choice(SENDING_STATES, { filterable: false }),
    reason: line(100).nullable(),
    /** What it became. */
    comment: id().nullable(),
  },
})

const byTicket = z.strictObject({ id: id() })
const byBoth = byTicket.extend({ sending: id() })
const MOST_DAYS = 366

export const sendings = actions('sendings', '/tickets', {
  /** Replies that wait or were stopped, in the order in which they leave. */
  list: query('GET /:id/sendings', {
    in: byTicket,
    out: z.object({ items: z.array(rowOf(Sending)) }),
    can: READ_NOTES,
  }),
  /**
   * Writes a reply that leaves at `send_at`, or after as many seconds as its author wants for taking it back; with no
   * seconds it is sent at once. 409 `ticket.stale` when others wrote after `seen`: whoever has read that says so by a
   * newer `seen`.
   */
  send: command('POST /:id/sendings', {
    in: byTicket.extend({
      text: prose(50_000).min(1),
      attachments: z.array(id()).max(20).default([]),
      mentions: z.array(id()).max(20).default([]),
      cc: z.array(Addressee).max(80).nullable().default(null),
      status: z.enum(STATUSES).nullable().default(null),
      beside: Beside.nullable().default(null),
      seen: id().nullable(),
      send_at: instant().optional(),
    }),
    /** `written`: the message, where it was sent at once. */
    out: z.intersection(rowOf(Sending), z.object({ written: CommentRead.nullable() })),
    can: 'tickets.comment',
    status: 201,
  }),
  /** Takes a waiting reply back, or puts a stopped one away; 409 when it has left. */
  cancel: command('POST /:id/sendings/:sending/cancel', { in: byBoth, out: Sending, can: 'tickets.comment' }),
  /** Sends a waiting reply at another time; one that lies behind means now. */
  reschedule: command('POST /:id/sendings/:sending/time', {
    in: byBoth.extend({ send_at: instant() }),
    out: Sending,
    can: 'tickets.comment',
  }),
})
export const MOST_AHEAD_MS = MOST_DAYS * 86_400_000

/** A reply began to wait, left, was taken back or was stopped. */
export const ticketSendingChanged = event('ticket.sending_changed', {
  payload: z.object({
    ticket: TicketLine,
    sending: partOf(Sending, ['id', 'author', 'state', 'reason', 'send_at', 'comment']),
  }),
  about: Ticket,
  can: 'tickets.read',
  record: ({ ticket }) => ticket,
  needs: () => READ_NOTES,
})

/** Whom replies go to has changed. */
export const ticketRecipientsChanged = event('ticket.recipients_changed', {
  payload: z.object({
    ticket: TicketLine,
    name: z.string(),
    address: z.string(),
    what: z.enum(['added', 'removed']),
  }),
  about: Ticket,
  can: 'tickets.read',
  record: ({ ticket }) => ticket,
  needs: () => READ_NOTES,
})
