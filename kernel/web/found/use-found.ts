// What the platform finds for the letters that are being typed.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Call } from '../../contract/index.ts'
import { usePlatform } from '../call/platform.tsx'
import { useInPortal } from '../frame/menu.ts'
import { useMe } from '../me.tsx'
import { type Finder, type FoundKind, type FoundRecord, useModules } from '../module.tsx'
import { useSettled } from '../references/settled.ts'

const SETTLED_MS = 120
const SHORTEST = 2

export type Found = {
  items: readonly FoundRecord[]
  /** What was taken to be meant instead of what was typed; null when it was taken as it is. */
  meant: string | null
  /** The answer to these letters is not there yet. */
  isComing: boolean
}

/** The one search over all records; undefined when no module brings one. */
export const useFinder = (): Finder | undefined => useModules().find(({ finder }) => finder)?.finder

/** How kinds of records are shown that the person may find and open, by their names. */
export function useFoundKinds(): Readonly<Record<string, FoundKind>> {
  const modules = useModules()
  const { may } = useMe()
  const inPortal = useInPortal()
  return useMemo(() => {
    const kinds = modules.flatMap(({ found }) => Object.entries(found))
    return Object.fromEntries(kinds.filter(([, { can, portal }]) => may(can) && (!inPortal || portal)))
  }, [modules, may, inPortal])
}

/** Finds as one types; the last answer stays until the next one is there. */
export function useFound(typed: string): Found {
  const finder = useFinder()
  const { call } = usePlatform()
  const asked = useSettled(typed.trim(), SETTLED_MS)
  const kinds = Object.keys(useFoundKinds())
  const enabled = finder !== undefined && asked.length >= SHORTEST && kinds.length > 0
  const { data, isFetching } = useQuery({
    queryKey: ['found', asked, kinds],
    queryFn: ({ signal }) => finder!.find(((action, input) => call(action, input, { signal })) as Call, asked, kinds),
    enabled,
    staleTime: 10_000,
    retry: false,
    placeholderData: (previous) => previous,
  })
  const isComing = typed.trim().length >= SHORTEST && finder !== undefined && (isFetching || asked !== typed.trim())
  return { items: (enabled && data?.items) || [], meant: (enabled && data?.meant) || null, isComing }
}
