import { useMemo } from 'react'
import { customFields, type FieldRead } from '#kernel/contract/index.ts'
import { useAction, useCustomFields } from '#kernel/web/index.tsx'
import type { Shown } from '../filters.ts'

const isAsked = ({ filterable, ready }: FieldRead) => filterable && ready

/** The organisation's own fields that the list can be filtered by at this moment. */
export const useOwnFilters = (): readonly FieldRead[] => useCustomFields('ticket').filter(isAsked)

/**
 * What is shown, with those of its own filters marked that the list would refuse; undefined until that is known, which only
 * a list that is narrowed by own fields waits for.
 */
export function useStanding(shown: Shown): Shown | undefined {
  const { data, isPending } = useAction(
    customFields.list,
    { entity: 'ticket' },
    { enabled: shown.own !== undefined, staleMs: 300_000 },
  )
  return useMemo(() => {
    if (!shown.own) return shown
    if (!data) return isPending ? undefined : shown
    const keys = (data.items as unknown as FieldRead[]).filter(isAsked).map(({ key }) => key)
    const lost = Object.keys(shown.own).filter((name) => !keys.includes(name.replace(/_(from|to)$/, '')))
    return lost.length > 0 ? { ...shown, lost } : shown
  }, [shown, data, isPending])
}
