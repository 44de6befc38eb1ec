import type { Problem } from '#kernel/contract/index.ts'
import { RemoteProblem, useRefusalWords, useT } from '#kernel/web/index.tsx'

/** The words for a move that was refused: the server's own where it spoke, as they have the numbers in them. */
export function useRefusedMove(): (problem: Problem) => string {
  const t = useT()
  const refusalWords = useRefusalWords()
  return (problem) => {
    if (problem.code === 'stale') return t('deals.moved_meanwhile')
    const remote = problem instanceof RemoteProblem ? problem : null
    const [refusal] = problem.code === 'invalid' ? problem.refusals : []
    if (refusal) return refusalWords(refusal, remote)
    return remote?.detail ?? t(`problem.${problem.code}`, problem.params)
  }
}
