// What changes about a ticket together with a message: one step, refused or done as a whole.
import * as z from 'zod'
import { id, instant, tags } from '#kernel/contract/index.ts'
import { PRIORITIES, TYPES } from '../choices.ts'

/** Its status has a place of its own beside the message. */
export const Beside = z.strictObject({
  priority: z.enum(PRIORITIES).optional(),
  type: z.enum(TYPES).optional(),
  assignee: z
    .union([id(), z.literal('me')])
    .nullable()
    .optional(),
  team: id().nullable().optional(),
  category: id().nullable().optional(),
  add_tags: tags().optional(),
  remove_tags: tags().optional(),
  /** Puts the ticket off once the message is written; without a moment until the customer answers. */
  snooze: z.strictObject({ until: instant().nullable() }).optional(),
})
export type Beside = z.output<typeof Beside>
