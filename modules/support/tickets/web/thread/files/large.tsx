// One picture on the whole stage: larger by wheel, pinch, double press and keys, moved by dragging.
import { ActionIcon, Loader } from '@mantine/core'
import { IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { useFileUrl, useT } from '#kernel/web/index.tsx'
import { tickets } from '../../../contract.ts'
import type { Attached } from './attachments.tsx'
import { LARGEST, moved, WHOLE, type Zoom, zoomed } from './zoom.ts'
import classes from './viewer.module.css'

/** Pixels a finger moves before that means another picture. */
const SWIPE = 48
const STEP = 1.5

type Props = { of: Attached; onSwipe: (isTowardsRight: boolean) => void }
type Point = { x: number; y: number }

export function Large({ of, onSwipe }: Props) {
  const t = useT()
  const url = useFileUrl(tickets.attachment, { id: of.ticket, attachment: of.id, size: '1600' })
  const stage = useRef<HTMLDivElement>(null)
  const [zoom, setZoom] = useState<Zoom>(WHOLE)
  const fingers = useRef(new Map<number, Point>())
  const travelled = useRef(0)

  const sizeOf = () => ({ width: stage.current?.clientWidth ?? 0, height: stage.current?.clientHeight ?? 0 })
  const fromMiddle = (point: { clientX: number; clientY: number }): Point => {
    const box = stage.current!.getBoundingClientRect()
    return { x: point.clientX - box.left - box.width / 2, y: point.clientY - box.top - box.height / 2 } // physical: coordinates of the pointer
  }
  const by = (factor: number, point: Point = { x: 0, y: 0 }) => setZoom((now) => zoomed(now, factor, point, sizeOf()))

  useEffect(() => {
    const box = stage.current
    // React listens to wheels passively, and a page must not scroll while the picture grows.
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      by(event.deltaY < 0 ? 1.2 : 1 / 1.2, fromMiddle(event))
    }
    const press = (event: KeyboardEvent) => {
      if (event.key === '+' || event.key === '=') by(STEP)
      else if (event.key === '-') by(1 / STEP)
      else if (event.key === '0') setZoom(WHOLE)
    }
    box?.addEventListener('wheel', turn, { passive: false })
    document.addEventListener('keydown', press)
    return () => {
      box?.removeEventListener('wheel', turn)
      document.removeEventListener('keydown', press)
    }
  }, [])

  const down = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    travelled.current = 0
  }
  const move = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
    fingers.current.set(event.pointerId, now)
    if (other) return by(distance(now, other) / Math.max(1, distance(before, other)), fromMiddle(event))
    travelled.current += now.x - before.x
    setZoom((held) => moved(held, { x: now.x - before.x, y: now.y - before.y }, sizeOf()))
  }
  const up = (event: PointerEvent) => {
    const wasAlone = fingers.current.size === 1
    if (!fingers.current.delete(event.pointerId)) return
    if (wasAlone && zoom.scale === 1 && Math.abs(travelled.current) > SWIPE) onSwipe(travelled.current < 0)
  }

  return (
    <>
      <div
        ref={stage}
        className={classes['stage']}
        data-zoomed={zoom.scale > 1}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onDoubleClick={(event) => (zoom.scale > 1 ? setZoom(WHOLE) : by(2.5, fromMiddle(event)))}
      >
        {url ? (
          <img
            src={url}
            alt={of.name}
            draggable={false}
            className={classes['whole']}
            style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
          />
        ) : (
          <Loader />
        )}
      </div>
      <div className={classes['zoom']}>
        <ActionIcon
          size="xl"
          disabled={zoom.scale === 1}
          aria-label={t('tickets.thread.zoom_out')}
          onClick={() => by(1 / STEP)}
        >
          <IconZoomOut size={22} stroke={1.5} />
        </ActionIcon>
        <span aria-live="polite">{Math.round(zoom.scale * 100)} %</span>
        <ActionIcon
          size="xl"
          disabled={zoom.scale === LARGEST}
          aria-label={t('tickets.thread.zoom_in')}
          onClick={() => by(STEP)}
        >
          <IconZoomIn size={22} stroke={1.5} />
        </ActionIcon>
        <ActionIcon
          size="xl"
          disabled={zoom.scale === 1}
          aria-label={t('tickets.thread.zoom_reset')}
          onClick={() => setZoom(WHOLE)}
        >
          <IconZoomReset size={22} stroke={1.5} />
        </ActionIcon>
      </div>
    </>
  )
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
