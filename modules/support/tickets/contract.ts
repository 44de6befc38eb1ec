// Everything the rest of the platform may know about tickets.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  draftWith,
  email,
  entity,
  event,
  exportOf,
  id,
  instant,
  line,
  MAX_LIMIT,
  partOf,
  prose,
  query,
  reference,
  references,
  rowOf,
  slot,
  tags,
  whole,
  yesNo,
  type Action,
  type Draft,
  type In,
  type Row,
} from '#kernel/contract/index.ts'
import { previewSize, previewState, scanState } from '#modules/platform/files/contract.ts'
import { OUTBOUND_STATES, OutboundRecipient, TOPICS } from '#modules/platform/mail/contract.ts'
import { CHANNELS, PRIORITIES, STATUSES } from './contract/choices.ts'
import { Beside } from './contract/composing/beside.ts'
import { tasked } from '#modules/platform/tasks/contract.ts'
import { EXPORT_TICKETS, READ_NOTES } from './contract/grants.ts'

export { CHANNELS, PRIORITIES, STATUSES, type Status, TYPES } from './contract/choices.ts'
export { EXPORT_PEOPLE, EXPORT_TICKETS, READ_NOTES, ticketGrants, WRITE_NOTES } from './contract/grants.ts'
export { Beside } from './contract/composing/beside.ts'
export { composerTexts, type ComposerTexts, type Hearing } from './contract/composing/insertion.ts'
export { beginningOf } from './contract/preview.ts'
export { afterRequesterReply, mayMove, momentsAfter, TRANSITIONS } from './contract/moving/status.ts'

export const Ticket = entity('ticket', {
  table: 'tickets',
  written: {
    title: line(200, { searched: 'A' }),
    description: prose(50_000, { searched: 'B' }).default(''),
    priority: choice(PRIORITIES, { sortable: true }).default('medium'),
    status: choice(STATUSES, { sortable: true, groups: { open: ['new', 'in_progress', 'waiting'] } }).default('new'),
    requester: reference('user').default('me'),
    assignee: reference('user').nullable().default(null),
    team: reference('team').nullable().default(null),
    category: reference('category').nullable().default(null),
    tags: tags().default([]),
    type: choice(TOPICS).default('question'),
    erp_modules: references('erp_module', { filterable: true }).default([]),
  },
  kept: {
    /** Where its team belongs, or where it was handed without one. */
    department: reference('department').nullable(),
    /** The level of support it has reached: 1 until somebody escalates it. */
    escalation_level: whole({ filterable: true }),
    /** The requester's company, where they have one. */
    organisation: reference('organisation').nullable(),
    number: whole({ sortable: true, exact: { prefix: 'WN' } }),
    channel: choice(CHANNELS),
    resolved_at: instant().nullable(),
    closed_at: instant().nullable(),
    /** When somebody last wrote what the customer can see, and the beginning of it. */
    last_reply_at: instant({ sortable: true }),
    last_reply_by: choice(['requester', 'staff'], { filterable: true }),
    preview: prose(200),
    comment_count: whole(),
    /** Put off, out of sight of the desk: until the moment, or without one until the customer writes. */
    snoozed: yesNo({ filterable: true }),
    snoozed_until: instant().nullable(),
  },
  custom: true,
  access: {
    own: { requester: 'me' },
    colleagues: { organisation: 'my_organisation' },
    team: { any: [{ team: 'my_teams' }, { assignee: 'me' }] },
  },
})

/** A reply to the customer, or an internal note that only staff see. */
export const Comment = entity('comment', {
  table: 'ticket_comments',
  part: { of: 'ticket', closed: { field: 'internal', permission: 'tickets.read_notes' } },
  written: {
    text: prose(50_000, { searched: 'C' }),
    internal: yesNo().default(false),
  },
  kept: {
    ticket: reference('ticket'),
    author: reference('user'),
    channel: choice(CHANNELS),
    /** What a mail quoted below its visible text, and its signature: folded, never lost. */
    quoted: prose(200_000).nullable(),
    /** The mail this came from or left as; null when it did not travel by mail. */
    mail: id().nullable(),
    /** Colleagues whom the text names with an @. */
    mentions: references('user'),
    /** A rule answered, and no person: the ticket still waits for one. */
    automatic: yesNo({ filterable: false }),
  },
})

export const Attachment = entity('attachment', {
  table: 'ticket_attachments',
  written: {},
  kept: {
    ticket: reference('ticket'),
    comment: reference('comment').nullable(),
    file: reference('file'),
    name: line(255),
    type: line(127),
    size: whole(),
    /** As of the file; copied, so that reading a conversation asks for no files. */
    scan: scanState(),
    preview: previewState(),
    width: whole().nullable(),
    height: whole().nullable(),
  },
})

