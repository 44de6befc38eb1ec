import type { Problem } from '#kernel/contract/index.ts'
import { RemoteProblem, useRefusalWords } from '#kernel/web/index.tsx'

/** What a form says at a field that was refused. */
export function useErrorAt(problem: Problem | null): (field: string) => string | null {
  const words = useRefusalWords()
  return (field) => {
    const refusal = problem?.refusals.find(({ pointer }) => pointer === `/${field}`)
    return refusal ? words(refusal, problem instanceof RemoteProblem ? problem : null) : null
  }
}
