// Carrying a card by the pointer. One listener for the whole board, and nothing drawn anew while the card is on its way.
import { type PointerEvent as Pointed, type RefObject, useEffect, useRef } from 'react'

type Carried<C> = {
  /** The card under the pointer when it was pressed; null where there is none to carry. */
  cardAt: (element: Element) => C | null
  onLift: (card: C) => void
  /** The pointer is over `element` at `y` px of the window; null outside of every cell. */
  onOver: (card: C, cell: HTMLElement | null, y: number) => void
  onDrop: (card: C) => void
  onCancel: () => void
}

/** Less is a press, not a lift. */
const LIFTED_AFTER_PX = 6
/** This near to an edge what scrolls begins to. */
const EDGE_PX = 36
const STEP_PX = 14

/** Answers the listener of the board; `overlay` is carried along the pointer once it is drawn. */
export function useDragging<C>(isOn: boolean, overlay: RefObject<HTMLElement | null>, carried: Carried<C>) {
  const latest = useRef(carried)
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => {
    latest.current = carried
  })
  useEffect(() => () => stop.current?.(), [])

  function onPointerDown(event: Pointed): void {
    const pressed = event.target as Element
    // Fingers scroll; they have the menu of the card.
    if (!isOn || event.button !== 0 || event.pointerType === 'touch' || pressed.closest('button')) return
    const card = latest.current.cardAt(pressed)
    if (card) begin(card, event)
  }

  function begin(card: C, { clientX, clientY }: Pointed): void {
    const start = { x: clientX, y: clientY }
    let at = start
    let isLifted = false
    let frame = 0
    const step = () => {
      if (overlay.current) overlay.current.style.transform = `translate(${at.x + 8}px, ${at.y + 8}px)`
      const cell = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-cell]') ?? null
      if (cell) for (let one: Element | null = cell; one; one = one.parentElement) scrollAtEdge(one, at)
      latest.current.onOver(card, cell, at.y)
      frame = requestAnimationFrame(step)
    }
    const onMove = (event: PointerEvent) => {
      at = { x: event.clientX, y: event.clientY }
      if (isLifted || Math.hypot(at.x - start.x, at.y - start.y) < LIFTED_AFTER_PX) return
      isLifted = true
      latest.current.onLift(card)
      frame = requestAnimationFrame(step)
    }
    const end = () => {
      cancelAnimationFrame(frame)
      listening.abort()
      stop.current = null
    }
    const cancel = () => {
      end()
      if (isLifted) latest.current.onCancel()
    }
    const onUp = (event: PointerEvent) => {
      end()
      if (!isLifted) return
      at = { x: event.clientX, y: event.clientY }
      const cell = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-cell]') ?? null
      latest.current.onOver(card, cell, at.y)
      latest.current.onDrop(card)
      // The press that carried it opens nothing.
      const swallow = (click: Event) => {
        click.stopPropagation()
        click.preventDefault()
      }
      window.addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
    }
    const listening = new AbortController()
    const { signal } = listening
    window.addEventListener('pointermove', onMove, { signal })
    window.addEventListener('pointerup', onUp, { signal })
    window.addEventListener('pointercancel', cancel, { signal })
    window.addEventListener('blur', cancel, { signal })
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && cancel(), { signal, capture: true })
    stop.current = cancel
  }

  return onPointerDown
}

/** Scrolls an element where the pointer is near an edge of it and there is more beyond. */
function scrollAtEdge(element: Element, { x, y }: { x: number; y: number }): void {
  if (element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth) return
  const { overflowX, overflowY } = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const step = (at: number, from: number, to: number) =>
    at < from + EDGE_PX ? -STEP_PX : at > to - EDGE_PX ? STEP_PX : 0
  const down = overflowY === 'auto' ? step(y, box.top, box.bottom) : 0
  const along = overflowX === 'auto' ? step(x, box.left, box.right) : 0 // physical: of the window, as the pointer is
  if (down !== 0 || along !== 0) element.scrollBy(along, down)
}
