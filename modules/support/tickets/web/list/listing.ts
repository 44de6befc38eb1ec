// The list of tickets, said once: its views, filters, orders and columns.
import * as z from 'zod'
import type { ListInput, Row } from '#kernel/contract/index.ts'
import { filtersOf, type Listing, type ShownList } from '#kernel/web/index.tsx'
import { MOST_LEVEL } from '#modules/platform/identity/contract.ts'
import { GROUPINGS } from '../../contract/groups.ts'
import { Ticket } from '../../contract.ts'

export type TicketAsk = ListInput<Row<typeof Ticket>>
const view = (key: string, filters: TicketAsk) => ({ key, label: `tickets.view.${key}`, filters })

/** Levels of support to filter by; the first is where every ticket begins. */
const LEVELS = Array.from({ length: MOST_LEVEL }, (_, index) => String(index + 1))

export const SORTS = [
  '-last_reply_at',
  'last_reply_at',
  '-created_at',
  'created_at',
  '-updated_at',
  'updated_at',
  '-number',
  'number',
  'priority',
  '-priority',
  'status',
  '-status',
] as const

export const LISTING: Listing = {
  of: Ticket,
  path: '/tickets',
  ready: [
    view('mine', { status: 'open', assignee: 'me', snoozed: false }),
    view('unassigned', { status: 'open', assignee: 'none', snoozed: false }),
    view('open', { status: 'open', snoozed: false }),
    view('waiting', { status: 'waiting' }),
    view('snoozed', { snoozed: true }),
    view('resolved', { status: 'resolved' }),
    view('all', {}),
  ],
  usualView: 'open',
  sorts: SORTS,
  groupings: GROUPINGS,
  keepsOrder: true,
  filters: [
    'status',
    'priority',
    'assignee',
    'team',
    'department',
    'escalation_level',
    'category',
    'type',
    'erp_modules',
    'tags',
    'channel',
    'created',
    'replied',
  ],
  also: { escalation_level: z.enum(LEVELS) },
  spans: { created: 'created_at', replied: 'last_reply_at' },
  valueWords: (name, value) => {
    if (name === 'escalation_level') return ['tickets.escalation', { level: value }]
    return name === 'assignee' && value === 'none' ? ['tickets.nobody'] : undefined
  },
  orderWords: (sort) => ((SORTS as readonly string[]).includes(sort) ? `tickets.sort.${sort}` : undefined),
  columns: [
    'title',
    'number',
    'requester',
    'status',
    'priority',
    'assignee',
    'team',
    'department',
    'category',
    'type',
    'erp_modules',
    'escalation_level',
    'tags',
    'channel',
    'last_reply_at',
    'last_reply_by',
    'created_at',
    'updated_at',
    'resolved_at',
    'closed_at',
    'comment_count',
    'snoozed_until',
  ],
  usual: ['title', 'requester', 'status', 'priority', 'assignee', 'category', 'last_reply_at'],
  keptAs: 'tickets',
}

/** Filters that are offered where there is room, set or not. */
export const QUICK: readonly string[] = [
  'status',
  'priority',
  'assignee',
  'team',
  'department',
  'escalation_level',
  'type',
  'category',
  'erp_modules',
  'created',
]

/** The question to the API. */
export const askOf = (listing: Listing, shown: ShownList): TicketAsk =>
  ({ ...filtersOf(listing, shown), sort: shown.sort }) as TicketAsk
