// The messages and the history of one ticket, kept in step with what arrives live.
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type Call, MAX_LIMIT, type Problem, type Row } from '#kernel/contract/index.ts'
import { keyOf, useCall, useLive } from '#kernel/web/index.tsx'
import { type Attachment, ticketAttachmentChanged, ticketCommented, tickets } from '../../contract.ts'
import type { Happening, Message } from '../thread/story.ts'

const messagesKey = (id: string) => ['tickets.comments', { id }, 'all'] as const
const timelineKey = (id: string) => ['tickets.timeline', { id }, 'all'] as const

async function allMessages(call: Call, id: string): Promise<Message[]> {
  const messages: Message[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page: { items: Message[]; next: string | null } = await call(tickets.comments, {
      id,
      limit: MAX_LIMIT,
      ...(after ? { after } : {}),
    })
    messages.push(...page.items)
    after = page.next
  }
  return messages
}

/** All messages of a ticket, oldest first; a page of 200 at a time. */
export function useMessages(id: string) {
  const call = useCall()
  return useQuery<Message[], Problem>({ queryKey: messagesKey(id), queryFn: () => allMessages(call, id) })
}

/** What happened to a ticket; the latest 200 things. */
export function useTimeline(id: string) {
  const call = useCall()
  return useQuery<Happening[], Problem>({
    queryKey: timelineKey(id),
    queryFn: async () => (await call(tickets.timeline, { id, limit: MAX_LIMIT })).items,
  })
}

/** Puts a message that is known already into the thread. */
export function addMessage(cache: QueryClient, message: Message): void {
  cache.setQueryData<Message[]>(messagesKey(message.ticket), (known) =>
    !known || known.some(({ id }) => id === message.id) ? known : [...known, message],
  )
  void cache.invalidateQueries({ queryKey: timelineKey(message.ticket) })
}

/** Notes how the mail fares that a reply left as. */
export function noteDelivery(cache: QueryClient, ticket: string, mail: string, delivery: Message['delivery']): void {
  cache.setQueryData<Message[]>(messagesKey(ticket), (known) =>
    known?.map((message) => (message.mail === mail ? { ...message, delivery } : message)),
  )
}

type Attached = Row<typeof Attachment>
/** A file was checked, or its pictures are there. */
function noteAttachment(cache: QueryClient, attachment: Attached): void {
  const inPlace = (all: Attached[]) => all.map((one) => (one.id === attachment.id ? attachment : one))
  cache.setQueryData<Message[]>(messagesKey(attachment.ticket), (known) =>
    known?.map((message) =>
      message.id === attachment.comment ? { ...message, attachments: inPlace(message.attachments) } : message,
    ),
  )
  cache.setQueryData<{ items: Attached[] }>(keyOf(tickets.attachments, { id: attachment.ticket }), (known) =>
    known ? { items: inPlace(known.items) } : known,
  )
}

/** Listens to a ticket; `onMessage` hears of messages others write. */
export function useTicketLive(id: string, me: string, onMessage: (message: Message) => void): void {
  const cache = useQueryClient()
  const hear = useCallback(
    ({ name, payload }: { name: string; payload: unknown }) => {
      if (name === ticketAttachmentChanged.name)
        return noteAttachment(cache, (payload as { attachment: Attached }).attachment)
      if (name !== ticketCommented.name) return void cache.invalidateQueries({ queryKey: timelineKey(id) })
      const { comment } = payload as { comment: Message }
      addMessage(cache, comment)
      if (comment.author !== me) onMessage(comment)
    },
    [cache, id, me, onMessage],
  )
  useLive([`ticket:${id}`], hear)
}
