// What each agent chooses about sending.
import * as z from 'zod'
import { preference } from '#kernel/contract/index.ts'

/** Seconds in which a sent reply can be taken back. */
export const UNDO_SECONDS = [0, 5, 15, 30] as const
export const undoSeconds = preference('tickets.undo_seconds', z.union(UNDO_SECONDS.map((n) => z.literal(n))), 15)

/** Where the page goes after a reply. */
export const AFTER_SEND = ['stay', 'next', 'list'] as const
export type AfterSend = (typeof AFTER_SEND)[number]
export const afterSend = preference('tickets.after_send', z.enum(AFTER_SEND), 'stay')
