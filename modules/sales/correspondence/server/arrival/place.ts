// Where a mail belongs: a rule over plain data.

/** A conversation of letters that a mail may answer; `proof` says how it was found. */
export type Candidate = { thread: string; proof: 'chosen' | 'signed' | 'named'; isTheirs: boolean }

export type Place =
  | { kind: 'thread'; thread: string }
  /** By who wrote it: into the record of the client, or a new lead. */
  | { kind: 'sender' }
  | { kind: 'aside'; reason: string }
  /** Not of any record: the desk's. */
  | { kind: 'desk' }

type Mail = {
  purpose: 'support' | 'sales'
  kind: string
  opens: boolean
  forged: boolean
  restored: boolean
  into: string | null
}

/**
 * An answer goes to the record of the letter that it answers, if its writer has to do with it: took part, or is of the client.
 * A Message-ID of ours from somebody else is no proof of who writes, so a person decides; one that merely names a known mail
 * proves nothing at all. What a person chose goes before everything.
 */
export function placeOf(candidates: readonly Candidate[], mail: Mail): Place {
  const chosen = candidates.find(({ proof }) => proof === 'chosen')
  if (chosen) return { kind: 'thread', thread: chosen.thread }
  // Another conversation was chosen, which is the desk's.
  if (mail.into !== null && mail.into !== 'new') return { kind: 'desk' }
  const answers = mail.into === 'new' ? [] : candidates
  const mine = answers.find(({ isTheirs }) => isTheirs) ?? (mail.restored ? answers[0] : undefined)
  if (mine) return mail.forged ? { kind: 'aside', reason: 'forged_client' } : { kind: 'thread', thread: mine.thread }
  if (answers.some(({ proof }) => proof === 'signed')) return { kind: 'aside', reason: 'unknown_correspondent' }
  if (mail.purpose !== 'sales') return { kind: 'desk' }
  if (mail.forged) return { kind: 'aside', reason: 'forged_client' }
  return mail.opens ? { kind: 'sender' } : { kind: 'aside', reason: mail.kind }
}
