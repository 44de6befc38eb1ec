// The records a person has chosen in a list.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import {
  countOf,
  EVERYTHING,
  isPicked,
  NOTHING,
  overall,
  type Picked,
  rangeTo,
  type Selection,
  selectionOf,
  toggled,
  withAll,
} from './selection.ts'

export type Selecting = {
  /** What a command is given; null when nothing is chosen. */
  selection: Selection | null
  count: number
  /** Of what is loaded. */
  overall: 'none' | 'some' | 'all'
  /** The whole result is chosen, but for exceptions. */
  isAll: boolean
  isSelected: (id: string) => boolean
  /** `range` chooses everything from the record chosen last up to this one. */
  toggle: (id: string, range?: boolean) => void
  /** Chooses one more, from where the person is to where they go. */
  stretch: (from: string, to: string) => void
  /** Chooses all that is loaded, or nothing when it is. */
  toggleLoaded: () => void
  selectAll: () => void
  clear: () => void
}

/**
 * Choosing in a list of `items`; `filter` is the input the list was asked with, without page and fields, and `total` how many
 * it has in all. What is chosen stays while pages come and go, and is forgotten when the list is asked another question.
 */
export function useSelection(
  items: readonly { id?: string }[],
  filter: Record<string, unknown>,
  total: number | undefined,
): Selecting {
  const asked = JSON.stringify(filter)
  const [held, setHeld] = useState<{ asked: string; picked: Picked }>({ asked, picked: NOTHING })
  const picked = held.asked === asked ? held.picked : NOTHING
  const order = useRef<readonly { id?: string }[]>(items)
  useEffect(() => {
    order.current = items
  })
  const change = useCallback(
    (how: (picked: Picked, order: readonly string[]) => Picked) =>
      setHeld((before) => {
        const now = before.asked === asked ? before.picked : NOTHING
        return {
          asked,
          picked: how(
            now,
            order.current.map(({ id }) => id ?? ''),
          ),
        }
      }),
    [asked],
  )
  const state = useMemo(() => {
    const ids = items.map(({ id }) => id ?? '')
    return {
      selection: selectionOf(picked, JSON.parse(asked) as Record<string, unknown>),
      count: countOf(picked, total ?? ids.length),
      overall: overall(picked, ids),
      isAll: picked.all,
      isSelected: (id: string) => isPicked(picked, id),
    }
  }, [picked, items, asked, total])
  return {
    ...state,
    toggle: useCallback(
      (id, range = false) => change((now, ids) => (range ? rangeTo(now, id, ids) : toggled(now, id))),
      [change],
    ),
    stretch: useCallback((from, to) => change((now) => ({ ...withAll(now, [from, to]), anchor: from })), [change]),
    toggleLoaded: useCallback(
      () => change((now, ids) => (overall(now, ids) === 'all' ? NOTHING : withAll(now, ids))),
      [change],
    ),
    selectAll: useCallback(() => change(() => EVERYTHING), [change]),
    clear: useCallback(() => change(() => NOTHING), [change]),
  }
}
