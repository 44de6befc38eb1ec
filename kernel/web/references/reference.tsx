// A record that another one points at, by its name.
import { useQueries, useQuery } from '@tanstack/react-query'
import { Avatar } from '#ui/avatar.tsx'
import { usePlatform } from '../call/platform.tsx'
import { useLanguage, useT } from '../language/hooks.tsx'
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

export type ReferenceProps = {
  entity: string
  id: string | null | undefined
  /** Only the face of a person. */ face?: boolean
  /** No face beside the name. */ plain?: boolean
  size?: number
  empty?: string
}

/** The name of a record, with a face when it is a person's. */
export function Reference({ entity, id, face = false, plain = false, size = 20, empty = '—' }: ReferenceProps) {
  const { name, isPending, person, note } = useReference(entity, id)
  const t = useT()
  if (!id) return <span data-empty>{empty}</span>
  if (isPending) return <span className="wn-name-pending" aria-busy="true" />
  const named = name ?? t('reference.gone')
  const shown = note ? `${named} (${t(note)})` : named
  if (face) return <Avatar name={shown} size={size} />
  if (!person || plain) return <bdi>{shown}</bdi>
  return (
    <span className="wn-person">
      <Avatar name={named} size={size} decorative />
      <bdi>{shown}</bdi>
    </span>
  )
}
