// Where a mail of a person's own mailbox belongs: a rule over plain data.

/** A conversation of letters that it answers. Theirs: whoever it is from (or to) took part in it or is of its client. */
export type OwnCandidate = { thread: string; proof: 'signed' | 'named'; isTheirs: boolean }

export type OwnPlace =
  | { kind: 'thread'; thread: string }
  | { kind: 'client'; client: string }
  /** Nobody's but the person's: it is neither kept nor shown. */
  | { kind: 'private' }

type Mail = {
  direction: 'in' | 'out'
  /** What the mail module found it to be; by its headers alone every mail is a person's. */
  kind: string
  forged: boolean
  /** A colleague wrote it. */
  isFromStaff: boolean
}

/**
 * A mail that came is of a record by its sender, one that was sent by its recipients: a known contact of a client, or somebody
 * of the conversation that it answers. Whoever answers our own Message-ID had our letter, unless a colleague does: what
 * colleagues write to one another stays with them, whatever they write about. `clients` are those of the sender or recipients
 * that the person may see.
 */
export function ownPlaceOf(candidates: readonly OwnCandidate[], clients: readonly string[], mail: Mail): OwnPlace {
  if (mail.forged || mail.isFromStaff) return { kind: 'private' }
  const mine =
    candidates.find(({ isTheirs }) => isTheirs) ??
    (mail.direction === 'in' ? candidates.find(({ proof }) => proof === 'signed') : undefined)
  if (mine) return { kind: 'thread', thread: mine.thread }
  const [client] = clients
  // Newsletters and absence notices of a client answer nothing of ours.
  return client !== undefined && mail.kind === 'person' ? { kind: 'client', client } : { kind: 'private' }
}
