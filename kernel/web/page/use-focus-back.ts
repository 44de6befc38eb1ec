// A window that goes gives the focus back to where it was, unless something else has taken it.
import { useEffect, useState } from 'react'

/** By then the window is gone. */
const CLOSED_MS = 50

export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      }, CLOSED_MS)
    },
    [before],
  )
}
