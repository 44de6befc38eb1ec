// A conversation of any length: only what is near the window is drawn, what came before is fetched on the way up.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { useMe, useT } from '#kernel/web/index.tsx'
import { estimatedHeight, type ThreadRow } from './rows.ts'
import { Row, type RowContext } from './thread.tsx'
import classes from './thread.module.css'

export type ThreadControls = {
  toEnd: () => void
  /** Scrolls to a message that is loaded. */
  show: (message: string) => void
}
type Props = Omit<RowContext, 'me'> & {
  rows: readonly ThreadRow[]
  frame: RefObject<HTMLElement | null>
  controls: RefObject<ThreadControls | null>
  hasOlder: boolean
  isFetchingOlder: boolean
  onOlder: () => void
  /** Where to begin instead of the end; `onHold` is told that this is so. */
  startAt: string | null
  onHold: () => void
  /** The last message that came into sight. */
  onSeen: (message: string) => void
}
/** Rows from the top at which older messages are fetched. */
const NEAR_THE_TOP = 8
const SETTLES_MS = 300
const GAP = 12

export function LongThread({
  rows,
  frame,
  controls,
  hasOlder,
  isFetchingOlder,
  onOlder,
  startAt,
  onHold,
  onSeen,
  ...context
}: Props) {
  const t = useT()
  const me = useMe().user.id
  // Until it stands where it is to begin, its top is no place that somebody scrolled to.
  const [isSettled, setSettled] = useState(false)
  useEffect(() => {
    const settles = setTimeout(() => setSettled(true), SETTLES_MS)
    return () => clearTimeout(settles)
  }, [])
  // The compiler leaves components that use a virtualizer as they are, which is what this one needs.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => estimatedHeight(rows[index]!),
    getItemKey: (index) => rows[index]!.key,
    initialOffset: () => rows.reduce((sum, row) => sum + estimatedHeight(row) + GAP, 0),
    anchorTo: 'end',
    scrollEndThreshold: 80,
    // What is out of sight comes once what is in sight was painted.
    overscan: isSettled ? 6 : 1,
    gap: GAP,
    paddingStart: 16,
    paddingEnd: 16,
  })
  const shown = virtual.getVirtualItems()

  const show = (message: string, align: 'start' | 'center') => {
    const index = rows.findIndex(({ key }) => key === message)
    if (index >= 0) virtual.scrollToIndex(index, { align })
  }
  useImperativeHandle(controls, () => ({
    toEnd: () => virtual.scrollToIndex(rows.length - 1, { align: 'end' }),
    show: (message) => show(message, 'center'),
  }))

  const hasBegun = useRef(false)
  useLayoutEffect(() => {
    if (hasBegun.current || rows.length === 0) return
    hasBegun.current = true
    if (startAt === null) return virtual.scrollToIndex(rows.length - 1, { align: 'end' })
    onHold()
    show(startAt, 'start')
  })
  const first = shown[0]?.index ?? 0
  useEffect(() => {
    if (isSettled && hasOlder && !isFetchingOlder && first < NEAR_THE_TOP) onOlder()
  }, [isSettled, hasOlder, isFetchingOlder, first, onOlder])

  const bottom = virtual.range?.endIndex ?? -1
  useEffect(() => {
    for (let index = bottom; index >= 0; index -= 1) {
      const item = rows[index]?.item
      if (item?.kind !== 'message') continue
      onSeen(item.key)
      break
    }
  }, [bottom, rows, onSeen])

  return (
    <ol
      className={classes['long']}
      aria-label={t('tickets.conversation')}
      aria-busy={isFetchingOlder}
      style={{ blockSize: virtual.getTotalSize() }}
    >
      {shown.map(({ index, key, start }) => (
        <li
          key={key}
          ref={virtual.measureElement}
          data-index={index}
          id={`message-${rows[index]!.key}`}
          className={classes['place']}
          style={{ transform: `translateY(${start}px)` }}
        >
          <Row row={rows[index]!} me={me} {...context} />
        </li>
      ))}
    </ol>
  )
}
