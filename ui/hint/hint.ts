// What a small sign means, in words beside it: every element with `data-hint` has one, without a component around it.
// The words are those of its label already, so whoever hears the page has them; `data-hint-side="end"` puts them beside it.
import classes from './hint.module.css'

const OPENS_MS = 350
const GAP_PX = 5

/** Watches the page from now on. */
export function watchHints(): void {
  const box = document.createElement('div')
  box.id = 'wn-hint'
  box.role = 'tooltip'
  box.className = classes['hint']!
  box.hidden = true
  document.body.append(box)
  let wanted: HTMLElement | null = null
  let soon: ReturnType<typeof setTimeout> | undefined

  const want = (element: HTMLElement | null) => {
    if (element === wanted) return
    clearTimeout(soon)
    if (!box.hidden) wanted?.removeAttribute('aria-describedby')
    box.hidden = true
    wanted = element
    if (element) soon = setTimeout(() => show(element), OPENS_MS)
  }
  const show = (element: HTMLElement) => {
    // What has opened from it says more, and what is gone needs no words.
    if (!element.isConnected || element.ariaExpanded === 'true' || !element.dataset['hint']) return
    box.textContent = element.dataset['hint']
    box.hidden = false
    if (element.ariaLabel !== box.textContent) element.setAttribute('aria-describedby', box.id)
    place(box, element)
  }
  const hintOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null

  document.addEventListener('pointerover', ({ target, pointerType }) => {
    if (pointerType !== 'touch') want(hintOf(target))
  })
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.matches(':focus-visible')) want(hintOf(target))
  })
  for (const over of ['focusout', 'pointerdown', 'keydown', 'scroll'])
    document.addEventListener(over, () => want(null), { capture: true, passive: true })
}

function place(box: HTMLElement, element: HTMLElement): void {
  const at = element.getBoundingClientRect()
  const { width, height } = box.getBoundingClientRect()
  const isBeside = element.dataset['hintSide'] === 'end'
  const isMirrored = document.documentElement.dir === 'rtl'
  // physical: a rectangle of the window is measured from its left.
  const [from, to] = [at.left, at.right]
  const middle = (from + to - width) / 2
  const x = isBeside ? (isMirrored ? from - width - GAP_PX : to + GAP_PX) : middle
  const above = at.top - height - GAP_PX
  const y = isBeside ? at.top + (at.height - height) / 2 : above < GAP_PX ? at.bottom + GAP_PX : above
  const kept = Math.min(Math.max(x, GAP_PX), innerWidth - width - GAP_PX)
  box.style.transform = `translate(${Math.round(kept)}px, ${Math.round(y)}px)`
}
