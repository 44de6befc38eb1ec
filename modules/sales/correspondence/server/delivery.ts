// How far a letter has come: the outbox says so, and its record shows it.
import type { Out } from '#kernel/contract/index.ts'
import { onMany } from '#kernel/server/module.ts'
import { type mail as mails, outboundChanged } from '#modules/platform/mail/contract.ts'
import type { LetterRow } from '../contract.ts'
import { foundOrNull, subjectOfLetter, tell } from './subject.ts'
import { json, letterFields, type LetterContext } from './tables.ts'

type Fate = Pick<Out<typeof mails.fates>[string], 'state' | 'recipients'>

const isLost = ({ state }: Fate['recipients'][number]) => state === 'failed' || state === 'bounced'

/** What came back later has bounced, even where the server had taken it. */
export function stateOf({ state, recipients }: Fate): LetterRow['state'] {
  if (state === 'sending') return 'queued'
  return state === 'failed' && recipients.some((one) => one.state === 'bounced') ? 'bounced' : state
}

/** What a letter keeps of whom it went to. */
export const peopleOf = ({ recipients }: Fate): LetterRow['people'] =>
  recipients.map(({ name, address, role, state, cause, message }) => ({ name, address, role, state, cause, message }))

export const followDelivery = onMany(
  outboundChanged,
  'correspondence.delivery',
  async (context: LetterContext, told) => {
    // Letters are of a conversation and confidential: nothing is asked for the other mails of a desk.
    const mails = told.flatMap(({ payload: { mail } }) => (mail.thread === null || !mail.confidential ? [] : [mail]))
    // What became of each in the end. A row that one transaction writes twice is compared with its client again, whom a merge
    // may hold while it waits for the letter.
    for (const mail of new Map(mails.map((one) => [one.id, one])).values()) await follow(context, mail)
  },
)

async function follow(context: LetterContext, mail: Fate & { id: string }): Promise<void> {
  const { db } = context
  const before = await db
    .selectFrom('letters')
    .select(letterFields)
    .where('mail', '=', mail.id)
    .where('direction', '=', 'out')
    .forUpdate()
    .executeTakeFirst()
  if (!before) return
  const letter = await db
    .updateTable('letters')
    .set({ state: stateOf(mail), people: json(peopleOf(mail)) })
    .where('id', '=', before.id)
    .returning(letterFields)
    .executeTakeFirstOrThrow()
  const subject = await foundOrNull(() => subjectOfLetter(context, letter))
  if (!subject) return
  const wasLost = new Set(before.people.filter((one) => isLost(one as never)).map(({ address }) => address))
  const lost = mail.recipients.filter((one) => isLost(one) && !wasLost.has(one.address)).map(({ address }) => address)
  tell(context, subject, letter, { done: lost.length > 0 ? 'returned' : 'delivery', who: lost.join(', ') })
}
