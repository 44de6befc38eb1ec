// Answers being written: the same on all devices of their author, and handed to colleagues where the author wants.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  entity,
  id,
  prose,
  query,
  reference,
  rowOf,
  structure,
  yesNo,
} from '#kernel/contract/index.ts'
import { READ_NOTES } from '../../contract.ts'

const DRAFT_MODES = ['reply', 'note'] as const
const File = z.object({ id: z.uuid(), name: z.string().max(255), size: z.int(), type: z.string().max(127) })

export const Draft = entity('ticket_draft', {
  table: 'ticket_drafts',
  audited: false,
  written: {},
  kept: {
    ticket: reference('ticket', { filterable: false }),
    author: reference('user', { filterable: false }),
    mode: choice(DRAFT_MODES, { filterable: false }),
    text: prose(50_000),
    attachments: structure(z.array(File)),
    seen: id().nullable(),
    /** Colleagues may read it and go on with it. */
    shared: yesNo({ filterable: false }),
  },
})

const byTicket = z.strictObject({ id: id() })
const byMode = byTicket.extend({ mode: z.enum(DRAFT_MODES) })

export const drafts = actions('drafts', '/tickets', {
  /** One's own with all that is in them; of colleagues' the shared ones, and of the rest only that they are there. */
  list: query('GET /:id/drafts', {
    in: byTicket,
    out: z.object({ items: z.array(rowOf(Draft)) }),
    can: READ_NOTES,
    audited: 'none',
  }),
  /** `based_on` is the version that the writer changed, null for none: 409 `draft.newer` when another tab wrote meanwhile. */
  save: command('PUT /:id/drafts/:mode', {
    in: byMode.extend({
      text: prose(50_000),
      attachments: z.array(File).max(20).default([]),
      seen: id().nullable().default(null),
      shared: z.boolean().default(false),
      based_on: z.int().nullable(),
    }),
    out: rowOf(Draft),
    can: 'tickets.comment',
    audited: 'none',
  }),
  discard: command('DELETE /:id/drafts/:mode', { in: byMode, out: z.null(), can: 'tickets.comment', status: 204 }),
  /** Makes a colleague's shared draft one's own; files stay with whoever uploaded them. 409 where one has a draft already. */
  take: command('POST /:id/drafts/:draft/take', {
    in: byTicket.extend({ draft: id() }),
    out: rowOf(Draft),
    can: 'tickets.comment',
  }),
})
