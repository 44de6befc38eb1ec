// What is known of a record by its id alone.
import { useQueries, useQuery } from '@tanstack/react-query'
import { usePlatform } from '../call/platform.tsx'
import { useLanguage } from '../language/hooks.tsx'
import type { Card } from '../module.tsx'

const A_WHILE_MS = 5 * 60_000

export type Named = { name: string | null; card: Card | null; isPending: boolean; person: boolean; note: string | null }

/** The name and card of a record; `name` is null while it loads and when there is no such record for this person. */
export function useReference(entity: string, id: string | null | undefined): Named {
  const { references } = usePlatform()
  const { language } = useLanguage()
  const source = references.source(entity)
  const { data, isPending } = useQuery({
    queryKey: ['reference', entity, id],
    queryFn: () => references.load(entity, id!),
    enabled: Boolean(id) && source !== undefined,
    staleTime: A_WHILE_MS,
  })
  const card = data ?? null
  return {
    name: card && source ? source.label(card, language) : null,
    card,
    isPending: isPending && Boolean(id),
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
      queryKey: ['reference', entity, id],
      queryFn: () => references.load(entity, id),
      enabled: source !== undefined,
      staleTime: A_WHILE_MS,
    })),
  }).map(({ data }) => (data && source ? source.label(data, language) : null))
}
