// A refused change in a corner: what happened and why, while the screen already shows the old value again.
import { useCallback } from 'react'
import type { Problem } from '#kernel/contract/index.ts'
import { toast, useHasText, useT } from '#kernel/web/index.tsx'

export function useRefusal(): (problem: Problem) => void {
  const t = useT()
  const has = useHasText()
  return useCallback(
    (problem) => {
      const told = 'detail' in problem && typeof problem.detail === 'string' ? problem.detail : null
      const key = `problem.${problem.code}`
      toast(told ?? t(has(key) ? key : 'problem.internal', problem.params), { tone: 'problem', ms: 8_000 })
    },
    [t, has],
  )
}
