// Arrows through a table: up and down the rows, along the places of a row that can be used; with Shift, choosing on the way.
import type { KeyboardEvent } from 'react'
import { GENERAL } from '../keys/general.ts'
import { isPressed } from '../keys/press.ts'
import type { Selecting } from '../list/use-selection.ts'

type Walk = { count: number; show: (index: number) => void; selecting: Selecting | undefined }

const ALONG: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1 }
const DOWN: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 }
const PATIENCE_FRAMES = 10

/** What can be used in a row, in the order it is read; the box that chooses it is reached by its own key. */
const placesOf = (row: Element) => [...row.querySelectorAll<HTMLElement>('a[href], button:not([disabled])')]

export function walkByKeys(event: KeyboardEvent<HTMLTableElement>, { count, show, selecting }: Walk): void {
  const place = event.target as HTMLElement
  const row = place.closest('tr[data-id]')
  // A field or a menu that was opened in a cell has arrows of its own.
  if (!row || place.matches('input, textarea, [aria-expanded=true]') || event.ctrlKey || event.metaKey || event.altKey)
    return
  const table = event.currentTarget
  const places = placesOf(row)
  const at = Math.max(0, places.indexOf(place))
  if (selecting && isPressed(GENERAL.choose, event.nativeEvent)) {
    event.preventDefault()
    return selecting.toggle(row.getAttribute('data-id')!)
  }
  const along = ALONG[event.key]
  if (along) {
    const step = getComputedStyle(table).direction === 'rtl' ? -along : along
    event.preventDefault()
    places[at + step]?.focus()
    return
  }
  const down = DOWN[event.key]
  if (!down) return
  const to = Number(row.getAttribute('aria-rowindex')) - 2 + down
  event.preventDefault()
  if (to < 0 || to >= count) return
  const { shiftKey } = event
  show(to)
  whenDrawn(table, to, (next) => {
    if (shiftKey) selecting?.stretch(row.getAttribute('data-id')!, next.getAttribute('data-id')!)
    const there = placesOf(next)
    ;(there[at] ?? there[0])?.focus({ preventScroll: true })
  })
}

/** A row that comes into sight is drawn a frame or two later. */
export function whenDrawn(within: Element, index: number, then: (row: Element) => void, tries = PATIENCE_FRAMES): void {
  const row = within.querySelector(`tr[aria-rowindex="${index + 2}"]`)
  if (row) then(row)
  else if (tries > 0) requestAnimationFrame(() => whenDrawn(within, index, then, tries - 1))
}
