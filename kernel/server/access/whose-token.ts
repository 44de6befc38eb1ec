// Whose a refused token was, where its signature proves it: for the audit, and never for the answer.

export type Whose = { tenant_id: string; user_id: string; session_id: string }

const known = new WeakMap<Error, Whose>()

/** Remembers whose token it was that this refusal is about. */
export function refusedFor<E extends Error>(refusal: E, whose: Whose): E {
  known.set(refusal, whose)
  return refusal
}

export const whoseToken = (refusal: Error): Whose | undefined => known.get(refusal)
