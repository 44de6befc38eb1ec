// The messages and the history of one ticket: the end first, what came before on demand, in step with what arrives live.
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { type Call, MAX_LIMIT, type Out, type Problem, type Row } from '#kernel/contract/index.ts'
import { keyOf, type LiveEvent, useCall, useLive } from '#kernel/web/index.tsx'
import { type Attachment, ticketAttachmentChanged, ticketCommented, tickets } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import type { Happening, Message } from '../thread/story.ts'

type Page = Pick<Out<typeof tickets.comments>, 'items' | 'previous'>
type Pages = InfiniteData<Page, string | null>
type Past = InfiniteData<Out<typeof tickets.timeline>, string | null>

/** What is seen at once when a ticket is opened; what is scrolled back to comes in larger pieces. */
const FIRST = 50
const HAPPENINGS = 100

const messagesKey = (id: string) => ['tickets.comments', { id }, 'end'] as const
const timelineKey = (id: string) => ['tickets.timeline', { id }, 'end'] as const

/** How the cache asks for the end of a conversation: prefetching asks the same. */
export const messagesQuery = (call: Call, id: string) => ({
  queryKey: messagesKey(id),
  queryFn: ({ pageParam }: { pageParam: string | null }): Promise<Page> =>
    call(
      tickets.comments,
      pageParam === null ? { id, newest: true, limit: FIRST } : { id, before: pageParam, limit: MAX_LIMIT },
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page) => page.previous,
})
export const timelineQuery = (call: Call, id: string) => ({
  queryKey: timelineKey(id),
  queryFn: ({ pageParam }: { pageParam: string | null }) =>
    call(tickets.timeline, {
      id,
      newest: true,
      changes: true,
      limit: HAPPENINGS,
      ...(pageParam === null ? {} : { cursor: pageParam }),
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: Out<typeof tickets.timeline>) => page.next,
})

/** Of a conversation that was read far back only the end is kept, so that looking again costs one page. */
function onlyTheEnd(cache: QueryClient, key: readonly unknown[]): void {
  const known = cache.getQueryData<InfiniteData<unknown, unknown>>(key)
  if (known && known.pages.length > 1)
    cache.setQueryData(key, { pages: known.pages.slice(0, 1), pageParams: known.pageParams.slice(0, 1) })
}

const oldestFirst = new WeakMap<object, Message[]>()
/** The same array for the same pages. */
function messagesOf(data: Pages | undefined): Message[] | undefined {
  if (!data) return undefined
  const known = oldestFirst.get(data) ?? data.pages.toReversed().flatMap(({ items }) => items)
  oldestFirst.set(data, known)
  return known
}

/** The last messages of a ticket, oldest first, and the way back to those before. */
export function useMessages(id: string) {
  const call = useCall()
  const cache = useQueryClient()
  useEffect(() => () => onlyTheEnd(cache, messagesKey(id)), [cache, id])
  const answer = useInfiniteQuery<Page, Problem, Pages, readonly unknown[], string | null>(messagesQuery(call, id))
  const { fetchNextPage } = answer
  /** Reads back until a message is there; answers whether it is. */
  const reach = useCallback(
    async (wanted: string): Promise<boolean> => {
      const isThere = () => messagesOf(cache.getQueryData<Pages>(messagesKey(id)))?.some((one) => one.id === wanted)
      for (let more = true; more && !isThere();) more = (await fetchNextPage()).hasNextPage
      return isThere() ?? false
    },
    [cache, id, fetchNextPage],
  )
  return {
    data: messagesOf(answer.data),
    error: answer.error,
    refetch: answer.refetch,
    hasOlder: answer.hasNextPage,
    isFetchingOlder: answer.isFetchingNextPage,
    fetchOlder: useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]),
    reach,
  }
}

