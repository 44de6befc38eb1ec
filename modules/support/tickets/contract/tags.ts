// The words that tickets are tagged with, kept in order: counted, renamed, merged, deleted.
import * as z from 'zod'
import { actions, command, query } from '#kernel/contract/index.ts'

const word = () => z.string().max(50).trim().toLowerCase().min(1)
/** How many tickets were changed at once, and whether a job goes on with the rest. */
const Changed = z.object({ changed: z.int(), goes_on: z.boolean() })

export const ticketTags = actions('ticket_tags', '/ticket-tags', {
  /** Tags by use, the most used first; at most 500. `q` is a part of the word. */
  list: query('GET /', {
    in: z.strictObject({ q: z.string().max(50).optional() }),
    out: z.object({ items: z.array(z.object({ tag: z.string(), tickets: z.int() })) }),
    can: 'tickets.update',
  }),
  /** Gives a tag another word; where that one is used already, the two become one. */
  rename: command('POST /rename', {
    in: z.strictObject({ tag: word(), becomes: word() }),
    out: Changed,
    can: 'tickets.keep_tags',
  }),
  /** Takes a tag off every ticket. */
  remove: command('POST /remove', { in: z.strictObject({ tag: word() }), out: Changed, can: 'tickets.keep_tags' }),
})
