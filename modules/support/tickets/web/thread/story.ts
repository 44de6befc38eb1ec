// The story of a ticket: messages in order, what happened between them folded together, a heading for each day.
import type * as z from 'zod'
import type { Out, Row } from '#kernel/contract/index.ts'
import type { CommentRead, Ticket as TicketEntity, TimelineEntry } from '../../contract.ts'
import type { conversation } from '../../contract/conversation.ts'

/** `sending` = shown while it is on its way. */
export type Message = z.output<typeof CommentRead> & { sending?: boolean }
export type Happening = z.output<typeof TimelineEntry>

export type StoryItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: Message }
  | { kind: 'events'; key: string; entries: Happening[] }

/** Fields that follow from others: telling of them would only repeat. */
const bookkeeping = new Set([
  'last_reply_at',
  'last_reply_by',
  'preview',
  'comment_count',
  'resolved_at',
  'closed_at',
  'updated_at',
  'version',
  'snoozed',
])

/** The changes of an entry that are worth telling. */
export const toldChanges = (entry: Happening): [field: string, was: unknown, is: unknown][] =>
  Object.entries(entry.changes)
    .filter(([field]) => !bookkeeping.has(field))
    .map(([field, [was, is]]) => [field, was, is])

/** It was put off, or came back. */
export const isSnooze = ({ name }: Pick<Happening, 'name'>): boolean =>
  name === 'ticket.snoozed' || name === 'ticket.woken'

/** `requester` made the ticket unless the entry says that somebody else did it for them. */
const isTold = (entry: Happening, requester: string): boolean =>
  toldChanges(entry).length > 0 || isSnooze(entry) || (entry.name === 'ticket.created' && entry.actor !== requester)

type Ticket = { id: string; requester: string }
/** Which calendar day an instant falls on, for this reader. */
export type DayOf = (at: string) => string

/** Merges messages and happenings by time; of things at the same instant the message comes first. */
export function storyOf(
  ticket: Ticket,
  messages: readonly Message[],
  timeline: readonly Happening[],
  dayOf: DayOf,
): StoryItem[] {
  const parts = [
    ...messages.map((message) => ({ at: Date.parse(message.created_at), rank: 0, message })),
    ...timeline
      .filter((entry) => isTold(entry, ticket.requester))
      .map((entry) => ({ at: Date.parse(entry.at), rank: 1, entry })),
  ].toSorted((a, b) => a.at - b.at || a.rank - b.rank)

  const story: StoryItem[] = []
  let day = ''
  for (const part of parts) {
    const at = 'message' in part ? part.message.created_at : part.entry.at
    const onDay = dayOf(at)
    if (onDay !== day) story.push({ kind: 'day', key: `day:${(day = onDay)}`, at })
    const last = story.at(-1)
    if ('message' in part) story.push({ kind: 'message', key: part.message.id, message: part.message })
    else if (last?.kind === 'events') last.entries.push(part.entry)
    else story.push({ kind: 'events', key: `events:${part.entry.id}`, entries: [part.entry] })
  }
  return story
}

/** The request itself stands in the thread under this id. */
export const idOfOpening = (ticket: string): string => `opening:${ticket}`

/** The request itself as the first message, with the files that came with it; null when it has neither. */
export function openingOf(
  ticket: Row<typeof TicketEntity>,
  { mail, quoted, attachments }: Out<typeof conversation.opening>,
): Message | null {
  if (ticket.description.trim() === '' && attachments.length === 0) return null
  const { id, created_at, updated_at, requester, channel, description } = ticket
  return {
    id: idOfOpening(id),
    created_at,
    updated_at,
    version: 1,
    ticket: id,
    author: requester,
    channel,
    text: description,
    internal: false,
    quoted,
    mail,
    mentions: [],
    automatic: false,
    attachments,
  }
}
