// What waits to be sent, for components.
import { useMemo, useSyncExternalStore } from 'react'
import { usePlatform } from '../call/platform.tsx'
import type { Waiting } from './outbox.ts'

/** The changes of one record (`<entity>:<id>`) that wait for a connection or were refused, oldest first. */
export function useWaiting(about: string): readonly Waiting[] {
  const { offline } = usePlatform()
  const all = useSyncExternalStore(offline.watch, offline.waiting)
  return useMemo(() => all.filter((one) => one.about === about), [all, about])
}
