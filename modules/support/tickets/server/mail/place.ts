// Where a mail belongs: a rule over plain data.
import type { Status } from '../../contract.ts'

/** A ticket that a mail may answer; `proof` says how it was found, `relation` what its sender has to do with it. */
export type Candidate = {
  ticket: { id: string; number: number; status: Status }
  proof: 'signed' | 'named' | 'hint'
  relation: 'requester' | 'participant' | 'staff' | null
}

export type Place =
  /** A reply, or a note where the mail proves too little or no person wrote it. */
  | { kind: 'comment'; ticket: string; internal: boolean; relation: Exclude<Candidate['relation'], null> }
  /** `about`: the number of a ticket that the mail names but cannot be added to. */
  | { kind: 'new'; about: number | null }
  | { kind: 'aside'; state: 'handled' | 'suspended'; reason: string; thread: string | null }

type Mail = { opens: boolean; reopens: boolean; kind: string }

/**
 * A mail goes to the first ticket its sender has to do with: proven ones come first. What staff write in public must
 * be proven by a Message-ID of ours, because a name in From is quickly written. A machine's answer becomes a note.
 */
export function placeOf(candidates: readonly Candidate[], mail: Mail): Place {
  const mine = candidates.find(({ relation }) => relation !== null)
  if (mine?.relation) {
    const { ticket, relation, proof } = mine
    if (relation === 'staff')
      return { kind: 'comment', ticket: ticket.id, relation, internal: proof !== 'signed' || !mail.reopens }
    if (ticket.status !== 'closed') return { kind: 'comment', ticket: ticket.id, relation, internal: !mail.reopens }
    if (!mail.reopens) return { kind: 'aside', state: 'handled', reason: mail.kind, thread: ticket.id }
    return { kind: 'new', about: ticket.number }
  }
  if (!mail.opens) return { kind: 'aside', state: 'suspended', reason: mail.kind, thread: null }
  return { kind: 'new', about: candidates.find(({ proof }) => proof === 'signed')?.ticket.number ?? null }
}
