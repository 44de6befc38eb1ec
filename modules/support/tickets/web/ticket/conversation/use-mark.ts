// How far this person has read: known to the server, so that every device goes on where the last one stopped.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Out, Row } from '#kernel/contract/index.ts'
import { keyOf, type LiveEvent, useAction, useCall, useLive } from '#kernel/web/index.tsx'
import { conversation, markChanged, ReadMark } from '../../../contract/conversation.ts'

/** Who looks at a message this long has seen it. */
const SEEN_MS = 500
const LIVE = [ReadMark.name]
type Mark = Out<typeof conversation.mark>

const isWritten = (message: string) => !message.includes(':')

export function useMark(id: string) {
  const call = useCall()
  const cache = useQueryClient()
  const { data } = useAction(conversation.mark, { id })
  const told = useRef<string | null | undefined>(undefined)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isTakenBack = useRef(false)
  useEffect(() => () => clearTimeout(waiting.current), [])

  const known = data !== undefined
  const before = data?.seen ?? null
  const isNew = data?.is_new ?? false
  useEffect(() => {
    if (known && told.current === undefined) told.current = isNew ? undefined : before
  }, [known, isNew, before])

  const note = useCallback(
    (mark: Partial<Mark>) =>
      cache.setQueryData<Mark>(
        keyOf(conversation.mark, { id }),
        (held) => held && { ...held, is_new: false, first: null, unread: 0, ...mark },
      ),
    [cache, id],
  )

  /** Says that a message came into sight; without messages, that the ticket was opened. */
  const see = useCallback(
    (message: string | null) => {
      const seen = message !== null && isWritten(message) ? message : null
      const say = () => {
        const last = told.current
        const isFurther = last === undefined || (seen !== null && (last === null || seen > last))
        if (!known || !isFurther || isTakenBack.current || document.visibilityState !== 'visible') return
        told.current = seen
        // A mark that was not kept is told again with the next message.
        call(conversation.see, { id, seen }).then(
          () => note({ seen }),
          () => void (told.current = last),
        )
      }
      clearTimeout(waiting.current)
      waiting.current = setTimeout(say, SEEN_MS)
    },
    [call, id, known, note],
  )

  /** Makes everything after a message unread again, until the ticket is opened anew. */
  const takeBack = useCallback(
    async (seen: string | null, first: string) => {
      isTakenBack.current = true
      clearTimeout(waiting.current)
      await call(conversation.see, { id, seen, back: true })
      note({ seen, first, unread: 1 })
      void cache.invalidateQueries({ queryKey: keyOf(conversation.mark, { id }), refetchType: 'none' })
    },
    [call, cache, id, note],
  )

  useLive(
    LIVE,
    useCallback(
      ({ name, payload }: LiveEvent) => {
        if (name !== markChanged.name) return
        const { ticket_mark: mark } = payload as { ticket_mark: Row<typeof ReadMark> }
        if (mark.ticket !== id) return
        if (told.current === undefined || (mark.seen ?? '') > (told.current ?? '')) told.current = mark.seen
      },
      [id],
    ),
  )
  return { data, see, takeBack }
}
