// Which rows of a long table are drawn: those in sight and a few around them.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useState } from 'react'

// Short tables are drawn whole: find-in-page and printing then see all of them.
const WHOLE_UP_TO = 100

export type Visible = {
  items: readonly { index: number }[]
  /** Heights of what is above and below them, in px. */
  before: number
  after: number
  /** Brings a row into sight. */
  show: (index: number) => void
}

/** In px; as the style sheet has it. */
const HEADING = 36

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
    overscan: 12,
    scrollMargin: body.current?.offsetTop ?? 0,
    // Rows below the head that stays would be brought under it.
    scrollPaddingStart: 40,
  })
  const { measure } = rows
  useEffect(() => measure(), [measure, heads, height])
  const show = (index: number) => {
    if (!whole) rows.scrollToIndex(index, { align: 'auto' })
    else body.current?.querySelector(`[aria-rowindex="${index + 2}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  if (whole) return { items: Array.from({ length: count }, (_, index) => ({ index })), before: 0, after: 0, show }
  const items = rows.getVirtualItems()
  const margin = rows.options.scrollMargin
  return {
    items,
    before: Math.max(0, (items[0]?.start ?? margin) - margin),
    after: Math.max(0, rows.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)),
    show,
  }
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let above = element?.parentElement ?? null; above; above = above.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(above).overflowY)) return above
  }
  return document.documentElement
}
