import type { Refusal } from '../../contract/index.ts'
import type { RemoteProblem } from '../call/remote-problem.ts'
import { useHasText, useT } from '../language/hooks.tsx'

/** The words for a refused field: the server's where it was the server. */
export function useRefusalWords(): (refusal: Refusal, remote: RemoteProblem | null) => string {
  const t = useT()
  const has = useHasText()
  return ({ pointer, code, params }, remote) => {
    const told = remote?.messages[pointer]
    if (told) return told
    const key = [`invalid.${code}`, `invalid.${code.split('.')[0]}`].find(has) ?? 'invalid.wrong'
    return t(key, params)
  }
}
