// What people may be told of tickets.
import { noticeKind } from '#kernel/contract/index.ts'
import { mailReturned } from '#modules/platform/mail/contract.ts'
import { bulkRunChanged } from '#modules/platform/bulk/contract.ts'
import { ticketEscalated, ticketTransferred } from './handing-on.ts'
import { ticketWoken } from './moving/snooze.ts'
import { ticketSendingChanged } from './composing/sending.ts'
import { READ_NOTES, ticketChanged, ticketCommented, ticketCreated } from '../contract.ts'

const everywhere = { in_app: true, email: true, push: true } as const
const staff = { group: 'tickets', can: 'tickets.update' } as const
/** Customers get what staff write by the ticket's own mail (server/mail): no second one of it. */
const customer = { group: 'own_tickets', channels: { in_app: true, push: true } } as const

export const mentioned = noticeKind('ticket_mentioned', {
  ...staff,
  can: READ_NOTES,
  events: [ticketCommented],
  channels: everywhere,
  variables: ['number', 'title', 'excerpt'],
})
export const assigned = noticeKind('ticket_assigned', {
  ...staff,
  events: [ticketCreated, ticketChanged],
  channels: everywhere,
  variables: ['number', 'title', 'excerpt'],
})
/** Many at once: one notice of all of them. */
export const manyAssigned = noticeKind('tickets_assigned', {
  ...staff,
  events: [bulkRunChanged],
  trusted: true,
  channels: everywhere,
  variables: ['tickets'],
})
export const customerReplied = noticeKind('ticket_customer_replied', {
  ...staff,
  events: [ticketCommented],
  channels: everywhere,
  variables: ['number', 'title', 'excerpt'],
})
export const reopened = noticeKind('ticket_reopened', {
  ...staff,
  events: [ticketChanged],
  channels: everywhere,
  variables: ['number', 'title'],
})
export const transferred = noticeKind('ticket_transferred', {
  ...staff,
  can: READ_NOTES,
  events: [ticketTransferred],
  channels: everywhere,
  variables: ['number', 'title', 'excerpt'],
})
export const escalated = noticeKind('ticket_escalated', {
  ...staff,
  can: READ_NOTES,
  events: [ticketEscalated],
  channels: everywhere,
  variables: ['number', 'title', 'excerpt', 'level'],
})
/** What was put off is back. */
export const woken = noticeKind('ticket_woken', {
  ...staff,
  can: READ_NOTES,
  events: [ticketWoken],
  channels: everywhere,
  variables: ['number', 'title'],
})
/** For those who choose it. */
export const opened = noticeKind('ticket_opened', {
  ...staff,
  events: [ticketCreated],
  channels: { in_app: false, email: false, push: false },
  variables: ['number', 'title', 'excerpt'],
})
export const answered = noticeKind('ticket_answered', {
  ...customer,
  events: [ticketCommented],
  variables: ['number', 'title', 'excerpt'],
})
export const resolved = noticeKind('ticket_resolved', {
  ...customer,
  events: [ticketChanged],
  variables: ['number', 'title'],
})
/** A reply that waited was not sent. */
export const sendingStopped = noticeKind('ticket_sending_stopped', {
  ...staff,
  can: READ_NOTES,
  events: [ticketSendingChanged],
  channels: everywhere,
  variables: ['number', 'title'],
})
/** A reply does not reach somebody. */
export const replyReturned = noticeKind('ticket_reply_returned', {
  ...staff,
  can: READ_NOTES,
  events: [mailReturned],
  channels: everywhere,
  variables: ['number', 'title', 'addresses'],
})
/** For those who follow a ticket that is not theirs. */
export const followedReply = noticeKind('ticket_followed_reply', {
  group: 'followed_tickets',
  events: [ticketCommented],
  channels: everywhere,
  variables: ['number', 'title', 'excerpt'],
})
export const followedMove = noticeKind('ticket_followed_move', {
  group: 'followed_tickets',
  events: [ticketChanged],
  channels: { in_app: true, email: false, push: false },
  variables: ['number', 'title'],
})
