// A state as a hue and a shape beside its word: never the colour alone.
import type { ReactNode } from 'react'
import classes from './status-mark.module.css'

export type Hue = 'blue' | 'violet' | 'amber' | 'green' | 'red' | 'slate'
/** How far along: nothing yet, half way, waiting, done, gone. Or how urgent: levels 1 to 4. */
export type Shape = 'empty' | 'half' | 'paused' | 'done' | 'closed' | 'level-1' | 'level-2' | 'level-3' | 'level-4'

export type StatusMarkProps = {
  hue: Hue
  shape: Shape
  children?: ReactNode
  /** On a ground of its hue. */ chip?: boolean
  /** The word is read out but not shown. */ iconOnly?: boolean
  size?: number
}

export function StatusMark({ hue, shape, children, chip = false, iconOnly = false, size = 14 }: StatusMarkProps) {
  return (
    <span
      className={classes['mark']}
      data-hue={hue}
      data-chip={chip || undefined}
      title={iconOnly && typeof children === 'string' ? children : undefined}
    >
      <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
        {shapes[shape]}
      </svg>
      {children !== undefined && <span className={iconOnly ? 'wn-hidden' : undefined}>{children}</span>}
    </span>
  )
}

const ring = <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
const bars = (level: number) => (
  <>
    {[0, 1, 2].map((bar) => (
      <rect
        key={bar}
        x={1 + bar * 4.5}
        y={9 - bar * 3.5}
        width="3"
        height={4 + bar * 3.5}
        rx="1"
        fill="currentColor"
        opacity={bar < level ? 1 : 0.25}
      />
    ))}
  </>
)
const shapes: Record<Shape, ReactNode> = {
  empty: (
    <>
      {ring}
      <circle cx="7" cy="7" r="2" fill="currentColor" />
    </>
  ),
  half: (
    <>
      {ring}
      <path d="M7 3.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" />
    </>
  ),
  paused: (
    <>
      {ring}
      <path d="M5.4 4.9v4.2M8.6 4.9v4.2" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  done: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path
        d="m4.4 7.2 1.8 1.8 3.4-3.6"
        fill="none"
        stroke="var(--wn-surface)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  closed: (
    <>
      {ring}
      <path
        d="m4.6 7.2 1.6 1.6 3.2-3.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  'level-1': bars(1),
  'level-2': bars(2),
  'level-3': bars(3),
  'level-4': (
    <>
      <rect x="1" y="1" width="12" height="12" rx="3" fill="currentColor" />
      <path d="M7 3.8v3.8M7 10.1v.1" stroke="var(--wn-surface)" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
}
