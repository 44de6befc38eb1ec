// One's own choice among those that a module offers: kept on the server, the same in every window.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Preference, preferences, type Problem } from '../../contract/index.ts'
import { keyOf, useAction, useCommand } from '../call/hooks.ts'

const MINE = keyOf(preferences.mine, {})
const CHANNEL = 'workernet.preferences'

/** The value in force, and how to choose; the choice holds at once and is taken back when it cannot be kept. */
export function usePreference<T>({ key, schema, otherwise }: Preference<T>) {
  const cache = useQueryClient()
  const { data } = useAction(preferences.mine, {})
  const { run, problem } = useCommand(preferences.choose, {
    onDone: (all) => {
      cache.setQueryData(MINE, all)
      tellOthers()
    },
    onProblem: () => void cache.invalidateQueries({ queryKey: MINE }),
  })
  const chosen = schema.safeParse(data?.[key])
  return {
    value: chosen.success ? chosen.data : otherwise,
    problem: problem as Problem | null,
    choose: (value: T) => {
      cache.setQueryData(MINE, (all: Record<string, unknown> | undefined) => ({ ...all, [key]: value }))
      void run({ key, value })
    },
  }
}

/** Follows what one chooses in another window of this browser. */
export function useOtherWindows(): void {
  const cache = useQueryClient()
  useEffect(() => {
    if (typeof BroadcastChannel === 'undefined') return
    const channel = new BroadcastChannel(CHANNEL)
    channel.addEventListener('message', () => void cache.invalidateQueries({ queryKey: MINE }))
    return () => channel.close()
  }, [cache])
}

function tellOthers(): void {
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage('chosen')
  channel.close()
}
