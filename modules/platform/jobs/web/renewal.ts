import { useEffect } from 'react'
import { useInfiniteAction } from '#kernel/web/index.tsx'
import type { jobs } from '../contract.ts'

/** The same questions of a tenant and of the whole platform. */
export type JobActions = typeof jobs

const RENEW_MS = 5_000

/** Asks again every few seconds while somebody looks. */
export function useRenewal(renew: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') renew()
    }, RENEW_MS)
    return () => clearInterval(timer)
  })
}

/** Pages of failures or events, asked again as the overview is. */
export function useRenewed<I, P, R>(
  action: Parameters<typeof useInfiniteAction<I, P, R>>[0],
  input: I,
): ReturnType<typeof useInfiniteAction<I, P, R>> {
  const answer = useInfiniteAction(action, input)
  useRenewal(answer.refetch)
  return answer
}
