// Which rows of a long table are drawn: those in sight and a few around them.
import { type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react'

// Short tables are drawn whole: find-in-page and printing then see all of them.
const WHOLE_UP_TO = 100

export type Visible = {
  /** The rows from the first up to, and without, the second. */
  from: number
  to: number
  /** Heights of what is above and below them, in px. */
  before: number
  after: number
  /** Brings a row into sight. */
  show: (index: number) => void
}

/** In px; as the style sheet has it. */
const HEADING = 36
/** Rows come and go by this many: a step of the wheel inside of them draws nothing. */
const STEP = 4
const BEYOND = 8

/** The rows in sight, and some before and behind them. */
const inSteps = ({ startIndex, endIndex, count }: Range): number[] => {
  const from = Math.max(0, Math.floor((startIndex - BEYOND) / STEP) * STEP)
  const to = Math.min(count, Math.ceil((endIndex + 1 + BEYOND) / STEP) * STEP)
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** `heads` are the rows with a heading above them. */
export function useVisibleRows(
  body: RefObject<HTMLDivElement | null>,
  count: number,
  height: number,
  heads: ReadonlySet<number> | null = null,
): Visible {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const mounted = count > 0
  useEffect(() => setScroller(scrollerOf(body.current)), [body, mounted])
  const whole = count <= WHOLE_UP_TO
  // oxlint-disable-next-line react/incompatible-library -- its rows are read while drawing, never kept
  const rows = useVirtualizer({
    count: whole ? 0 : count,
    getScrollElement: () => scroller,
    estimateSize: (index) => height + (heads?.has(index) ? HEADING : 0),
    rangeExtractor: inSteps,
    scrollMargin: body.current?.offsetTop ?? 0,
    // Rows below the head that stays would be brought under it.
    scrollPaddingStart: 40,
  })
  const { measure } = rows
  useEffect(() => measure(), [measure, heads, height])
  const show = useCallback(
    (index: number) => {
      if (!whole) rows.scrollToIndex(index, { align: 'auto' })
      else body.current?.querySelector(`[aria-rowindex="${index + 2}"]`)?.scrollIntoView({ block: 'nearest' })
    },
    [whole, rows, body],
  )
  const drawn = whole ? [] : rows.getVirtualItems()
  const margin = rows.options.scrollMargin
  const from = drawn[0]?.index ?? 0
  const to = whole ? count : (drawn.at(-1)?.index ?? -1) + 1
  const before = whole ? 0 : Math.max(0, (drawn[0]?.start ?? margin) - margin)
  const after = whole ? 0 : Math.max(0, rows.getTotalSize() - ((drawn.at(-1)?.end ?? margin) - margin))
  // The same object for the same rows: what stays in sight is not drawn anew with every step.
  return useMemo(() => ({ from, to, before, after, show }), [from, to, before, after, show])
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let above = element?.parentElement ?? null; above; above = above.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(above).overflowY)) return above
  }
  return document.documentElement
}
