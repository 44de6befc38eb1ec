// When to read ahead: a moment after the start, then now and then while somebody looks.
import type { Me } from '../me.tsx'
import type { Offline } from './offline.ts'

const FIRST_AFTER_MS = 6_000
const EVERY_MS = 5 * 60_000

/** Begins for this person; answers how to stop. */
export function readAhead(offline: Offline, me: Me): () => void {
  const stop = new AbortController()
  let timer = setTimeout(() => void again(), FIRST_AFTER_MS)
  async function again(): Promise<void> {
    if (document.visibilityState === 'visible') await offline.fetchAhead(me, stop.signal).catch(() => undefined)
    if (!stop.signal.aborted) timer = setTimeout(() => void again(), EVERY_MS)
  }
  return () => {
    stop.abort()
    clearTimeout(timer)
  }
}
