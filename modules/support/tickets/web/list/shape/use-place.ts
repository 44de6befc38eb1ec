// Where a person is in a list: kept while the list changes its shape, is hidden, or is left and come back to.
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

const TOP_PX = 8
const MOST_PLACES = 20
const BLOCK = 100
/** The row at the top, by what the list was asked; for this visit of the page. */
const places = new Map<string, number>()

/** `height` is that of a row, in px. */
export function usePlace(frameRef: RefObject<HTMLDivElement | null>, asked: string, height: number) {
  const [isAtTop, setAtTop] = useState(true)
  const [block, setBlock] = useState(0)
  const top = useRef(0)

  const onScroll = useCallback(() => {
    const box = frameRef.current
    // A hidden list has no place.
    if (!box || box.clientHeight === 0) return
    top.current = box.scrollTop
    setAtTop(box.scrollTop < TOP_PX)
    setBlock(Math.floor(box.scrollTop / height / BLOCK))
    places.delete(asked)
    places.set(asked, box.scrollTop / height)
    if (places.size > MOST_PLACES) places.delete(places.keys().next().value!)
  }, [frameRef, asked, height])

  /** Goes where the person was; to the ticket that is open, when it would not be in sight. */
  const restore = useCallback(
    (openIndex: number) => {
      const box = frameRef.current
      if (!box) return
      const first = places.get(asked) ?? 0
      const room = Math.floor(box.clientHeight / height)
      const isInSight = openIndex < 0 || (openIndex >= first && openIndex < first + room - 1)
      box.scrollTo({ top: (isInSight ? first : Math.max(0, openIndex - 2)) * height })
      top.current = box.scrollTop
      setAtTop(box.scrollTop < TOP_PX)
    },
    [frameRef, asked, height],
  )

  useEffect(() => {
    const box = frameRef.current
    if (!box) return
    let before = box.clientHeight
    const watcher = new ResizeObserver(() => {
      if (before === 0 && box.clientHeight > 0) box.scrollTo({ top: top.current })
      before = box.clientHeight
    })
    watcher.observe(box)
    return () => watcher.disconnect()
  }, [frameRef])

  /** Rows before and behind those in sight; stays the same for a hundred rows of scrolling. */
  const around = { from: Math.max(0, block * BLOCK - BLOCK / 2), to: block * BLOCK + BLOCK * 1.5 }
  return { isAtTop, around, onScroll, restore }
}
