// Content in columns with hairlines between them; a side pane can be folded away and widened by dragging.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import classes from './split-pane.module.css'

export type SplitPaneProps = {
  start?: ReactNode
  children: ReactNode
  end?: ReactNode
  startWidth?: number
  endWidth?: number
  startOpen?: boolean
  endOpen?: boolean
  /** Keeps the widths under this name on this device. */
  name?: string
  /** What the dividers are called for those who cannot see them. */
  resizeLabel: string
}

const [NARROWEST, WIDEST] = [200, 560]

export function SplitPane({
  start,
  children,
  end,
  startWidth = 240,
  endWidth = 320,
  startOpen = true,
  endOpen = true,
  name,
  resizeLabel,
}: SplitPaneProps) {
  const [first, setFirst] = useWidth(name && `${name}.start`, startWidth)
  const [last, setLast] = useWidth(name && `${name}.end`, endWidth)
  return (
    <div className={classes['split']}>
      {start && startOpen && (
        <>
          <div className={classes['side']} style={{ inlineSize: first }}>
            {start}
          </div>
          <Divider width={first} onWidth={setFirst} side="start" label={resizeLabel} />
        </>
      )}
      <div className={classes['main']}>{children}</div>
      {end && endOpen && (
        <>
          <Divider width={last} onWidth={setLast} side="end" label={resizeLabel} />
          <div className={classes['side']} style={{ inlineSize: last }}>
            {end}
          </div>
        </>
      )}
    </div>
  )
}

/** A column that scrolls by itself, with a head that stays. */
export function Pane({
  head,
  foot,
  children,
  label,
}: {
  head?: ReactNode
  foot?: ReactNode
  children: ReactNode
  label?: string
}) {
  return (
    <section className={classes['pane']} aria-label={label}>
      {head && <div className={classes['head']}>{head}</div>}
      <div className={classes['body']}>{children}</div>
      {foot && <div className={classes['foot']}>{foot}</div>}
    </section>
  )
}

function useWidth(key: string | undefined, standard: number): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => {
    try {
      return Number(key && localStorage.getItem(`workernet.width.${key}`)) || standard
    } catch {
      return standard
    }
  })
  const keep = (next: number) => {
    const within = Math.round(Math.min(WIDEST, Math.max(NARROWEST, next)))
    setWidth(within)
    try {
      if (key) localStorage.setItem(`workernet.width.${key}`, String(within))
    } catch {
      // Kept for this visit only.
    }
  }
  return [width, keep]
}

type DividerProps = { width: number; onWidth: (width: number) => void; side: 'start' | 'end'; label: string }

function Divider({ width, onWidth, side, label }: DividerProps) {
  const begun = useRef<{ x: number; width: number } | null>(null)
  const outward = (element: Element) =>
    (getComputedStyle(element).direction === 'rtl') === (side === 'start') ? -1 : 1
  const move = (event: PointerEvent) =>
    begun.current && onWidth(begun.current.width + (event.clientX - begun.current.x) * outward(event.currentTarget))
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0
    if (step) onWidth(width + step * outward(event.currentTarget))
  }
  return (
    <div
      className={classes['divider']}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => {
        begun.current = { x: event.clientX, width }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={move}
      onPointerUp={() => (begun.current = null)}
    />
  )
}
