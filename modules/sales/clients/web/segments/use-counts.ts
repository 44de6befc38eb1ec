// Figures of segments, asked for together and again a while after something happened that may change them.
import { useEffect, useMemo, useState } from 'react'
import { askable } from '#kernel/contract/index.ts'
import { useAction, useCall, usePlatform } from '#kernel/web/index.tsx'
import { Client, MOST_COUNTED_AT_ONCE, segments } from '../../contract.ts'

/** `count` null: it could not be counted. */
export type SegmentFigure = { count: number | null; capped: boolean }

/** Many screens hear one event: they ask some seconds later, apart from each other. */
const LATER_MS = 2_500

/** By the segment's id; a segment is not there until it is counted. */
export function useSegmentCounts(all: readonly { id: string; version: number }[]): ReadonlyMap<string, SegmentFigure> {
  const call = useCall()
  const { live } = usePlatform()
  const [figures, setFigures] = useState<ReadonlyMap<string, SegmentFigure>>(new Map())
  const [round, setRound] = useState(0)
  const { data } = useAction(askable.askable, { entity: Client.name }, { staleMs: 60_000 })
  const follows = useMemo(
    () => [Client.name, ...new Set((data?.items ?? []).flatMap((one) => one.follows ?? []))],
    [data],
  )
  const text = all.map(({ id, version }) => `${id} ${version}`).join()

  useEffect(() => {
    let isHere = true
    const ids = text === '' ? [] : text.split(',').map((one) => one.split(' ')[0]!)
    const ask = async () => {
      for (let first = 0; first < ids.length && isHere; first += MOST_COUNTED_AT_ONCE) {
        const { items } = await call(segments.counts, { ids: ids.slice(first, first + MOST_COUNTED_AT_ONCE) })
        if (isHere) setFigures((known) => new Map([...known, ...items.map((one) => [one.id, one] as const)]))
      }
    }
    // Figures are a courtesy: what is shown stays.
    ask().catch(() => undefined)
    return () => void (isHere = false)
  }, [call, text, round])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const again = () => {
      timer ??= setTimeout(
        () => {
          timer = null
          setRound((before) => before + 1)
        },
        LATER_MS * (1 + Math.random()),
      )
    }
    const stops = [
      live.listen(follows),
      live.onEvent(({ channels }) => void (channels.some((one) => follows.includes(one)) && again())),
      live.onGap(again),
    ]
    return () => {
      if (timer) clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [live, follows])
  return figures
}
