// Live connection for components.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { usePlatform } from '../call/platform.tsx'
import type { Attendant, Attention, LiveEvent, LiveStatus } from './client.ts'

/**
 * Listens to channels (`<entity>`, `<entity>:<id>`) while the component is shown. Cached answers are kept in step by
 * the platform; `onEvent` is for what goes beyond that.
 */
export function useLive(channels: readonly string[], onEvent?: (event: LiveEvent) => void): void {
  const { live } = usePlatform()
  const heard = useRef(onEvent)
  useEffect(() => {
    heard.current = onEvent
  })
  const key = channels.join(' ')
  useEffect(() => {
    const names = key.split(' ').filter(Boolean)
    const leave = live.listen(names)
    const stop = live.onEvent((event) => {
      if (event.channels.some((channel) => names.includes(channel))) heard.current?.(event)
    })
    return () => {
      stop()
      leave()
    }
  }, [live, key])
}

export type Presence = { people: readonly Attendant[]; attend: (state: Attention | null) => void }

/** Who is at a record now, oneself included; `attend` says what one does there (and is taken back on leaving). */
export function usePresence(channel: string): Presence {
  const { live } = usePlatform()
  useEffect(() => {
    const leave = live.listen([channel])
    return () => {
      live.attend(channel, null)
      leave()
    }
  }, [live, channel])
  const subscribe = useCallback(
    (tell: () => void) => live.onPresence((changed) => changed === channel && tell()),
    [live, channel],
  )
  const people = useSyncExternalStore(subscribe, () => live.present(channel))
  const attend = useCallback((state: Attention | null) => live.attend(channel, state), [live, channel])
  return { people, attend }
}

/** Who is at each of the records of a kind: the corner marks of a list. Keys are record ids. */
export function usePresenceOf(entity: string): ReadonlyMap<string, readonly Attendant[]> {
  const { live } = usePlatform()
  const [present, setPresent] = useState<ReadonlyMap<string, readonly Attendant[]>>(() => live.presentOf(entity))
  useEffect(() => {
    const leave = live.listen([entity])
    const stop = live.onPresence((changed) => changed.startsWith(`${entity}:`) && setPresent(live.presentOf(entity)))
    return () => {
      stop()
      leave()
    }
  }, [live, entity])
  return present
}

export function useLiveStatus(): LiveStatus {
  const { live } = usePlatform()
  return useSyncExternalStore(live.onStatus, live.status)
}
