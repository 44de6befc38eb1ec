// Writing a letter: it goes into the outbox, and stands in its record, in one transaction.
import { type Call, conflict, invalid, notFound, type Parsed } from '#kernel/contract/index.ts'
import { demand } from '#kernel/server/access/actor.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { files as fileActions, fileStore } from '#modules/platform/files/contract.ts'
import { mail, USE_OWN_MAILBOX } from '#modules/platform/mail/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { type LetterRow, type letters } from '../contract.ts'
import { peopleOf, stateOf } from './delivery.ts'
import { answered } from './letters.ts'
import { asSystem, foundOrNull, subjectOf, tell, writeDown } from './subject.ts'
import { json, letterFields, type LetterContext } from './tables.ts'

const MOST_QUOTED = 8_000

export async function send(context: LetterContext, asked: Parsed<typeof letters.send>): Promise<LetterRow> {
  const { actor, db } = context
  const subject = await subjectOf(context, asked.entity, asked.record)
  const earlier = asked.answers ? await answered(context, asked.answers, subject) : null
  if (asked.answers && !earlier) throw invalid([{ pointer: '/answers', code: 'unknown_reference' }])
  const files = await ownFiles(context, asked.files)
  const thread = earlier?.thread ?? context.id()
  const author = actor.kind === 'person' ? actor.user_id : null
  const { to, cc } = distinct(asked)
  // What leaves is the platform's: whoever may write from a record need not see the outbox.
  const { id, fate, from } = await asSystem(context, async ({ call }) => {
    const person = author ? await foundOrNull(() => call(users.get, { id: author })) : null
    const client = await foundOrNull(() => call(clients.get, { id: subject.client }))
    const own = asked.sender === 'own' ? await ownMailboxOf(context, call) : null
    const sent = await call(mail.send, {
      to,
      cc,
      subject: asked.subject,
      text: asked.text,
      quoted: earlier?.text.slice(0, MOST_QUOTED).toWellFormed() ?? '',
      language: client?.language ?? person?.language ?? 'ru',
      author: person?.name ?? null,
      thread,
      purpose: 'sales',
      own_mailbox: own?.id ?? null,
      // What came through a person's mailbox is not among the mails that the outbox answers by itself.
      in_reply_to: earlier?.mail === null ? earlier.message_id : null,
      files,
      // Of this mail the outbox tells administrators only; the others read it in the record.
      confidential: true,
    })
    if (!sent) throw notFound('outbound_mail')
    const { [sent.id]: way } = await call(mail.fates, { ids: [sent.id] })
    return { id: sent.id, fate: way!, from: own?.display_name ?? person?.name ?? '' }
  })
  const letter = await db
    .insertInto('letters')
    .values({
      client: subject.client,
      deal: subject.deal?.id ?? null,
      direction: 'out',
      author,
      from_name: from.slice(0, 200),
      from_address: fate.from_address,
      people: json(peopleOf(fate)),
      subject: asked.subject,
      text: asked.text,
      quoted: '',
      files: json(files),
      automatic: false,
      state: stateOf(fate),
      mail: id,
      message_id: fate.message_id,
      thread,
    })
    .returning(letterFields)
    .executeTakeFirstOrThrow()
  await writeDown(context, subject, letter)
  tell(context, subject, letter, { done: 'sent', who: from })
  return letter
}

/** The caller's own mailbox; throws 409 where none is connected. */
async function ownMailboxOf({ actor }: LetterContext, call: Call) {
  demand(actor, USE_OWN_MAILBOX)
  const own = await call(mail.ownMailbox, { owner: actor.user_id })
  if (!own) throw conflict('letter.no_own_mailbox')
  return own
}

type Person = { name: string; address: string }

/** Nobody gets it twice. */
function distinct({ to, cc }: { to: readonly Person[]; cc: readonly Person[] }) {
  const seen = new Set<string>()
  const once = (people: readonly Person[]) =>
    people.filter(({ address }) => !seen.has(address) && Boolean(seen.add(address)))
  return { to: once(to), cc: once(cc) }
}

/** One's own uploads, which belong to the letter from now on; throws 422 for others'. */
async function ownFiles(context: LetterContext, wanted: readonly string[]): Promise<LetterRow['files']> {
  const ids = [...new Set(wanted)]
  if (ids.length === 0) return []
  const found = await Promise.all(ids.map((id) => foundOrNull(() => context.call(fileActions.get, { id }))))
  const refusals = found.flatMap((file, index) =>
    file?.uploaded_by === context.actor.user_id ? [] : [{ pointer: `/files/${index}`, code: 'unknown_reference' }],
  )
  if (refusals.length > 0) throw invalid(refusals)
  const { items } = await context.call(fileStore.claim, { ids })
  return items.map(({ id, name, type, size }) => ({ file: id, name, type, size }))
}