/** What happened to a ticket since an instant (null = ever, undefined = not known yet), oldest first. */
export function useTimeline(id: string, since: string | null | undefined) {
  const call = useCall()
  const cache = useQueryClient()
  useEffect(() => () => onlyTheEnd(cache, timelineKey(id)), [cache, id])
  const answer = useInfiniteQuery<Out<typeof tickets.timeline>, Problem, Past, readonly unknown[], string | null>(
    timelineQuery(call, id),
  )
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = answer
  const happenings = useMemo<Happening[]>(() => data?.pages.toReversed().flatMap(({ items }) => items) ?? [], [data])
  const oldest = happenings[0]?.at
  const isWanted = oldest !== undefined && (since === null || (since !== undefined && oldest > since))
  const isMissing = hasNextPage && !isFetchingNextPage && isWanted
  useEffect(() => {
    if (isMissing) void fetchNextPage()
  }, [isMissing, fetchNextPage])
  const shown = useMemo(
    () => (!since ? happenings : happenings.filter(({ at }) => Date.parse(at) >= Date.parse(since))),
    [happenings, since],
  )
  return { data: shown, error }
}

/** Puts a message that is known already into the thread, in place of the one that was shown while it was sent. */
export function addMessage(cache: QueryClient, message: Message): void {
  changeMessages(cache, message.ticket, (known) => {
    // What is there already may learn more: an event does not say whom the mail went to, the answer does.
    if (known.some(({ id }) => id === message.id))
      return known.map((one) => (one.id === message.id ? { ...one, ...message } : one))
    const sending = known.findIndex((one) => one.sending && one.text === message.text && one.author === message.author)
    return [...known.filter((_, index) => index !== sending), message]
  })
  void cache.invalidateQueries({ queryKey: timelineKey(message.ticket) })
}

let sent = 0
/** Shows a message while it is on its way; answers how to take it back. `addMessage` puts the written one in its place. */
export function showSending(
  cache: QueryClient,
  said: { ticket: string; author: string; text: string; internal: boolean },
): () => void {
  const id = `sending:${(sent += 1)}`
  const now = new Date().toISOString()
  const message: Message = {
    ...said,
    id,
    created_at: now,
    updated_at: now,
    version: 0,
    channel: 'web',
    quoted: null,
    mail: null,
    mentions: [],
    automatic: false,
    attachments: [],
    sending: true,
  }
  changeMessages(cache, said.ticket, (known) => [...known, message])
  return () => changeMessages(cache, said.ticket, (known) => known.filter((one) => one.id !== id))
}

/** Changes the messages of the last page, which holds whatever arrives. */
function changeMessages(cache: QueryClient, ticket: string, change: (known: Message[]) => Message[]): void {
  cache.setQueryData<Pages>(messagesKey(ticket), (known) => {
    const [end, ...older] = known?.pages ?? []
    if (!known || !end) return known
    const items = change(end.items)
    return items === end.items ? known : { ...known, pages: [{ ...end, items }, ...older] }
  })
}

function changeEach(cache: QueryClient, ticket: string, change: (message: Message) => Message): void {
  cache.setQueryData<Pages>(
    messagesKey(ticket),
    (known) => known && { ...known, pages: known.pages.map((page) => ({ ...page, items: page.items.map(change) })) },
  )
}

/** Notes how the mail fares that a reply left as. */
export const noteDelivery = (
  cache: QueryClient,
  ticket: string,
  mail: string,
  { state: delivery, recipients }: { state: Message['delivery']; recipients: Message['recipients'] },
): void =>
  changeEach(cache, ticket, (message) => (message.mail === mail ? { ...message, delivery, recipients } : message))

type Attached = Row<typeof Attachment>
/** A file was checked, or its pictures are there. */
function noteAttachment(cache: QueryClient, attachment: Attached): void {
  const inPlace = (all: Attached[]) => all.map((one) => (one.id === attachment.id ? attachment : one))
  changeEach(cache, attachment.ticket, (message) =>
    message.id === attachment.comment ? { ...message, attachments: inPlace(message.attachments) } : message,
  )
  cache.setQueryData<Out<typeof conversation.opening>>(
    keyOf(conversation.opening, { id: attachment.ticket }),
    (known) => known && { ...known, attachments: inPlace(known.attachments) },
  )
}

/** Listens to a ticket; `onMessage` hears of messages others write. */
export function useTicketLive(id: string, me: string, onMessage: (message: Message) => void): void {
  const cache = useQueryClient()
  const hear = useCallback(
    ({ name, payload }: LiveEvent) => {
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
