// A key in place of the pointer: what carries `data-key` is pressed as if by hand, wherever on the page it is shown.

/** Focuses and presses the first such element that can be seen; whether there was one. */
export function pressHere(name: string): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(`[data-key="${name}"]`)]
  const seen = all.find((one) => one.offsetParent !== null)
  if (!seen) return false
  seen.focus()
  seen.click()
  return true
}
