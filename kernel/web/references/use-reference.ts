// What is known of a record by its id alone.
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { usePlatform } from '../call/platform.tsx'
import { useLanguage } from '../language/hooks.tsx'
import type { Card } from '../module.tsx'
import { nothing, referenceQuery, watched } from './known.ts'

export type Named = { name: string | null; card: Card | null; isPending: boolean; person: boolean; note: string | null }

/** The name and card of a record; `name` is null while it loads and when there is no such record for this person. */
export function useReference(entity: string, id: string | null | undefined): Named {
  const { references } = usePlatform()
  const { language } = useLanguage()
  const source = references.source(entity)
  const cache = useQueryClient()
  const { subscribe, known } = id && source ? watched(cache, references, entity, id) : nothing
  const { card, isPending } = useSyncExternalStore(subscribe, known)
  return {
    name: card && source ? source.label(card, language) : null,
    card,
    isPending,
    person: source?.person ?? false,
    note: (card && source?.note?.(card)) ?? null,
  }
}

/** The names of several records, in their order; null as above. */
export function useReferences(entity: string, ids: readonly string[]): (string | null)[] {
  const { references } = usePlatform()
  const { language } = useLanguage()
  const source = references.source(entity)
  return useQueries({
    queries: ids.map((id) => ({
      ...referenceQuery(references, entity, id),
      enabled: source !== undefined,
    })),
  }).map(({ data }) => (data && source ? source.label(data, language) : null))
}

/** The names of records of several kinds, by `<entity>:<id>`; those that are not there yet are not there. */
export function useReferencesOf(wanted: readonly { entity: string; id: string }[]): ReadonlyMap<string, string> {
  const { references } = usePlatform()
  const { language } = useLanguage()
  const answers = useQueries({
    queries: wanted.map(({ entity, id }) => ({
      ...referenceQuery(references, entity, id),
      enabled: references.source(entity) !== undefined,
    })),
  })
  return new Map(
    wanted.flatMap(({ entity, id }, index) => {
      const data = answers[index]?.data
      return data ? [[`${entity}:${id}`, references.source(entity)!.label(data, language)] as const] : []
    }),
  )
}
