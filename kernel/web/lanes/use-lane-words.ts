// The lanes of a board as people read them: their names, and their order by these.
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { choicesOf, hintsOf } from '../../contract/index.ts'
import { usePlatform } from '../call/platform.tsx'
import { useFieldWords } from '../custom/use-fields.ts'
import { useFormat, useLanguage, useT } from '../language/hooks.tsx'
import { isOwn, ownOf } from '../listing/fields.ts'
import type { Listing } from '../listing/shown.ts'
import { useMe } from '../me.tsx'
import { referenceQuery } from '../references/known.ts'

type Lane = string | null
export type LaneWords = {
  nameOf: (lane: Lane) => string
  /** One's own first, then as the field has them or by their names; what has no value stands last. */
  sorted: <L extends { value: Lane }>(lanes: readonly L[]) => readonly L[]
}

/** The name of a field that divides a board. */
export function useLaneField(listing: Listing): (field: string) => string {
  const t = useT()
  const { word } = useFieldWords()
  return (field) => {
    const own = ownOf(listing, field)
    return own ? word(own.labels) : t(`${listing.of.name}.${field}`)
  }
}

const NONE: readonly string[] = []

/**
 * Lanes that nothing is in yet: everything that the field may name, where that is a list of few and no person. Undefined until known.
 */
export function useEmptyLanes(listing: Listing, field: string, isWanted: boolean): readonly string[] | undefined {
  const { call, references } = usePlatform()
  const schema = listing.of.fields[field]
  const refers = schema && hintsOf(schema).refers
  const source = refers ? references.source(refers) : undefined
  const search = isWanted && !source?.person ? source?.search : undefined
  const { data, isPending } = useQuery({
    queryKey: ['lanes', refers],
    queryFn: async () => (await search!(call, '')).map(({ id }) => id),
    enabled: search !== undefined,
  })
  return search === undefined ? NONE : isPending ? undefined : (data ?? NONE)
}

/** Undefined until all names are there, so that lanes do not change places under somebody's eyes. */
export function useLaneWords(
  listing: Listing,
  field: string,
  lanes: readonly { value: Lane }[],
): LaneWords | undefined {
  const t = useT()
  const { language } = useLanguage()
  const { compare } = useFormat()
  const { word } = useFieldWords()
  const { references } = usePlatform()
  const me = useMe().user.id
  const own = ownOf(listing, field)
  const schema = listing.of.fields[field]
  const refers = !isOwn(field) && schema ? hintsOf(schema).refers : undefined
  const source = refers ? references.source(refers) : undefined
  const ids = refers ? lanes.flatMap(({ value }) => value ?? []) : []
  const { names, isPending } = useQueries({
    queries: ids.map((id) => ({ ...referenceQuery(references, refers!, id), enabled: source !== undefined })),
    combine: (answers) => ({
      isPending: source !== undefined && answers.some((one) => one.isPending),
      names: answers.map(({ data }) => (data && source ? source.label(data, language) : null)).join('\n'),
    }),
  })
  const asked = ids.join()
  return useMemo(() => {
    if (isPending) return undefined
    const known = names.split('\n')
    const byId = new Map(asked.split(',').map((id, index) => [id, known[index]] as const))
    const order = own?.options.map(({ key }) => key) ?? (schema && !refers ? choicesOf(schema) : [])
    const nameOf = (lane: Lane): string => {
      if (lane === null) return t('lanes.empty')
      if (refers) return byId.get(lane) || t('reference.gone')
      const option = own?.options.find(({ key }) => key === lane)
      return option ? word(option.labels) : own ? lane : t(`${listing.of.name}.${field}.${lane}`)
    }
    const rank = (lane: Lane): number => (lane === null ? 3 : lane === me ? 0 : order.includes(lane) ? 1 : 2)
    return {
      nameOf,
      sorted: (all) =>
        all.toSorted(
          ({ value: a }, { value: b }) =>
            rank(a) - rank(b) ||
            (rank(a) === 1 ? order.indexOf(a!) - order.indexOf(b!) : compare(nameOf(a), nameOf(b))),
        ),
    }
    // oxlint-disable-next-line react/exhaustive-deps -- `word` speaks the language
  }, [isPending, names, asked, own, schema, refers, me, language, compare, t, listing, field])
}
