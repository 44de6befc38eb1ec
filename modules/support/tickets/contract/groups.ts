// The list of tickets in groups: what each group is, and how many tickets stand in it.
import * as z from 'zod'
import { actions, type ListInput, query, type Row } from '#kernel/contract/index.ts'
import { Ticket, tickets } from '../contract.ts'

/** What a list is grouped by: sorted by it, the groups follow one another. */
export const GROUPINGS = ['status', 'priority'] as const
export type Grouping = (typeof GROUPINGS)[number]

const {
  sort: _sort,
  fields: _fields,
  limit: _limit,
  cursor: _cursor,
  total: _total,
  ...filters
} = (tickets.list.in as z.ZodObject).shape
const asked = z.strictObject({ ...filters, group_by: z.enum(GROUPINGS) })
type Asked = ListInput<Row<typeof Ticket>> & { group_by: Grouping }

export const ticketGroups = actions('ticketGroups', '/tickets', {
  /** In the order of the list that is sorted by it; a group beyond what the filters let in is left out. `more`: there are more than `count`. */
  list: query('GET /groups', {
    in: asked as unknown as z.ZodType<Asked, Asked>,
    out: z.object({ items: z.array(z.object({ value: z.string(), count: z.int(), more: z.boolean() })) }),
    can: 'tickets.read',
    about: Ticket,
  }),
})
