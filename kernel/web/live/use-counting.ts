// Live figures for components.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Entity } from '../../contract/index.ts'
import { usePlatform } from '../call/platform.tsx'
import { useMe } from '../me.tsx'
import { type Counted, type CountedSet, createCounting, type Figure } from './counting.ts'

export type CountingProps = {
  of: Entity
  /** The permission to list the records. */
  can: string
  sets: readonly CountedSet[]
  ask: (sets: readonly CountedSet[]) => Promise<Counted>
  fixed?: readonly string[]
}

/** How many records each set of filters shows, by key; kept right by live events. A key is missing until it is counted. */
export function useCounting({ of, can, sets, ask, fixed }: CountingProps): ReadonlyMap<string, Figure> {
  const { live } = usePlatform()
  const me = useMe()
  const [counting] = useState(() =>
    createCounting({
      of,
      me: me.user.id,
      judges: me.scope(can) === 'all',
      ask,
      ...(fixed ? { fixed } : {}),
    }),
  )
  useEffect(() => {
    const stops = [
      live.listen([of.name]),
      live.onEvent((event) => event.channels.includes(of.name) && counting.hear(event)),
      live.onGap(counting.again),
      live.onSubscribed((channels) => channels.includes(of.name) && counting.again()),
    ]
    return () => stops.forEach((stop) => stop())
  }, [live, of.name, counting])
  const text = JSON.stringify(sets)
  useEffect(() => counting.count(JSON.parse(text) as CountedSet[]), [counting, text])
  return useSyncExternalStore(counting.watch, counting.figures)
}
