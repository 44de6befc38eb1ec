// The line between list and ticket: dragged, moved by arrows, and pressed to hide the list.
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { useT } from '#kernel/web/index.tsx'
import classes from './desk.module.css'

export const LIST_WIDTH = { least: 280, usual: 340, most: 560 }
const STEP_PX = 20

type Props = { width: number; onWidth: (width: number) => void; onHide: () => void }

export function Splitter({ width, onWidth, onHide }: Props) {
  const t = useT()
  const drag = useRef<{ from: number; width: number; way: 1 | -1 } | null>(null)
  const set = (to: number) => onWidth(Math.round(Math.min(LIST_WIDTH.most, Math.max(LIST_WIDTH.least, to))))
  const wayOf = (element: Element) => (getComputedStyle(element).direction === 'rtl' ? -1 : 1)

  const onKeyDown = (event: KeyboardEvent) => {
    const way = wayOf(event.currentTarget)
    const by = { ArrowRight: STEP_PX * way, ArrowLeft: -STEP_PX * way }[event.key]
    if (by) set(width + by)
    else if (event.key === 'Home') set(LIST_WIDTH.least)
    else if (event.key === 'End') set(LIST_WIDTH.most)
    else if (event.key === 'Enter') onHide()
    else return
    event.preventDefault()
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      className={classes['splitter']}
      aria-orientation="vertical"
      aria-label={t('tickets.resize_list')}
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.least}
      aria-valuemax={LIST_WIDTH.most}
      onKeyDown={onKeyDown}
      onDoubleClick={() => set(LIST_WIDTH.usual)}
      onPointerDown={(event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { from: event.clientX, width, way: wayOf(event.currentTarget) }
      }}
      onPointerMove={(event) => {
        const begun = drag.current
        if (begun) set(begun.width + (event.clientX - begun.from) * begun.way)
      }}
      onPointerUp={() => (drag.current = null)}
    />
  )
}
