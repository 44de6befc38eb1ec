import { useMemo } from 'react'
import { customFields, type FieldRead } from '#kernel/contract/index.ts'
import { sortsByOwn, useAction, useCustomFields } from '#kernel/web/index.tsx'
import { isOwnSort, plain, type Shown } from '../filters.ts'

const isAsked = ({ filterable, ready }: FieldRead) => filterable && ready

/** The organisation's own fields that the list can be filtered by at this moment. */
export const useOwnFilters = (): readonly FieldRead[] => useCustomFields('ticket').filter(isAsked)

/**
 * What is shown, without an order and with those of its own filters marked that the list would refuse; undefined until that
 * is known, which only a list that is narrowed or sorted by own fields waits for.
 */
export function useStanding(shown: Shown): Shown | undefined {
  const asksOwn = shown.own !== undefined || isOwnSort(shown.sort)
  const { data, isPending } = useAction(customFields.list, { entity: 'ticket' }, { enabled: asksOwn, staleMs: 300_000 })
  return useMemo(() => {
    if (!asksOwn) return shown
    if (!data) return isPending ? undefined : shown
    const fields = data.items as unknown as FieldRead[]
    const keys = fields.filter(isAsked).map(({ key }) => key)
    const lost = Object.keys(shown.own ?? {}).filter((name) => !keys.includes(name.replace(/_(from|to)$/, '')))
    const isSorted =
      !isOwnSort(shown.sort) || fields.some((one) => sortsByOwn(one) && shown.sort.endsWith(`custom.${one.key}`))
    return {
      ...shown,
      ...(lost.length > 0 ? { lost } : {}),
      ...(isSorted ? {} : { sort: plain.sort }),
    }
  }, [shown, asksOwn, data, isPending])
}
