// The letters of a record, as its page shows them: fetched once, however many lines there are.
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { Entity } from '#kernel/contract/index.ts'
import { useAction, useLive, useMe } from '#kernel/web/index.tsx'
import { letters, SUBJECTS, type SubjectKind } from '../contract.ts'

/** Where the pages of records with letters are. */
export const FOLDERS: Readonly<Record<SubjectKind, string>> = { client: '/clients', deal: '/deals' }

const isSubject = (name: string): name is SubjectKind => (SUBJECTS as readonly string[]).includes(name)
const about = new Set<QueryClient>()

/** Every line hears of an event, and they are fetched anew once. */
export function refreshLetters(cache: QueryClient): void {
  if (about.has(cache)) return
  about.add(cache)
  queueMicrotask(() => {
    about.delete(cache)
    void cache.invalidateQueries({ queryKey: [letters.about.name] })
  })
}

export function useLetters(of: Entity, record: string) {
  const { may } = useMe()
  const cache = useQueryClient()
  const isAllowed = may(letters.about.can) && isSubject(of.name)
  const asked = { entity: of.name as SubjectKind, record }
  const { data } = useAction(letters.about, asked, { enabled: isAllowed })
  useLive(
    isAllowed ? [`${of.name}:${record}`] : [],
    ({ name }) => name === `${of.name}.lettered` && refreshLetters(cache),
  )
  return data?.items ?? []
}