/** Somebody beside the requester whom a mail named: replies go to them as well. */
export const Participant = entity('participant', {
  table: 'ticket_participants',
  written: {},
  kept: {
    ticket: reference('ticket'),
    name: prose(200, { personal: true }),
    address: email(),
    /** When a mail last named somebody who had been taken out. */
    named_again_at: instant().nullable(),
  },
})

/** What lists and live events carry of a ticket: everything but the long text. */
export const TICKET_LINE = [
  'id',
  'created_at',
  'updated_at',
  'version',
  'number',
  'title',
  'priority',
  'status',
  'requester',
  'organisation',
  'assignee',
  'team',
  'department',
  'escalation_level',
  'category',
  'tags',
  'type',
  'erp_modules',
  'channel',
  'resolved_at',
  'closed_at',
  'last_reply_at',
  'last_reply_by',
  'preview',
  'comment_count',
  'snoozed',
  'snoozed_until',
  'custom',
] as const satisfies readonly (keyof Row<typeof Ticket>)[]
export const TicketLine = partOf(Ticket, TICKET_LINE)

const attachments = () => z.array(id()).max(20).default([])
const byTicket = z.strictObject({ id: id() })

/** A comment as it is read: with its attachments and, for staff, how the mail fares that it left as. */
export const CommentRead = z.intersection(
  rowOf(Comment),
  z.object({
    attachments: z.array(rowOf(Attachment)),
    delivery: z.enum(OUTBOUND_STATES).nullable().optional(),
    /** Everybody whom that mail went to, with its fate. */
    recipients: z.array(OutboundRecipient).nullable().optional(),
  }),
)

