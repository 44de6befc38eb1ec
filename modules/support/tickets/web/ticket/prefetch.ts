// What is likely to be opened next is asked for before it is: the row under the pointer, and the one after the open one.
import { useQueryClient } from '@tanstack/react-query'
import { type FocusEvent, type PointerEvent, useCallback, useEffect, useRef } from 'react'
import { keyOf, type LiveEvent, useCall, useLive } from '#kernel/web/index.tsx'
import { Ticket, ticketCommented, tickets } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import type { Message } from '../thread/story.ts'
import { addMessage, messagesQuery, timelineQuery } from './messages.ts'

/** A pointer that rests means something; one that passes over a list does not. */
const RESTS_MS = 70
const AFTER_OPENING_MS = 600
const LIVE = ['ticket']

const idIn = (link: HTMLAnchorElement): string | undefined =>
  /\/tickets\/([0-9a-f-]{36})(?:[?#]|$)/.exec(link.getAttribute('href') ?? '')?.[1]

/** Puts everything that a ticket's page shows into the cache. */
function usePrefetch() {
  const call = useCall()
  const cache = useQueryClient()
  return useCallback(
    (id: string) => {
      // Marked like the page's own question, so that live events keep the answer current.
      void cache.prefetchQuery({
        queryKey: keyOf(tickets.get, { id }),
        queryFn: ({ signal }) => call(tickets.get, { id }, { signal }),
        meta: { about: Ticket },
      })
      void cache.prefetchInfiniteQuery(messagesQuery(call, id))
      void cache.prefetchInfiniteQuery(timelineQuery(call, id))
      const { opening, mark } = conversation
      void cache.prefetchQuery({ queryKey: keyOf(opening, { id }), queryFn: () => call(opening, { id }) })
      void cache.prefetchQuery({ queryKey: keyOf(mark, { id }), queryFn: () => call(mark, { id }) })
    },
    [call, cache],
  )
}

/** For the element around the list: its links are prefetched when the pointer rests on them or the focus comes. */
export function useListPrefetch(openId: string | null) {
  const prefetch = usePrefetch()
  const cache = useQueryClient()
  const frame = useRef<HTMLDivElement>(null)
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const notice = useCallback(
    (target: EventTarget, ms: number) => {
      clearTimeout(resting.current)
      const link = (target as HTMLElement).closest?.<HTMLAnchorElement>('a[href*="/tickets/"]')
      const id = link && idIn(link)
      if (id && id !== openId) resting.current = setTimeout(() => prefetch(id), ms)
    },
    [prefetch, openId],
  )
  useEffect(() => () => clearTimeout(resting.current), [])

  // Its page asks the same once its code is there; here the answers are on their way beside the code.
  useEffect(() => {
    if (openId) prefetch(openId)
  }, [openId, prefetch])

  useEffect(() => {
    if (!openId) return
    const later = setTimeout(() => {
      const ids = [...(frame.current?.querySelectorAll<HTMLAnchorElement>('a[href*="/tickets/"]') ?? [])].map(idIn)
      const next = ids[ids.indexOf(openId) + 1]
      if (next && ids.includes(openId)) prefetch(next)
    }, AFTER_OPENING_MS)
    return () => clearTimeout(later)
  }, [openId, prefetch])

  // What was prefetched and is not open yet must not miss what is written meanwhile.
  useLive(
    LIVE,
    useCallback(
      ({ name, payload }: LiveEvent) => {
        if (name !== ticketCommented.name) return
        const { comment } = payload as { comment: Message }
        addMessage(cache, comment)
        if (comment.ticket !== openId)
          void cache.invalidateQueries({ queryKey: keyOf(conversation.mark, { id: comment.ticket }) })
      },
      [cache, openId],
    ),
  )
  return {
    ref: frame,
    onPointerOver: (event: PointerEvent) => notice(event.target, RESTS_MS),
    onPointerDown: (event: PointerEvent) => notice(event.target, 0),
    onPointerLeave: () => clearTimeout(resting.current),
    onFocus: (event: FocusEvent) => notice(event.target, 0),
  }
}
