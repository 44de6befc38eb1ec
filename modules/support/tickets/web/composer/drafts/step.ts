// What brings the draft here and the one on the server together, without losing a word of either.

export type Here = {
  content: string
  isEmpty: boolean
  /** The version on the server that it comes from; null = none. */
  version: number | null
  /** Changed here since then. */
  dirty: boolean
}
export type There = { content: string; version: number }
/**
 * `adopt` the one there; `push` the one here; `match`: they say the same, only the version is new; `forget`: it was sent or
 * thrown away elsewhere; `ask`: both changed.
 */
export type Step = 'none' | 'adopt' | 'push' | 'discard' | 'match' | 'forget' | 'ask'

export function stepOf(here: Here, there: There | null): Step {
  if (!there) {
    if (here.isEmpty) return here.version === null ? 'none' : 'forget'
    return here.dirty ? 'push' : here.version === null ? 'push' : 'forget'
  }
  if (here.version === there.version) return !here.dirty ? 'none' : here.isEmpty ? 'discard' : 'push'
  if (here.content === there.content) return 'match'
  return here.dirty && !here.isEmpty ? 'ask' : 'adopt'
}

/** Both texts, one below the other. */
export const bothOf = (here: string, there: string): string => `${here.trimEnd()}\n\n${there.trimStart()}`
