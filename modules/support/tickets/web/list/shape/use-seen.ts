// Which tickets a person has opened, and which hold something they have not read.
import { useCallback, useMemo } from 'react'
import { useKeptChoice } from '#kernel/web/index.tsx'
import { useUnread } from '../../thread/reading/unread.ts'

const KEPT = 1_000

export type Seen = {
  isVisited: (id: string) => boolean
  isUnread: (id: string) => boolean
  visit: (id: string) => void
}

/** `ids` are those around what is in sight. */
export function useSeen(ids: readonly string[]): Seen {
  const [kept, keep] = useKeptChoice<readonly string[]>('tickets.visited', NOBODY)
  const visited = useMemo(() => new Set(kept), [kept])
  const unread = useUnread(ids)
  return {
    isVisited: (id) => visited.has(id),
    isUnread: (id) => unread.has(id),
    visit: useCallback((id) => visited.has(id) || keep([...kept.slice(1 - KEPT), id]), [visited, kept, keep]),
  }
}
const NOBODY: readonly string[] = []
