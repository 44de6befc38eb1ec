// Which tickets of a list hold something unread: known for this person, on all their devices.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { keyOf, type LiveEvent, useAction, useLive } from '#kernel/web/index.tsx'
import { ticketCommented } from '../../../contract.ts'
import { conversation, markChanged, ReadMark } from '../../../contract/conversation.ts'

const MOST = 200
const LIVE = ['ticket', ReadMark.name]

/** The ids among those of a list (the first 200 are asked) that are to be shown bold. */
export function useUnread(ids: readonly string[]): ReadonlySet<string> {
  const cache = useQueryClient()
  const key = ids.slice(0, MOST).toSorted().join(' ')
  const input = useMemo(() => ({ ids: key === '' ? [] : key.split(' ') }), [key])
  const { data } = useAction(conversation.unread, input, { enabled: key !== '', keep: true })
  const hear = useCallback(
    ({ name }: LiveEvent) => {
      if (name === ticketCommented.name || name === markChanged.name)
        void cache.invalidateQueries({ queryKey: keyOf(conversation.unread, input) })
    },
    [cache, input],
  )
  useLive(LIVE, hear)
  return useMemo(() => new Set(data?.ids), [data])
}
