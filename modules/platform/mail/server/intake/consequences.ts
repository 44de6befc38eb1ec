import type { MAIL_KINDS } from '../../contract.ts'

type Consequences = { opens: boolean; reopens: boolean; answerable: boolean }

const OF: Record<(typeof MAIL_KINDS)[number], Consequences> = {
  person: { opens: true, reopens: true, answerable: true },
  list: { opens: true, reopens: true, answerable: false },
  auto_reply: { opens: true, reopens: false, answerable: false },
  out_of_office: { opens: false, reopens: false, answerable: false },
  bounce: { opens: false, reopens: false, answerable: false },
  loop: { opens: false, reopens: false, answerable: false },
}

/** What may follow from a kind of mail; what a person restores may open a conversation, but no machine answers it. */
export const consequencesOf = (kind: keyof typeof OF, restored: boolean): Consequences =>
  restored ? { opens: true, reopens: true, answerable: false } : OF[kind]