/** One thing that happened to a ticket; `changes` maps a field to what it was and what it is. */
export const TimelineEntry = z.object({
  id: z.string(),
  at: instant(),
  name: z.string(),
  actor: id().nullable(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  comment: id().nullable(),
})

const { create: _create, replace, ...rest } = crud(Ticket, 'tickets')
const asItIs = { status: z.enum(STATUSES).optional(), requester: id().optional() }
type Replaced = { id: string } & Omit<Draft<typeof Ticket>, keyof typeof asItIs> &
  Partial<Pick<Draft<typeof Ticket>, keyof typeof asItIs>>

export const tickets = actions('tickets', '/tickets', {
  /** Every ticket that a filter finds, as a file. */
  export: exportOf(Ticket, EXPORT_TICKETS),
  ...rest,
  /** Status and requester stay as they are where they are not given: a new ticket's defaults are no values for an old one. */
  replace: { ...replace, in: (replace.in as z.ZodObject).extend(asItIs) } as Action<
    In<typeof replace>,
    Replaced,
    Row<typeof Ticket>
  >,
  create: command('POST /', {
    in: draftWith(Ticket, { attachments: attachments() }),
    out: Ticket,
    can: 'tickets.create',
    status: 201,
    hooked: true,
  }),
  /**
   * Comments in the order they were written; those who may not read notes are not told of them. From the beginning, or
   * `after` one; with `newest` the last ones, with `before` those that came before one: `previous` then leads on.
   */
  comments: query('GET /:id/comments', {
    in: byTicket.extend({
      after: id().optional(),
      before: id().optional(),
      newest: yesNo().default(false),
      limit: z.int().min(1).max(MAX_LIMIT).default(MAX_LIMIT),
    }),
    out: z.object({ items: z.array(CommentRead), next: id().nullable(), previous: id().nullable() }),
    can: 'tickets.read',
  }),
  comment: command('POST /:id/comments', {
    in: byTicket.extend({
      text: prose(50_000).min(1),
      internal: yesNo().default(false),
      attachments: attachments(),
      /** Colleagues named in the text by `@Name`; whoever it names is found without this too. */
      mentions: z.array(id()).max(20).default([]),
      /** Moves the ticket together with the reply. */
      status: z.enum(STATUSES).optional(),
      /** What else changes with it, in one step. */
      beside: Beside.optional(),
      /** The last message that its writer had read: 409 `ticket.stale` when others wrote after it. Null: none. */
      seen: id().nullable().optional(),
      /** Whom a mail goes to beside the requester, by address; everybody of the conversation when absent. */
      cc: z
        .array(z.strictObject({ name: z.string().max(200).default(''), address: z.email().max(254) }))
        .max(80)
        .optional(),
    }),
    out: CommentRead,
    can: 'tickets.comment',
    status: 201,
    hooked: true,
  }),
  /** Who else is written to; `named_again`: who was taken out, and named by a mail since. */
  participants: query('GET /:id/participants', {
    in: byTicket,
    out: z.object({ items: z.array(rowOf(Participant)), named_again: z.array(rowOf(Participant)) }),
    can: 'tickets.read',
  }),
  /** Writes to somebody from now on, also to one who was taken out before. */
  addParticipant: command('POST /:id/participants', {
    in: byTicket.extend({ name: z.string().max(200).default(''), address: z.email().max(254) }),
    out: rowOf(Participant),
    can: 'tickets.update',
    status: 201,
  }),
  /** Writes to somebody no longer; for one who is out already, takes no notice of the mail that named them again. */
  removeParticipant: command('DELETE /:id/participants/:participant', {
    in: byTicket.extend({ participant: id() }),
    out: z.null(),
    can: 'tickets.update',
    status: 204,
  }),
  /** What happened, in order. `newest` begins at the end; `changes` leaves out that somebody wrote. */
  timeline: query('GET /:id/timeline', {
    in: byTicket.extend({
      newest: yesNo().default(false),
      changes: yesNo().default(false),
      limit: z.int().min(1).max(MAX_LIMIT).default(MAX_LIMIT),
      cursor: z.string().max(50).optional(),
    }),
    out: z.object({ items: z.array(TimelineEntry), next: z.string().nullable() }),
    can: 'tickets.read',
  }),
  /** Brings back a ticket that was put away; 409 when it is not. */
  restore: command('POST /:id/restore', { in: byTicket, out: Ticket, can: 'tickets.delete' }),
  assign: command('POST /:id/assign', {
    in: byTicket.extend({
      assignee: z
        .union([id(), z.literal('me')])
        .nullable()
        .optional(),
      team: id().nullable().optional(),
    }),
    out: Ticket,
    can: 'tickets.assign',
  }),
  move: command('POST /:id/status', {
    in: byTicket.extend({ status: z.enum(STATUSES) }),
    out: Ticket,
    can: 'tickets.update',
  }),
  /** The requester needs nothing more: it is resolved, and may be opened again until it closes. */
  close: command('POST /:id/close', { in: byTicket, out: Ticket, can: 'tickets.comment' }),
  /** Takes up again what was resolved; 409 for a customer whose ticket is closed for good. */
  reopen: command('POST /:id/reopen', { in: byTicket, out: Ticket, can: 'tickets.comment' }),
  tag: command('POST /:id/tags', {
    in: byTicket.extend({ tags: tags(), mode: z.enum(['replace', 'add', 'remove']).default('replace') }),
    out: Ticket,
    can: 'tickets.update',
  }),
  attachments: query('GET /:id/attachments', {
    in: byTicket,
    out: z.object({ items: z.array(rowOf(Attachment)) }),
    can: 'tickets.read',
  }),
  attachment: query('GET /:id/attachments/:attachment', {
    in: byTicket.extend({ attachment: id(), size: previewSize() }),
    out: z.any(),
    can: 'tickets.read',
    raw: 'answer',
  }),
  /** How many tickets are in each status and waiting for whom, within what the caller may see. */
  counts: query('GET /counts', {
    about: Ticket,
    out: z.object({
      open: z.int(),
      unassigned: z.int(),
      mine: z.int(),
      new: z.int(),
      waiting: z.int(),
      resolved: z.int(),
    }),
    can: 'tickets.read',
  }),
})

/** An event about a ticket; `needs` names a permission that its hearers need besides. */
export const ticketEvent = <P extends z.ZodType<{ ticket: z.output<typeof TicketLine> }>>(
  name: string,
  payload: P,
  needs: (payload: z.output<P>) => string | null = () => null,
) =>
  event(name, {
    payload,
    about: Ticket,
    can: 'tickets.read',
    record: ({ ticket }: z.output<P>) => ticket,
    needs,
    public: true,
  })

export const ticketCreated = ticketEvent('ticket.created', z.object({ ticket: TicketLine }))
/** Fields changed: `changes` maps each to what it was and what it is. */
export const ticketChanged = ticketEvent(
  'ticket.changed',
  z.object({ ticket: TicketLine, changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])) }),
)
export const ticketRemoved = ticketEvent('ticket.removed', z.object({ ticket: TicketLine }))
export const ticketRestored = ticketEvent('ticket.restored', z.object({ ticket: TicketLine }))
export const ticketCommented = ticketEvent(
  'ticket.commented',
  z.object({ ticket: TicketLine, comment: CommentRead }),
  ({ comment }) => (comment.internal ? READ_NOTES : null),
)
/** A file was checked, or its pictures were made. */
export const ticketAttachmentChanged = ticketEvent(
  'ticket.attachment_changed',
  z.object({ ticket: TicketLine, attachment: rowOf(Attachment), internal: z.boolean() }),
  ({ internal }) => (internal ? READ_NOTES : null),
)

/** Tickets have tasks, which customers do not hear of. */
export const ticketTasked = tasked(Ticket, READ_NOTES)

/** The right-hand panel of the ticket page. */
export const ticketSidebar = slot<{ ticket: Row<typeof Ticket> }>('ticket.sidebar')
