// Which mails of a batch have to wait for others of it.
import { threadCandidates, type ThreadIds } from '../routing/threading.ts'
import type { ParsedMail } from '../reading/parsed-mail.ts'

type Written = Pick<ParsedMail, 'message_id' | 'in_reply_to' | 'references' | 'from' | 'reply_to' | 'subject'>

/**
 * All that a mail has in common with another of one conversation: its people, its Message-ID and those it names, the
 * conversation that these prove, and the numbers in its subject.
 */
export function tiesOf(mail: Written, ids: ThreadIds, scope: string): string[] {
  const { signed, subject_hints } = threadCandidates(mail, ids, scope)
  const people = [mail.from, ...mail.reply_to].flatMap((one) => (one ? [`from ${one.address.toLowerCase()}`] : []))
  const named = [mail.message_id, ...mail.in_reply_to, ...mail.references].flatMap((id) => (id ? [`id ${id}`] : []))
  return [
    ...people,
    ...named,
    ...signed.map((thread) => `thread ${thread}`),
    ...subject_hints.map((number) => `number ${number}`),
  ]
}

/**
 * Parts a batch, given in the order of arrival, into waves: within one, no two mails have to do with one another, so that
 * they may be worked off side by side; what has to do with an earlier mail comes in a later wave.
 */
export function wavesOf<T>(batch: readonly T[], tiesOfOne: (one: T) => readonly string[]): T[][] {
  const waves: T[][] = []
  const last = new Map<string, number>()
  for (const one of batch) {
    const ties = tiesOfOne(one)
    const wave = 1 + Math.max(-1, ...ties.map((tie) => last.get(tie) ?? -1))
    for (const tie of ties) last.set(tie, wave)
    ;(waves[wave] ??= []).push(one)
  }
  return waves
}
