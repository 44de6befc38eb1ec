// What may come a moment after the rest of a page.
import { type ReactNode, startTransition, useEffect, useState } from 'react'

type Props = {
  /** What matters more is drawn. */
  when: boolean
  /** Holds the place until then. */
  fallback?: ReactNode
  onDrawn?: () => void
  children: ReactNode
}
/** What matters more may never come: it was refused, or there is no connection. */
const AT_LATEST_MS = 1_000

/** Whether what matters more, which is drawn once `when`, has been painted. */
export function useAfterPaint(when: boolean): boolean {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    if (isPainted || !when) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setPainted(true)))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [when, isPainted])
  return isPainted
}

/** Draws its children once what matters more was painted, in pieces that let whoever types or scrolls go first. */
export function AfterPaint({ when, fallback = null, onDrawn, children }: Props) {
  const [isDue, setDue] = useState(false)
  useEffect(() => {
    if (isDue) return
    const draw = () => startTransition(() => setDue(true))
    let timer = setTimeout(draw, AT_LATEST_MS)
    if (!when) return () => clearTimeout(timer)
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer)
      timer = setTimeout(draw)
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [when, isDue])
  useEffect(() => {
    if (isDue) onDrawn?.()
    // Once: what it is told is not what it does.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isDue])
  return isDue ? children : fallback
}
