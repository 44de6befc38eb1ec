// A ticket as lists and events carry it, and what changed in it.
import { isDeepStrictEqual } from 'node:util'
import { customChanges } from '#kernel/contract/index.ts'
import { beginningOf, TICKET_LINE } from '../contract.ts'
import type { TicketRow } from './tables.ts'

export type TicketLine = Pick<TicketRow, (typeof TICKET_LINE)[number]>
export type Changes = Record<string, [unknown, unknown]>

export const lineOf = (ticket: TicketRow): TicketLine =>
  Object.fromEntries(TICKET_LINE.map((field) => [field, ticket[field]])) as TicketLine

/** What people would call a change; moments and counters follow from these. */
const TOLD = [
  'title',
  'description',
  'priority',
  'status',
  'requester',
  'assignee',
  'team',
  'department',
  'escalation_level',
  'category',
  'tags',
  'type',
  'erp_modules',
] as const

/** What changed between two states, by field: what it was and what it is. Of a long text only its beginning is told. */
export function changesBetween(before: TicketRow, after: TicketRow): Changes {
  const told = TOLD.filter((field) => !isDeepStrictEqual(before[field], after[field]))
  const shown = (ticket: TicketRow, field: (typeof TOLD)[number]) =>
    field === 'description' ? beginningOf(ticket.description) : ticket[field]
  return {
    ...Object.fromEntries(told.map((field) => [field, [shown(before, field), shown(after, field)]])),
    ...customChanges(before.custom, after.custom),
  }
}

/** The new values that differ from what is there. */
export const newIn = (before: TicketRow, wanted: Partial<TicketRow>): Partial<TicketRow> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && !isDeepStrictEqual(before[field as keyof TicketRow], value),
    ),
  )
